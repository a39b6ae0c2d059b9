using Inbox.Channels.Social;
using static Inbox.Channels.Tests.Social.Payloads;

namespace Inbox.Channels.Tests.Mastodon;

public sealed class MastodonReaderTests
{
    private const string Account = """{"id":"9","acct":"ana@lamps.example","username":"ana","display_name":"Ana","url":"https://lamps.example/@ana","uri":"https://lamps.example/users/ana","followers_count":100}""";

    private static string Status(string id, string? replyTo = null, string more = "") =>
        $$"""{"id":"{{id}}","uri":"https://lamps.example/s/{{id}}","url":"https://lamps.example/@ana/{{id}}","created_at":"2026-03-01T10:20:30.400Z","edited_at":null,"content":"<p>Text {{id}}</p>","spoiler_text":"","visibility":"public","in_reply_to_id":{{(replyTo is null ? "null" : $"\"{replyTo}\"")}},"replies_count":1,"reblogs_count":20,"favourites_count":3,"account":{{Account}},"reblog":null{{more}}}""";

    [Fact]
    public async Task Status_is_read_with_all_it_says()
    {
        var post = await PostAsync("mastodon", Status("1", more: ""","media_attachments":[{"id":"7","type":"image","url":"https://lamps.example/a.png","description":"A lamp","meta":{"original":{"width":3}}}]"""));

        post.ExternalId.ShouldBe("1");
        post.ConversationId.ShouldBe("https://lamps.example/s/1");
        post.Kind.ShouldBe(SocialKind.Post);
        post.Author.ShouldBe(new SocialAuthor("ana@lamps.example", "Ana", 100, "https://lamps.example/users/ana", "https://lamps.example/@ana"));
        post.Text.ShouldBe("Text 1");
        post.Html.ShouldBe("<p>Text 1</p>");
        post.PostedAt.ShouldBe(new DateTimeOffset(2026, 3, 1, 10, 20, 30, 400, TimeSpan.Zero));
        post.Url.ShouldBe("https://lamps.example/@ana/1");
        post.Reach.ShouldBe(124);
        post.Attachments.ShouldHaveSingleItem().ShouldBe(new SocialAttachment("https://lamps.example/a.png", "image", "A lamp", Id: "7"));
    }

    [Fact]
    public async Task Html_becomes_the_text_that_is_meant()
    {
        var post = await PostAsync("mastodon", """
            {"id":1,"account":{"acct":"bo"},"visibility":"direct","spoiler_text":"Long & loud","content":"<p><span class=\"h-card\"><a href=\"https://a.example/users/help\" class=\"u-url mention\">@<span>help</span></a></span> see <a href=\"https://shop.example/a/very/long\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">shop.example/a/ve</span><span class=\"invisible\">ry/long</span></a><br>and <a href=\"https://b.example/x\">this</a> <a href=\"https://a.example/tags/lamp\" rel=\"tag\" class=\"hashtag\">#<span>lamp</span></a></p><script>x()</script><p onclick=\"x()\">End</p>"}
            """);

        post.Text.ShouldBe("Long & loud\n\n@help see https://shop.example/a/very/long\nand this <https://b.example/x> #lamp\n\nEnd");
        post.Html!.ShouldNotContain("script");
        post.Html!.ShouldNotContain("onclick");
        post.ExternalId.ShouldBe("1");
        post.Kind.ShouldBe(SocialKind.Direct);
        post.Visibility.ShouldBe(SocialVisibility.Direct);
    }

    [Theory]
    [InlineData("unlisted", SocialVisibility.Unlisted)]
    [InlineData("private", SocialVisibility.Private)]
    [InlineData("mutuals_only", SocialVisibility.Private)]
    public async Task Visibility_is_never_taken_for_wider(string word, SocialVisibility visibility) =>
        (await PostAsync("mastodon", $$"""{"id":"1","content":"x","visibility":"{{word}}"}""")).Visibility.ShouldBe(visibility);

    [Fact]
    public async Task Context_names_its_conversation_by_the_root()
    {
        var posts = await PostsAsync("mastodon", $$"""{"ancestors":[{{Status("1")}},{{Status("2", "1")}}],"descendants":[{{Status("3", "2")}},{{Status("5", "4")}}]}""");

        posts.Select(p => (p.ExternalId, p.ReplyTo, p.ConversationId)).ShouldBe([
            ("1", null, "https://lamps.example/s/1"), ("2", "1", "https://lamps.example/s/1"), ("3", "2", "https://lamps.example/s/1"), ("5", "4", "4")]);
    }

    [Fact]
    public async Task Answers_in_a_circle_end() =>
        (await PostsAsync("mastodon", $"[{Status("1", "2")},{Status("2", "1")}]")).Count.ShouldBe(2);

    [Fact]
    public async Task Boost_is_the_boosted_post_and_a_quote_comes_along()
    {
        (await PostAsync("mastodon", Status("8").Replace("\"reblog\":null", "\"reblog\":" + Status("1"), StringComparison.Ordinal))).ExternalId.ShouldBe("1");

        var quoting = await PostsAsync("mastodon", Status("8", more: $$""","quote":{"state":"accepted","quoted_status":{{Status("1")}}}"""));
        quoting.Select(p => (p.ExternalId, p.Context)).ShouldBe([("8", false), ("1", true)]);
    }

    [Fact]
    public async Task Notifications_conversations_searches_and_groups_hold_statuses_once()
    {
        (await PostAsync("mastodon", $$"""[{"id":"3","type":"mention","account":{{Account}},"status":{{Status("1")}}},{"id":"4","type":"follow","account":{{Account}}}]""")).Reason.ShouldBe("mention");
        (await PostAsync("mastodon", $$"""[{"id":"3","unread":true,"accounts":[{{Account}}],"last_status":{{Status("1")}}}]""")).ExternalId.ShouldBe("1");
        (await PostAsync("mastodon", $$"""{"accounts":[{{Account}}],"statuses":[{{Status("1")}}],"hashtags":[]}""")).ExternalId.ShouldBe("1");
        (await PostAsync("mastodon", $$"""{"accounts":[{{Account}}],"statuses":[{{Status("1")}},{{Status("1")}}],"notification_groups":[{"type":"favourite","status_id":"1"}]}""")).ExternalId.ShouldBe("1");
    }

    [Fact]
    public async Task Stream_tells_what_is_new_changed_and_gone()
    {
        var text = $$"""
            :)
            event: update
            data: {{Status("1")}}

            event: status.update
            data: {{Status("1")}}

            event: delete
            data: 1

            event: notification
            data: {"id":"3","type":"mention","status":{{Status("2")}}}

            :thump
            """;
        (await PostsAsync("mastodon", text)).Select(p => (p.ExternalId, p.Kind)).ShouldBe([("1", SocialKind.Post), ("1", SocialKind.Edited), ("1", SocialKind.Deleted), ("2", SocialKind.Post)]);

        var frame = System.Text.Json.JsonSerializer.Serialize(new { stream = new[] { "user" }, @event = "status.update", payload = Status("1") });
        (await PostAsync("mastodon", frame)).Kind.ShouldBe(SocialKind.Edited);
        (await PostsAsync("mastodon", frame + "\n" + """{"event":"delete","payload":"7"}"""))[1].ExternalId.ShouldBe("7");
    }

    [Theory]
    [InlineData("""{"error":"Record not found"}""", "Record not found")]
    [InlineData("""{"id":"1","username":"ana","acct":"ana","note":"<p>x</p>"}""", null)]
    [InlineData("""{"id":"1","content":"<p>Down tonight</p>","starts_at":null,"published_at":"2026-01-01"}""", null)]
    [InlineData("""[{"content":"<p>x</p>","spoiler_text":"","account":{"id":"1"},"created_at":"2026-01-01"}]""", null)]
    [InlineData("""{"count":3}""", null)]
    [InlineData("[]", null)]
    public async Task File_without_a_status_is_read_and_empty(string json, string? error) =>
        (await ReadAsync("mastodon", json)).ShouldSatisfyAllConditions(r => r.Ok.ShouldBeTrue(), r => r.Posts.ShouldBeEmpty(), r => r.Error.ShouldBe(error));
}
