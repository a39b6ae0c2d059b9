using System.Net;
using Inbox.Core.Access;
using Inbox.Testing;

namespace Inbox.Web.Tests.Access;

public sealed class SetUpTests
{
    [Fact]
    public async Task Link_of_an_empty_database_makes_one_administrator_once()
    {
        await using var app = await EmptyAsync();
        var link = "/setup/" + await app.QueryAsync(db => SetUp.OfferAsync(db, TimeProvider.System, CancellationToken.None));

        var first = await PostAsync(app, link, "ada@example.com");
        var again = await app.Visitor().GetAsync(link);

        first.Headers.Location!.ToString().ShouldBe("/");
        (await app.QueryAsync(db => Task.FromResult(db.Users.Single()))).Role.ShouldBe(Role.Admin);
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Two_who_use_their_links_at_once_make_one_administrator()
    {
        await using var app = await EmptyAsync();
        var links = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            links.Add(await app.QueryAsync(db => SetUp.OfferAsync(db, TimeProvider.System, CancellationToken.None)));
        }

        var made = await Task.WhenAll(links.Select((token, i) => app.SendAsync(new SetUp.Command(token!, $"ada{i}@example.com", "Ada", InboxApp.Password))));

        made.Count(m => m.IsOk).ShouldBe(1);
    }

    [Fact]
    public async Task Made_up_link_opens_nothing()
    {
        await using var app = await EmptyAsync();

        (await app.Visitor().GetAsync("/setup/guess")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.SendAsync(new SetUp.Command("guess", "ada@example.com", "Ada", InboxApp.Password))).Error!.Code.ShouldBe("link_over");
    }

    [Fact]
    public async Task Database_with_people_offers_no_link()
    {
        await using var app = await EmptyAsync();
        await app.AddAgentAsync(Role.Admin);

        (await app.QueryAsync(db => SetUp.OfferAsync(db, TimeProvider.System, CancellationToken.None))).ShouldBeNull();
    }

    private static async Task<HttpResponseMessage> PostAsync(InboxApp app, string link, string email) =>
        await InboxApp.PostAsync(app.Visitor(), link, ("DisplayName", "Ada"), ("Email", email), ("Password", InboxApp.Password));

    private static async Task<Disposed> EmptyAsync()
    {
        var app = new Disposed();
        await app.InitializeAsync();
        return app;
    }

    /// <summary>An application of one test, since each wants a database without people.</summary>
    private sealed class Disposed : InboxApp, IAsyncDisposable
    {
        async ValueTask IAsyncDisposable.DisposeAsync() => await ((IAsyncLifetime)this).DisposeAsync();
    }
}
