using System.Text.RegularExpressions;
using Inbox.Channels.Bluesky;
using Inbox.Channels.Feeds;
using Inbox.Channels.Feeds.Discovery;
using Inbox.Channels.Feeds.Polling;
using Inbox.Channels.Feeds.WebSub;
using Inbox.Channels.Http;
using Inbox.Channels.Mastodon;
using Inbox.Channels.WordPress;
using Inbox.Core.Channels;
using Inbox.Core.Webhooks;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Http;

/// <summary>Whatever Inbox fetches goes through one guard: nobody who writes to us makes it read the company's own network.</summary>
public sealed partial class GuardedFetchersTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);
    private StubServer _inside = null!;
    private Company _company = null!;

    public async Task InitializeAsync()
    {
        _inside = await StubServer.StartAsync(context => context.Response.WriteAsync("the salaries"));
        _company = await Company.OpenAsync(configure: services =>
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:PublicUrl", "https://inbox.example")]).Build()));
    }

    public async Task DisposeAsync()
    {
        await _company.DisposeAsync();
        await _inside.DisposeAsync();
    }

    private static readonly Dictionary<string, Func<GuardedFetchersTests, string, Task<string?>>> Fetchers = new(StringComparer.Ordinal)
    {
        ["feed"] = (t, address) => t.PollAsync(FeedChannel.ChannelKind, address, "{}"),
        ["comments of a feed"] = async (t, address) =>
        {
            using var client = t.Of<IHttpClientFactory>().CreateGuarded();
            var comments = new FeedComments(new FeedFetcher(client, TimeProvider.System), new FeedNews(new FeedSettings(), Now), TimeSpan.FromMinutes(15), Now);
            return (await comments.ReadAsync([new FollowedComments("post", address, Now, Now)], default)).Followed.ShouldHaveSingleItem().Failures == 1 ? "Inbox refuses" : null;
        },
        ["feed discovery"] = async (t, address) => (await t.Of<FeedDiscovery>().FindAsync(address, default)).Problem,
        ["trial of watch words"] = async (t, address) => (await t.Of<FeedTrials>().RunAsync(address, "{}", default)).Problem,
        ["hub"] = async (t, address) =>
        {
            var pending = new WebSubState(address, "https://blog.example/feed", "https://inbox.example/hooks/kitchen") { PendingSince = Now.AddMinutes(-1) };
            return (await t.Of<FeedHubs>().TendAsync(pending, t.Info(FeedChannel.ChannelKind, address, """{"webSubSecret":"known"}"""), Now, default)).NotBefore is null ? null : "Inbox refuses";
        },
        ["remote images"] = async (t, address) => await t.Of<RemoteImages>().FetchAsync(new Uri(address), default) is null ? "Inbox refuses" : null,
        ["wordpress"] = (t, address) => t.PollAsync(WordPressChannel.ChannelKind, address, "{}"),
        ["mastodon"] = (t, address) => t.PollAsync(MastodonChannel.ChannelKind, "@acme@far.example", $$"""{"server":"{{address.TrimEnd('/')}}","tokenSecret":"known"}"""),
        ["bluesky"] = (t, address) => t.PollAsync(BlueskyChannel.ChannelKind, "acme.example", $$"""{"service":"{{address.TrimEnd('/')}}","appPassword":"known"}"""),
        ["webhooks"] = async (t, address) => (await t.Of<IWebhookSender>().SendAsync(new WebhookCall("msg_1", address.Replace("http:", "https:", StringComparison.Ordinal), WebhookFormat.Json, Secret: null, Now, []), default)).Said,
    };

    public static TheoryData<string> Names => [.. Fetchers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Inside_is_refused_without_a_request(string fetcher)
    {
        foreach (var host in (string[])["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0177.0.0.1", "0x7f.1"])
        {
            var problem = await Fetchers[fetcher](this, $"http://{host}:{_inside.Address.Port}/");

            problem.ShouldNotBeNull(host).ShouldContain("refuses", customMessage: host);
        }

        _inside.Requests.ShouldBeEmpty();
    }

    /// <summary>Media of social posts stay where they are: an agent's browser opens them, Inbox does not.</summary>
    [Fact]
    public void There_is_no_other_way_out_in_the_code()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToList();

        var ways = sources.Where(f => WayOut().IsMatch(File.ReadAllText(f))).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

        sources.Count.ShouldBeGreaterThan(500);
        ways.ShouldBe(["GuardedHttp.cs", "GuardedHttpHandler.cs"]);
    }

    private T Of<T>()
        where T : notnull => _company.Services.GetRequiredService<T>();

    private ChannelInfo Info(string kind, string address, string settings) => new(7, "kitchen", kind, "Kitchen", address, settings, []);

    private async Task<string?> PollAsync(string kind, string address, string settings)
    {
        var poll = await ((IPollingChannel)Of<ChannelKinds>().Of(kind)).PollAsync(Info(kind, address, settings), null, default);
        return poll.Problem;
    }

    [GeneratedRegex(@"new HttpClient\(|new SocketsHttpHandler|new HttpClientHandler|\.CreateClient\(|WebRequest\.Create|AddHttpClient\(", RegexOptions.NonBacktracking)]
    private static partial Regex WayOut();
}
