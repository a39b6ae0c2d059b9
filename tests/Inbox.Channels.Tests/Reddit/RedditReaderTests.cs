using Inbox.Channels.Social;
using static Inbox.Channels.Tests.Social.Payloads;

namespace Inbox.Channels.Tests.Reddit;

public sealed class RedditReaderTests
{
    private const string Listing = """{"kind":"Listing","data":{"children":[CHILD],"after":null}}""";

    private static string Listed(string child) => Listing.Replace("CHILD", child, StringComparison.Ordinal);

    [Fact]
    public async Task Post_with_its_nested_comments()
    {
        var inner = Listed("""{"kind":"t1","data":{"id":"c2","name":"t1_c2","author":"bo","body":"Mine too","link_id":"t3_p","parent_id":"t1_c1","created_utc":1772360431.0,"replies":""}}""");
        var post = Listed("""{"kind":"t3","data":{"id":"p","name":"t3_p","author":"ana","title":"Lamp &amp; fire","selftext":"It burnt","selftext_html":"&lt;div class=\"md\"&gt;&lt;p&gt;It burnt&lt;/p&gt;&lt;/div&gt;","is_self":true,"permalink":"/r/lamps/comments/p/","created_utc":1772360429.0,"score":7,"num_comments":2,"edited":false}}""");
        var comments = Listed("""{"kind":"t1","data":{"id":"c1","name":"t1_c1","author":"bo","body":"Really?","link_id":"t3_p","parent_id":"t3_p","created_utc":1772360430.0,"edited":1772360440.0,"replies":INNER}},{"kind":"more","data":{"id":"x","name":"t1_x","children":["y"]}}""".Replace("INNER", inner, StringComparison.Ordinal));

        var posts = await PostsAsync("reddit", $"[{post},{comments}]");

        posts.Select(p => (p.ExternalId, p.Kind, p.ConversationId, p.ReplyTo, p.Text)).ShouldBe([
            ("t3_p", SocialKind.Post, "t3_p", null, "Lamp & fire\n\nIt burnt"), ("t1_c1", SocialKind.Comment, "t3_p", "t3_p", "Really?"), ("t1_c2", SocialKind.Comment, "t3_p", "t1_c1", "Mine too")]);
        (posts[0].Url, posts[0].Reach, posts[0].Html, posts[0].Title).ShouldBe(("https://www.reddit.com/r/lamps/comments/p/", 9, "<div><p>It burnt</p></div>", "Lamp & fire"));
        (posts[1].PostedAt, posts[1].EditedAt).ShouldBe((DateTimeOffset.FromUnixTimeSeconds(1772360430), DateTimeOffset.FromUnixTimeSeconds(1772360440)));
    }

    [Fact]
    public async Task Answer_to_a_comment_of_ours_and_its_refusal()
    {
        (await PostAsync("reddit", """{"json":{"errors":[],"data":{"things":[{"kind":"t1","data":{"id":"c","name":"t1_c","body":"Sorry","author":"lamps","link_id":"t3_p"}}]}}}""")).ExternalId.ShouldBe("t1_c");
        (await ReadAsync("reddit", """{"json":{"errors":[["RATELIMIT","Take a break","ratelimit"]]}}""")).Error.ShouldBe("RATELIMIT: Take a break");
    }

    [Fact]
    public async Task Private_messages_deleted_comments_and_links()
    {
        var message = await PostAsync("reddit", Listed("""{"kind":"t4","data":{"id":"m","name":"t4_m","author":"ana","dest":"lamps","subject":"Lamp","body":"Help","first_message_name":null}}"""));
        (message.Kind, message.Visibility, message.Text).ShouldBe((SocialKind.Direct, SocialVisibility.Direct, "Lamp\n\nHelp"));
        (await PostAsync("reddit", """{"kind":"t1","data":{"id":"c","name":"t1_c","author":"[deleted]","body":"[removed]","link_id":"t3_p"}}""")).Kind.ShouldBe(SocialKind.Deleted);
        (await PostAsync("reddit", """{"kind":"t3","data":{"id":"p","name":"t3_p","author":"ana","title":"See","selftext":"","is_self":false,"url":"https://i.example/1.png","post_hint":"image"}}""")).Attachments.ShouldHaveSingleItem().ShouldBe(new SocialAttachment("https://i.example/1.png", "image"));
        (await PostsAsync("reddit", """{"kind":"t5","data":{"id":"s","name":"t5_s","title":"Lamps"}}""")).ShouldBeEmpty();
    }
}
