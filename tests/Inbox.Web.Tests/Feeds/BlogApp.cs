using Inbox.Core.Departments;
using Inbox.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Inbox.Web.Tests.Feeds;

/// <summary>The application beside a blog on this machine, which has two feeds, one of them with a hub.</summary>
public sealed class BlogApp : InboxApp
{
    private HttpStub _blog = null!;

    public Department Support { get; private set; } = null!;

    public Uri Url => _blog.Url;

    /// <summary>The forms that the hub was sent.</summary>
    public IReadOnlyList<HttpStub.Request> AskedHub => [.. _blog.Requests.Where(r => r.Url.AbsolutePath == "/hub")];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _blog = await HttpStub.StartAsync();
        _blog.On(HttpMethod.Post, "/hub", _ => Results.Accepted())
            .On(HttpMethod.Get, "/", _ => Html("<link rel='alternate' type='application/rss+xml' href='/notes'><link rel='alternate' type='application/rss+xml' href='/comments'>"))
            .On(HttpMethod.Get, "/about", _ => Html("<link rel='alternate' type='application/rss+xml' href='/comments'>"))
            .On(HttpMethod.Get, "/bare", _ => Html(""))
            .On(HttpMethod.Get, "/notes", _ => Rss("Kitchen Notes", "<atom:link rel='hub' href='/hub'/>"))
            .On(HttpMethod.Get, "/comments", _ => Rss("Comments on Kitchen Notes", Item("1", "Our Café Acme") + Item("2", "An acme pie") + Item("3", "Weather")));
        Support = new Department { Name = "Support", Key = "support" };
        await InsertAsync(Support);
    }

    public static string Item(string id, string title) => $"<item><guid>{id}</guid><title>{title}</title></item>";

    public static string Document(string title, string content) => $"<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>{title}</title>{content}</channel></rss>";

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Inbox:AllowedPrivateHosts", "127.0.0.1");
        builder.UseSetting("Inbox:PublicUrl", "https://inbox.example");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _blog.DisposeAsync();
    }

    private static IResult Html(string head) => Results.Text($"<!DOCTYPE html><html><head>{head}</head><body></body></html>", "text/html");

    private static IResult Rss(string title, string content) => Results.Text(Document(title, content), "application/rss+xml");
}
