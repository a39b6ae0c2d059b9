using Inbox.Channels.Social;
using static Inbox.Channels.Tests.Social.Payloads;

namespace Inbox.Channels.Tests.Bluesky;

public sealed class BlueskyReaderTests
{
    private const string Author = """{"did":"did:plc:ana","handle":"ana.example","displayName":"Ana","followersCount":50}""";

    private static string View(string key, string text = "Hello", string record = "", string more = "") =>
        $$"""{"uri":"at://did:plc:ana/app.bsky.feed.post/{{key}}","cid":"c{{key}}","author":{{Author}},"record":{"$type":"app.bsky.feed.post","text":"{{text}}","createdAt":"2026-03-01T10:20:30Z"{{record}}},"likeCount":3,"replyCount":1,"repostCount":2,"quoteCount":1,"indexedAt":"2026-03-01T10:20:31Z"{{more}}}""";

    private static string Uri(string key) => "at://did:plc:ana/app.bsky.feed.post/" + key;

    [Fact]
    public async Task View_is_read_with_all_it_says()
    {
        var post = await PostAsync("bluesky", View("a", record: $$$""","reply":{"root":{"uri":"{{{Uri("r")}}}"},"parent":{"uri":"{{{Uri("p")}}}"}}"""));

        post.ExternalId.ShouldBe(Uri("a"));
        (post.ConversationId, post.ReplyTo).ShouldBe((Uri("r"), Uri("p")));
        post.Author.ShouldBe(new SocialAuthor("ana.example", "Ana", 50, "did:plc:ana", "https://bsky.app/profile/did:plc:ana"));
        (post.Text, post.Html).ShouldBe(("Hello", "<p>Hello</p>"));
        post.Url.ShouldBe("https://bsky.app/profile/ana.example/post/a");
        (post.Reach, post.Visibility, post.Kind).ShouldBe((57, SocialVisibility.Public, SocialKind.Post));
    }

    [Fact]
    public async Task Whoever_has_no_verified_handle_goes_by_their_id()
    {
        var post = await PostAsync("bluesky", View("a").Replace("ana.example", "handle.invalid", StringComparison.Ordinal));

        post.Author.Handle.ShouldBe("did:plc:ana");
    }

    [Fact]
    public async Task Facets_count_bytes_and_bad_ones_are_left_out()
    {
        // 🧡 is four bytes, ü two: the link is bytes 8 to 12, the mention 13 to 17.
        var post = await PostAsync("bluesky", View("a", "🧡 ü here @bob #x", """
            ,"facets":[
            {"index":{"byteStart":13,"byteEnd":17},"features":[{"$type":"app.bsky.richtext.facet#mention","did":"did:plc:bob"}]},
            {"index":{"byteStart":8,"byteEnd":12},"features":[{"$type":"app.bsky.richtext.facet#link","uri":"https://a.example/?a=1&b=2"}]},
            {"index":{"byteStart":18,"byteEnd":20},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"x"}]},
            {"index":{"byteStart":1,"byteEnd":4},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"inside of a character"}]},
            {"index":{"byteStart":9,"byteEnd":14},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"across"}]},
            {"index":{"byteStart":18,"byteEnd":99},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"beyond"}]},
            {"index":{"byteStart":-3,"byteEnd":2},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"before"}]},
            {"index":{"byteStart":5,"byteEnd":7},"features":[{"$type":"app.bsky.richtext.facet#link","uri":"javascript:x()"}]}]
            """));

        post.Text.ShouldBe("🧡 ü here @bob #x");
        System.Text.RegularExpressions.Regex.Replace(post.Html!, " (rel|target)=\"[^\"]*\"", "", System.Text.RegularExpressions.RegexOptions.NonBacktracking | System.Text.RegularExpressions.RegexOptions.ExplicitCapture).ShouldBe(
            "<p>🧡 ü <a href=\"https://a.example/?a=1&amp;b=2\">here</a> <a href=\"https://bsky.app/profile/did:plc:bob\">@bob</a> <a href=\"https://bsky.app/hashtag/x\">#x</a></p>");
    }

    [Fact]
    public async Task Quote_and_images_come_with_their_words()
    {
        var posts = await PostsAsync("bluesky", View("a", "See", """
            ,"embed":{"$type":"app.bsky.embed.recordWithMedia","media":{"images":[{"alt":"A red lamp","image":{"mimeType":"image/png","size":123,"ref":{"$link":"bafy1"}}}]}}
            """, """
            ,"embed":{"$type":"app.bsky.embed.recordWithMedia#view","media":{"images":[{"thumb":"https://cdn.example/t","fullsize":"https://cdn.example/f","alt":"A red lamp"}]},"record":{"record":{"$type":"app.bsky.embed.record#viewRecord","uri":"at://did:plc:bob/app.bsky.feed.post/q","author":{"did":"did:plc:bob","handle":"bob.example"},"value":{"$type":"app.bsky.feed.post","text":"Quoted <b>"}}}}
            """));

        posts.Select(p => (p.Text, p.Context, p.Author.Handle)).ShouldBe([("See", false, "ana.example"), ("Quoted <b>", true, "bob.example")]);
        posts[0].Attachments.ShouldHaveSingleItem().ShouldBe(new SocialAttachment("https://cdn.example/f", "image/png", "A red lamp", 123, "bafy1"));
        posts[0].Html.ShouldBe("<p>See</p><p>[A red lamp]</p><blockquote><p>@bob.example: Quoted &lt;b&gt;</p></blockquote>");
    }

    [Fact]
    public async Task Threads_feeds_and_notifications_hold_posts()
    {
        (await PostsAsync("bluesky", $$$"""{"thread":{"$type":"app.bsky.feed.defs#threadViewPost","parent":{"post":{{{View("p")}}}},"post":{{{View("a")}}},"replies":[{"post":{{{View("b")}}},"replies":[{"post":{{{View("c")}}}}]},{"uri":"at://x","notFound":true}]}}""")).Select(p => p.ExternalId).ShouldBe([Uri("p"), Uri("a"), Uri("b"), Uri("c")]);
        (await PostsAsync("bluesky", $$$"""{"thread":[{"uri":"{{{Uri("a")}}}","depth":0,"value":{"post":{{{View("a")}}}}}]}""")).ShouldHaveSingleItem();
        (await PostsAsync("bluesky", $$$"""{"feed":[{"post":{{{View("a")}}},"reply":{"parent":{{{View("p")}}}},"reason":{"$type":"app.bsky.feed.defs#reasonRepost"}}]}""")).Select(p => (p.ExternalId, p.Context)).ShouldBe([(Uri("a"), false), (Uri("p"), true)]);
        (await PostAsync("bluesky", $$$"""{"notifications":[{{{View("a", more: ",\"reason\":\"mention\"")}}},{"uri":"at://x/app.bsky.feed.like/1","author":{{{Author}}},"reason":"like","record":{"$type":"app.bsky.feed.like","subject":{"uri":"{{{Uri("z")}}}"} } }]}""")).Reason.ShouldBe("mention");
    }

    [Fact]
    public async Task Records_and_commits_name_their_post_by_address()
    {
        (await PostAsync("bluesky", $$$"""{"uri":"{{{Uri("a")}}}","cid":"c","value":{"$type":"app.bsky.feed.post","text":"Hi","createdAt":"2026-03-01T10:20:30"}}""")).Author.Handle.ShouldBe("did:plc:ana");
        (await PostAsync("bluesky", """{"$type":"app.bsky.feed.post","text":"Hi","createdAt":"2026-03-01T10:20:30Z"}""")).ExternalId.ShouldBe("");
        var commits = await PostsAsync("bluesky", """
            {"did":"did:plc:ana","time_us":1772360430000000,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":"a","record":{"text":"Hi","createdAt":"2026-03-01T10:20:30Z"}}}
            {"did":"did:plc:ana","time_us":1772360431000000,"kind":"commit","commit":{"operation":"update","collection":"app.bsky.feed.post","rkey":"a","record":{"text":"Hi!","createdAt":"2026-03-01T10:20:30Z"}}}
            {"did":"did:plc:ana","time_us":1772360432000000,"kind":"commit","commit":{"operation":"delete","collection":"app.bsky.feed.post","rkey":"a"}}
            {"did":"did:plc:ana","time_us":1772360433000000,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.like","rkey":"b","record":{"subject":{}}}}
            {"did":"did:plc:ana","time_us":1772360434000000,"kind":"identity"}
            """);
        commits.Select(p => (p.ExternalId, p.Kind)).ShouldBe([(Uri("a"), SocialKind.Post), (Uri("a"), SocialKind.Edited), (Uri("a"), SocialKind.Deleted)]);
    }

    [Fact]
    public async Task Private_messages_are_direct()
    {
        var posts = await PostsAsync("bluesky", """{"convos":[{"id":"c1","members":[{"did":"did:plc:ana","handle":"ana.example"}],"lastMessage":{"id":"m1","rev":"1","text":"Hi","sender":{"did":"did:plc:ana"},"sentAt":"2026-03-01T10:20:30Z"}}]}""");
        posts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            p => (p.ExternalId, p.ConversationId, p.Kind, p.Visibility).ShouldBe(("m1", "c1", SocialKind.Direct, SocialVisibility.Direct)), p => p.Author.Handle.ShouldBe("ana.example"));
        (await PostAsync("bluesky", """{"logs":[{"$type":"chat.bsky.convo.defs#logDeleteMessage","convoId":"c1","message":{"$type":"chat.bsky.convo.defs#deletedMessageView","id":"m1","sender":{"did":"x"}}}]}""")).Kind.ShouldBe(SocialKind.Deleted);
    }
}
