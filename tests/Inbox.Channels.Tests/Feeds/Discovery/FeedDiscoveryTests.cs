using Inbox.Channels.Feeds.Discovery;
using Inbox.Channels.Tests.Http;
using Microsoft.AspNetCore.Http;

namespace Inbox.Channels.Tests.Feeds.Discovery;

public class FeedDiscoveryTests
{
    private const string Rss = "<rss><channel><title>Kitchen Notes</title><item><guid>1</guid><title>Kettle</title><pubDate>5 Mar 2024 08:00 GMT</pubDate></item></channel></rss>";
    private const string Atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Kettles leak</title><entry><id>a</id><title>Re: leak</title><updated>2024-03-05T08:00:00Z</updated></entry><entry><id>b</id></entry></feed>";
    private const string Json = """{"version":"https://jsonfeed.org/version/1.1","title":"Notes as JSON","items":[{"id":"1","content_text":"x"}]}""";

    [Fact]
    public async Task Feed_is_found_at_its_own_address()
    {
        await using var site = await SiteAsync(("/feed", Rss));

        var findings = await FindAsync(site.At("feed").AbsoluteUri);

        findings.ShouldSatisfyAllConditions(
            f => f.Problem.ShouldBeNull(),
            f => f.Feeds.ShouldBe([new FoundFeed(site.At("feed").AbsoluteUri, "Kitchen Notes", "RSS", 1, new DateTimeOffset(2024, 3, 5, 8, 0, 0, TimeSpan.Zero))]));
    }

    [Fact]
    public async Task Declared_feeds_are_found_with_kind_and_number_of_entries()
    {
        await using var site = await SiteAsync(
            ("/blog/", """
                <!DOCTYPE html><HTML><head><!-- <link rel="alternate" type="application/rss+xml" href="/hidden"> --><base href="/blog/deep/">
                <LINK REL='ALTERNATE nofollow' TYPE="Application/RSS+XML" title="All &amp; more" HREF='rss.xml'>
                <link href="../atom" rel="alternate" type="application/atom+xml"><link rel="alternate" type="application/feed+json" href="/f.json" />
                <link rel="alternate" type="application/json" href="/wp-json/"><link rel="alternate" hreflang="de" href="/de/"><link rel="alternate" type="application/rss+xml" href="/gone">
                <script>if (1 < 2) { x("<b") }</script></head><body>Hello
                """),
            ("/blog/deep/rss.xml", Rss), ("/blog/atom", Atom), ("/f.json", Json), ("/hidden", Rss), ("/de/", "<html>Hallo</html>"));

        var findings = await FindAsync(site.At("blog/").AbsoluteUri);

        findings.Feeds.Select(f => (new Uri(f.Address).AbsolutePath, f.Title, f.Format, f.Entries)).ShouldBe(
            [("/blog/deep/rss.xml", "Kitchen Notes", "RSS", 1), ("/blog/atom", "Kettles leak", "Atom", 2), ("/f.json", "Notes as JSON", "JSON Feed", 1)]);
        site.Requests.Select(r => r.Path).ShouldNotContain("/rss.xml", "who declares feeds is not searched");
    }

    [Fact]
    public async Task Feed_in_a_link_header_is_found()
    {
        await using var site = await StubServer.StartAsync(context =>
        {
            context.Response.Headers.Append("Link", "</style.css>; rel=preload, </news.atom>; rel=\"alternate\"; type=\"application/atom+xml\"; title=\"A, B\"");
            return context.Response.WriteAsync(context.Request.Path == "/news.atom" ? Atom : "<html><body>Hello</body></html>");
        });

        (await FindAsync(site.Address.AbsoluteUri)).Feeds.ShouldHaveSingleItem().Address.ShouldBe(site.At("news.atom").AbsoluteUri);
    }

    [Theory]
    [InlineData("/feed", "")]
    [InlineData("/rss.xml", "about/us")]
    [InlineData("/atom.xml", "")]
    [InlineData("/feed.json", "")]
    [InlineData("/feeds/posts/default", "2024/03/kettle.html")]
    public async Task Where_none_is_declared_the_usual_places_are_tried(string place, string page)
    {
        await using var site = await SiteAsync(("/" + page, "<html><head><title>Blog</title></head></html>"), (place, place.EndsWith("json", StringComparison.Ordinal) ? Json : Rss));

        (await FindAsync(site.At(page).AbsoluteUri)).Feeds.ShouldHaveSingleItem().Address.ShouldBe(new Uri(site.Address, place).AbsoluteUri);
    }

    [Fact]
    public async Task Thread_of_a_forum_is_watched_by_its_own_feed()
    {
        await using var discourse = await SiteAsync(
            ("/t/kettle-leaks/42", "<html><head><title>Kettle leaks</title></head><body>…</body></html>"),
            ("/t/kettle-leaks/42.rss", "<rss><channel><title>Kettle leaks</title><item><guid isPermaLink='false'>forum.example-post-42-2</guid><dc:creator>@ana</dc:creator><description>&lt;p&gt;Mine too&lt;/p&gt;</description></item></channel></rss>"));
        await using var phpbb = await SiteAsync(
            ("/viewtopic.php", "<html><head><link rel=\"alternate\" type=\"application/atom+xml\" title=\"Feed - Topic - Kettle leaks\" href=\"./app.php/feed/topic/42\"></head></html>"),
            ("/app.php/feed/topic/42", Atom));

        (await FindAsync(discourse.At("t/kettle-leaks/42").AbsoluteUri)).Feeds.ShouldHaveSingleItem().Address.ShouldBe(discourse.At("t/kettle-leaks/42.rss").AbsoluteUri);
        (await FindAsync(phpbb.At("viewtopic.php?t=42").AbsoluteUri)).Feeds.ShouldHaveSingleItem().Address.ShouldBe(phpbb.At("app.php/feed/topic/42").AbsoluteUri);
    }

    [Fact]
    public async Task Page_without_feeds_says_so_and_what_to_do()
    {
        await using var site = await SiteAsync(("/", "<html><body>Hello</body></html>"));

        var findings = await FindAsync(site.Address.AbsoluteUri);

        (findings.Feeds.Count, findings.Unreachable).ShouldBe((0, false));
        findings.Problem.ShouldBe("127.0.0.1 names no feed on this page, and none lies in the usual places. Look for “RSS” or “Feed” on the site and give that address.");
    }

    [Fact]
    public async Task Page_that_cannot_be_read_is_told_apart_from_one_without_feeds()
    {
        await using var site = await SiteAsync();

        (await FindAsync(site.Address.AbsoluteUri)).ShouldSatisfyAllConditions(f => f.Unreachable.ShouldBeTrue(), f => f.Problem.ShouldBe("There is nothing at this address (404)."));
    }

    [Fact]
    public async Task Moved_feed_is_taken_at_its_new_address()
    {
        await using var site = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/old" ? 301 : 200;
            context.Response.Headers.Location = "/new";
            return context.Response.StatusCode == 301 ? Task.CompletedTask : context.Response.WriteAsync(Rss);
        });

        (await FindAsync(site.At("old").AbsoluteUri)).Feeds.ShouldHaveSingleItem().Address.ShouldBe(site.At("new").AbsoluteUri);
    }

    [Theory]
    [InlineData("blog.example", "https://blog.example/")]
    [InlineData(" feed://blog.example/rss ", "https://blog.example/rss")]
    [InlineData("feed:https://blog.example/rss", "https://blog.example/rss")]
    [InlineData("http://blog.example/a?b=c", "http://blog.example/a?b=c")]
    [InlineData("", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("javascript://x", null)]
    [InlineData("https://", null)]
    public void Address_is_understood_as_people_type_it(string typed, string? address) => FeedDiscovery.Address(typed)?.AbsoluteUri.ShouldBe(address);

    [Fact]
    public async Task Nothing_is_asked_that_the_guard_refuses()
    {
        await using var site = await SiteAsync(("/", Rss));

        var findings = await new FeedDiscovery(FeedDoor.ClientsWith("Inbox:AllowPrivateNetworks", "false"), TimeProvider.System).FindAsync(site.Address.AbsoluteUri, default);

        findings.Problem.ShouldBe("Inbox refuses to fetch from a private address: 127.0.0.1.");
        site.Requests.ShouldBeEmpty();
    }

    private static Task<FeedFindings> FindAsync(string typed) => new FeedDiscovery(FeedDoor.Clients, TimeProvider.System).FindAsync(typed, default);

    private static Task<StubServer> SiteAsync(params (string Path, string Content)[] pages) => StubServer.StartAsync(context =>
    {
        var page = Array.Find(pages, p => p.Path == context.Request.Path);
        context.Response.StatusCode = page.Content is null ? 404 : 200;
        return page.Content is null ? Task.CompletedTask : context.Response.WriteAsync(page.Content);
    });
}
