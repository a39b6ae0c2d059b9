using System.Globalization;
using Inbox.Channels.Feeds;
using Inbox.Channels.Tests.Http;
using Inbox.Core.Channels;
using Microsoft.AspNetCore.Http;

namespace Inbox.Channels.Tests.Feeds;

public class FeedCommentsTests
{
    private static readonly DateTimeOffset Start = new(2024, 3, 6, 12, 0, 0, TimeSpan.Zero);
    private const string Follows = """{"watchWords":["acme"],"opensCase":true,"followsComments":true}""";

    private readonly FeedDoor _door = new(Start);
    private readonly List<(string Path, DateTimeOffset At)> _asked = [];
    private string _comments = "";
    private string? _cursor;

    [Fact]
    public async Task Comments_on_a_post_that_was_taken_come_as_answers_to_it()
    {
        await using var blog = await BlogAsync();
        _comments = Comment("c2", "Me too") + Comment("c1", "I love my acme");

        var messages = await PollAsync(blog, Follows);

        messages.Select(m => (m.ExternalId, m.InReplyTo, m.OpensCase)).ShouldBe([("post", null, true), ("c1", "post", true), ("c2", "post", false)]);
        messages[2].Keys.ShouldBe([new ThreadKey(ThreadKeyKind.Own, "c2"), new ThreadKey(ThreadKeyKind.Earlier, "post")]);
        messages.Select(m => m.ThreadScope).Distinct().ShouldBe(["feed:7"]);
        _asked.Select(a => a.Path).ShouldBe(["/feed", "/kettle/feed"], "the comments on other posts are nobody's business");
    }

    [Fact]
    public async Task Comments_are_not_read_unless_that_is_set()
    {
        await using var blog = await BlogAsync();

        (await PollAsync(blog, """{"watchWords":["acme"]}""")).ShouldHaveSingleItem();
        _asked.Select(a => a.Path).ShouldBe(["/feed"]);
    }

    [Fact]
    public async Task Later_comments_come_while_the_feed_itself_does_not_change()
    {
        await using var blog = await BlogAsync();
        await PollAsync(blog, Follows);
        _comments = Comment("c1", "Mine broke");
        _door.Now += TimeSpan.FromMinutes(30);

        (await PollAsync(blog, Follows)).ShouldHaveSingleItem().ExternalId.ShouldBe("c1");
        _door.Now += TimeSpan.FromMinutes(5);
        (await PollAsync(blog, Follows)).ShouldBeEmpty();
        _asked.Count(a => a.Path == "/kettle/feed").ShouldBe(2, "comments have a time of their own");
    }

    [Fact]
    public async Task Old_posts_are_followed_less_and_less_and_then_no_more()
    {
        await using var blog = await BlogAsync();
        for (var i = 0; i < 20 * 24 * 2; i++)
        {
            await PollAsync(blog, Follows);
            _door.Now += TimeSpan.FromMinutes(30);
        }

        var looks = _asked.Where(a => a.Path == "/kettle/feed").Select(a => a.At - Start).ToList();
        looks.Count(l => l < TimeSpan.FromDays(1)).ShouldBeGreaterThan(10);
        looks.Count(l => l > TimeSpan.FromDays(7)).ShouldBeLessThan(20);
        looks[^1].ShouldBeLessThan(TimeSpan.FromDays(16));
    }

    [Fact]
    public async Task Comments_that_cannot_be_read_are_no_trouble_of_the_feed()
    {
        await using var blog = await BlogAsync();
        _comments = "broken";
        for (var i = 0; i < 10; i++)
        {
            await PollAsync(blog, Follows);
            _door.Now += TimeSpan.FromHours(3);
        }

        _asked.Count(a => a.Path == "/kettle/feed").ShouldBe(5, "then they are given up");
    }

    [Fact]
    public void Atom_names_the_comments_and_what_a_comment_answers()
    {
        const string Document = """
            <feed xmlns="http://www.w3.org/2005/Atom" xmlns:t="http://purl.org/syndication/thread/1.0"><title>Notes</title>
            <entry><id>a</id><link rel="replies" type="application/atom+xml" href="/a/comments"/></entry>
            <entry><id>b</id><t:in-reply-to ref="a" href="https://blog.example/a"/></entry></feed>
            """;

        var feed = FeedReader.Read(System.Text.Encoding.UTF8.GetBytes(Document), null, new Uri("https://blog.example/feed")).ShouldBeOfType<FeedReadResult.Read>().Feed;

        feed.Entries[0].CommentsFeed.ShouldBe("https://blog.example/a/comments");
        feed.Entries[1].InReplyTo.ShouldBe("a");
    }

    private Task<StubServer> BlogAsync() => StubServer.StartAsync(context =>
    {
        _asked.Add((context.Request.Path!, _door.Now));
        if (context.Request.Path == "/feed")
        {
            context.Response.Headers.ETag = "\"1\"";
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"1\"" ? 304 : 200;
            return context.Response.StatusCode == 304 ? Task.CompletedTask : context.Response.WriteAsync(
                $"<rss xmlns:wfw='http://wellformedweb.org/CommentAPI/'><channel>{Post("post", "My acme kettle", "/kettle/feed")}{Post("other", "Weather", "/weather/feed")}</channel></rss>");
        }

        context.Response.StatusCode = _comments == "broken" ? 500 : 200;
        return context.Response.WriteAsync($"<rss><channel>{_comments}</channel></rss>");
    });

    private async Task<IReadOnlyList<IncomingMessage>> PollAsync(StubServer blog, string settings)
    {
        var info = FeedDoor.Info(blog.At("feed"), settings);
        var poll = await _door.Channel.PollAsync(info, _cursor, default);
        poll.Problem.ShouldBeNull();
        _cursor = poll.Cursor;
        return [.. poll.Items.Select(i => _door.Parse(i, info))];
    }

    private static string Post(string id, string title, string comments) =>
        $"<item><guid>{id}</guid><title>{title}</title><pubDate>{Start.AddHours(-1).ToString("r", CultureInfo.InvariantCulture)}</pubDate><wfw:commentRss>{comments}</wfw:commentRss></item>";

    private static string Comment(string id, string text) =>
        $"<item><guid>{id}</guid><description>{text}</description><pubDate>{Start.ToString("r", CultureInfo.InvariantCulture)}</pubDate></item>";
}
