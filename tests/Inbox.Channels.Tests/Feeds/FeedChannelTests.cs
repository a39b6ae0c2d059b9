using System.Text;
using Inbox.Channels.Feeds;
using Inbox.Channels.Tests.Http;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Microsoft.AspNetCore.Http;

namespace Inbox.Channels.Tests.Feeds;

public class FeedChannelTests
{
    private static readonly DateTimeOffset Now = new(2024, 3, 6, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Poll_takes_the_posts_that_match_oldest_first_and_knows_them_again()
    {
        await using var server = await Serving(Rss(
            "<item><guid>3</guid><title>Acme again</title><pubDate>Wed, 6 Mar 2024 08:00 GMT</pubDate></item>",
            "<item><guid>2</guid><title>Weather</title><pubDate>Tue, 5 Mar 2024 09:00 GMT</pubDate></item>",
            "<item><guid>1</guid><title>My Acme kettle</title><pubDate>Tue, 5 Mar 2024 08:00 GMT</pubDate></item>"));
        var info = Info(server.At("feed"), """{"watchWords": ["ACME"]}""");
        var channel = Channel();

        var poll = await channel.PollAsync(info, null, CancellationToken.None);

        poll.Problem.ShouldBeNull();
        poll.Items.Select(i => i.Identity.ExternalId).ShouldBe(["1", "3"]);
        foreach (var item in poll.Items)
        {
            var identity = await channel.IdentifyAsync(new MemoryStream(item.Content), CancellationToken.None);
            identity.ExternalId.ShouldBe(item.Identity.ExternalId);
            identity.Version.ShouldBe(item.Identity.Version);
            identity.Version.Length.ShouldBe(32);
            Parse(channel, item, info).MatchedWord.ShouldBe("ACME");
        }
    }

    [Fact]
    public async Task Edited_post_keeps_its_id_and_gets_a_new_version()
    {
        var text = "leaks";
        await using var server = await StubServer.StartAsync(c => c.Response.WriteAsync(Rss($"<item><guid>1</guid><description>{text}</description></item>")));
        var channel = Channel();

        var first = (await channel.PollAsync(Info(server.Address), null, CancellationToken.None)).Items.ShouldHaveSingleItem().Identity;
        text = "leaks badly";
        var second = (await channel.PollAsync(Info(server.Address), null, CancellationToken.None)).Items.ShouldHaveSingleItem().Identity;

        second.ExternalId.ShouldBe(first.ExternalId);
        second.Version.ShouldNotBe(first.Version);
    }

    [Fact]
    public async Task Post_is_a_public_mention_by_its_author()
    {
        await using var server = await Serving(FeedSamples.Atom.Replace("1 &lt; 2</title>", "My kettle</title>", StringComparison.Ordinal));
        var info = Info(server.Address, """{"opensCase": true, "audience": 1200}""");
        var channel = Channel();
        var item = (await channel.PollAsync(info, null, CancellationToken.None)).Items.First(i => i.Identity.ExternalId.EndsWith("Kettle", StringComparison.Ordinal));

        var message = Parse(channel, item, info);

        message.From.ShouldBe(new Party("Ana Ruiz", "https://blog.example/about"));
        message.HandleKind.ShouldBe(HandleKinds.Blog);
        message.Subject.ShouldBe("My kettle");
        message.Text.ShouldBe("It leaks & more");
        message.Html.ShouldNotBeNull().ShouldContain("<b>leaks</b>");
        message.Visibility.ShouldBe(Visibility.Public);
        (message.OpensCase, message.Reach, message.Url).ShouldBe((true, 1200, "https://blog.example/posts/kettle"));
        message.PostedAt.ShouldBe(new DateTimeOffset(2024, 3, 5, 7, 0, 0, TimeSpan.Zero));
        message.ThreadScope.ShouldBe("feed:7");
        message.Keys.ShouldBe([new ThreadKey(ThreadKeyKind.Own, "tag:blog.example,2024:Kettle")]);
    }

    [Theory]
    [InlineData("<dc:creator>Ana Ruiz</dc:creator>", "Ana Ruiz", "https://blog.example/#Ana%20Ruiz")]
    [InlineData("", "Kitchen Notes", "https://blog.example/")]
    public async Task Author_without_a_page_is_told_apart_by_name(string author, string name, string address)
    {
        await using var server = await Serving(Rss($"<item><guid>1</guid>{author}<description>Only words</description></item>"));
        var channel = Channel();
        var item = (await channel.PollAsync(Info(server.Address), null, CancellationToken.None)).Items.ShouldHaveSingleItem();

        var message = Parse(channel, item, Info(server.Address));

        message.From.ShouldBe(new Party(name, address));
        (message.Subject, message.OpensCase).ShouldBe(("Only words", false));
    }

    [Fact]
    public async Task Hostile_markup_does_not_reach_the_message()
    {
        await using var server = await Serving(Rss("<item><guid>1</guid><description><![CDATA[<p onclick='x()'>Hi<script>alert(1)</script></p>]]></description></item>"));
        var channel = Channel();
        var item = (await channel.PollAsync(Info(server.Address), null, CancellationToken.None)).Items.ShouldHaveSingleItem();

        var message = Parse(channel, item, Info(server.Address));

        message.Html.ShouldNotBeNull().ShouldNotContain("onclick");
        message.Html.ShouldNotContain("alert");
        message.Text.ShouldBe("Hi");
    }

    [Fact]
    public async Task Posts_from_long_before_the_first_poll_are_history_then_and_later()
    {
        await using var server = await Serving(Rss("<item><guid>old</guid><pubDate>1 Jan 2024</pubDate></item><item><guid>new</guid><pubDate>5 Mar 2024</pubDate></item>"));
        var channel = Channel();

        var first = await channel.PollAsync(Info(server.Address), null, CancellationToken.None);
        var later = await Channel(Now.AddDays(30)).PollAsync(Info(server.Address), first.Cursor, CancellationToken.None);

        first.Items.Select(i => i.Identity.ExternalId).ShouldBe(["new"]);
        later.Items.Select(i => i.Identity.ExternalId).ShouldBe(["new"]);
    }

    [Fact]
    public async Task Second_poll_asks_conditionally_at_the_address_the_feed_moved_to()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            (context.Response.StatusCode, var body) = (context.Request.Path.Value, context.Request.Headers.IfNoneMatch.ToString()) switch
            {
                ("/old", _) => (301, ""),
                (_, "\"v1\"") => (304, ""),
                _ => (200, "<rss><channel><ttl>60</ttl></channel></rss>"),
            };
            context.Response.Headers.Location = "/new";
            return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body);
        });
        var channel = Channel();
        var info = Info(server.At("old"));

        var first = await channel.PollAsync(info, null, CancellationToken.None);
        var second = await channel.PollAsync(info, first.Cursor, CancellationToken.None);

        second.ShouldBe(new PollResult(second.Items, first.Cursor, TimeSpan.FromHours(1)));
        second.Items.ShouldBeEmpty();
        server.Requests.Select(r => r.Path).ShouldBe(["/old", "/new", "/new"]);
    }

    [Fact]
    public async Task Address_changed_by_an_administrator_starts_anew()
    {
        await using var server = await Serving(Rss("<item><guid>1</guid></item>"));
        var channel = Channel();
        var first = await channel.PollAsync(Info(server.At("a")), null, CancellationToken.None);

        await channel.PollAsync(Info(server.At("b")), first.Cursor, CancellationToken.None);

        server.Requests.Select(r => r.Path).ShouldBe(["/a", "/b"]);
    }

    [Fact]
    public async Task Failures_in_a_row_wait_longer_and_success_forgets_them()
    {
        var broken = true;
        await using var server = await StubServer.StartAsync(c => c.Response.WriteAsync(broken ? "oops" : Rss("")));
        var channel = Channel();

        var first = await channel.PollAsync(Info(server.Address), null, CancellationToken.None);
        var second = await channel.PollAsync(Info(server.Address), first.Cursor, CancellationToken.None);
        broken = false;
        var third = await channel.PollAsync(Info(server.Address), second.Cursor, CancellationToken.None);

        first.Problem.ShouldBe("The document is neither XML nor JSON, so it is no feed.");
        first.NextIn.ShouldBeInRange(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(18));
        second.NextIn.ShouldBeInRange(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(36));
        (third.Problem, third.NextIn).ShouldBe((null, TimeSpan.FromMinutes(15)));
    }

    [Fact]
    public async Task Gone_feed_is_disabled_and_busy_server_left_alone()
    {
        await using var gone = await StubServer.StartAsync(c =>
        {
            c.Response.StatusCode = 410;
            return Task.CompletedTask;
        });
        await using var busy = await StubServer.StartAsync(c =>
        {
            c.Response.Headers.RetryAfter = "7200";
            c.Response.StatusCode = 503;
            return Task.CompletedTask;
        });

        (await Channel().PollAsync(Info(gone.Address), null, CancellationToken.None)).Disable.ShouldBeTrue();
        var wait = await Channel().PollAsync(Info(busy.Address), null, CancellationToken.None);

        wait.Disable.ShouldBeFalse();
        wait.NextIn.ShouldBeInRange(TimeSpan.FromHours(2), TimeSpan.FromHours(2.5));
    }

    [Fact]
    public async Task Address_that_is_none_is_a_problem_and_no_exception()
    {
        var poll = await Channel().PollAsync(Info(new Uri("nowhere", UriKind.Relative)), "no cursor", CancellationToken.None);
        poll.Problem.ShouldBe("The address of the feed is no web address (https://…).");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"feedTitle\":\"\",\"feedLink\":\"\",\"entry\":null}")]
    [InlineData("{\"feedTitle\":\"\\ud800\"}")]
    [InlineData("{\"entry\":{\"id\":\"1\",\"title\":\"t\",\"text\":\"t\",\"contentHash\":\"h\"}}")]
    [InlineData("\u0001garbage")]
    public async Task Garbage_is_identified_and_unreadable(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var channel = Channel();

        (await channel.IdentifyAsync(new MemoryStream(bytes), CancellationToken.None)).Version.Length.ShouldBe(32);
        Should.Throw<UnreadableMessageException>(() => channel.Parse(new RawMessage(1, bytes, "application/json", Now, Import: false), Info(FeedSamples.Address)));
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{\"watchWords\":[\"a\"],\"opensCase\":true,\"pollMinutes\":5,\"audience\":0}", null)]
    [InlineData("{\"pollMinutes\":1}", "pollMinutes")]
    [InlineData("{\"audience\":-1}", "audience")]
    [InlineData("{\"watchWords\":null}", "")]
    [InlineData("nonsense", "")]
    public void Settings_are_checked_by_field(string settings, string? field) =>
        Channel().CheckSettings(settings).Keys.ShouldBe(field is null ? [] : [field]);

    private static Task<StubServer> Serving(string document) => StubServer.StartAsync(context => context.Response.WriteAsync(document));

    private static string Rss(params string[] items) =>
        $"<rss><channel><title>Kitchen Notes</title><link>https://blog.example/</link>{string.Concat(items)}</channel></rss>";

    private static FeedChannel Channel(DateTimeOffset? now = null) => new FeedDoor(now ?? Now).Channel;

    private static ChannelInfo Info(Uri address, string settings = "{}") => FeedDoor.Info(address, settings);

    private static IncomingMessage Parse(FeedChannel channel, RawItem item, ChannelInfo info) =>
        channel.Parse(new RawMessage(1, item.Content, item.ContentType, Now, Import: false), info);
}
