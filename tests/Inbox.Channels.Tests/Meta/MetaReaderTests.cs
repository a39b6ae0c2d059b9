using Inbox.Channels.Social;
using static Inbox.Channels.Tests.Social.Payloads;

namespace Inbox.Channels.Tests.Meta;

public sealed class MetaReaderTests
{
    private static string Feed(string value) => $$"""{"object":"page","entry":[{"id":"77","time":1772360400,"changes":[{"field":"feed","value":{{value}}}]}]}""";

    [Theory]
    [InlineData("add", SocialKind.Comment)]
    [InlineData("edited", SocialKind.Edited)]
    [InlineData("remove", SocialKind.Deleted)]
    public async Task Comment_on_a_page_by_its_verb(string verb, SocialKind kind)
    {
        var post = await PostAsync("facebook", Feed($$"""{"item":"comment","verb":"{{verb}}","comment_id":"77_1_2","post_id":"77_1","parent_id":"77_1","from":{"id":"5","name":"Ana"},"message":"Where is my lamp?","created_time":1772360430}"""));

        (post.ExternalId, post.ConversationId, post.ReplyTo, post.Kind).ShouldBe(("77_1_2", "77_1", "77_1", kind));
        post.Author.ShouldBe(new SocialAuthor("5", "Ana", Id: "5"));
        post.PostedAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1772360430));
        (post.Text, post.Own).ShouldBe(("Where is my lamp?", false));
    }

    [Fact]
    public async Task Our_own_comment_is_marked_and_what_moderators_or_likes_do_is_none()
    {
        (await PostAsync("facebook", Feed("""{"item":"comment","verb":"add","comment_id":"c","post_id":"p","from":{"id":"77"},"message":"Sorry"}"""))).Own.ShouldBeTrue();
        (await PostsAsync("facebook", Feed("""{"item":"comment","verb":"hide","comment_id":"c","post_id":"p"}"""))).ShouldBeEmpty();
        (await PostsAsync("facebook", Feed("""{"item":"reaction","verb":"add","post_id":"p","reaction_type":"love"}"""))).ShouldBeEmpty();
        (await PostAsync("facebook", """{"object":"page","entry":[{"id":"77","changes":[{"field":"ratings","value":{"item":"rating","verb":"add","reviewer_id":"5","reviewer_name":"Ana","review_text":"Never again","recommendation_type":"NEGATIVE","open_graph_story_id":"9"}}]}]}""")).Kind.ShouldBe(SocialKind.Review);
    }

    [Fact]
    public async Task Messages_of_Messenger_and_Instagram_are_direct()
    {
        var posts = await PostsAsync("instagram", """
            {"object":"instagram","entry":[{"id":"77","time":1772360430000,"messaging":[
            {"sender":{"id":"5"},"recipient":{"id":"77"},"timestamp":1772360430123,"message":{"mid":"m1","text":"Hi","attachments":[{"type":"image","payload":{"url":"https://cdn.example/1"}}],"reply_to":{"mid":"m0"}}},
            {"sender":{"id":"77"},"recipient":{"id":"5"},"timestamp":1772360431123,"message":{"mid":"m2","text":"Hello","is_echo":true}},
            {"sender":{"id":"5"},"recipient":{"id":"77"},"timestamp":1772360432123,"message_edit":{"mid":"m1","text":"Hi!","num_edit":1}},
            {"sender":{"id":"5"},"recipient":{"id":"77"},"timestamp":1772360433123,"message":{"mid":"m1","is_deleted":true}},
            {"sender":{"id":"5"},"recipient":{"id":"77"},"timestamp":1772360434123,"read":{"mid":"m2"}}]}]}
            """);

        posts.Select(p => (p.ExternalId, p.Kind, p.ConversationId, p.Own)).ShouldBe([
            ("m1", SocialKind.Direct, "5", false), ("m2", SocialKind.Direct, "5", true), ("m1", SocialKind.Edited, "5", false), ("m1", SocialKind.Deleted, "5", false)]);
        posts[0].Attachments.ShouldHaveSingleItem().Url.ShouldBe("https://cdn.example/1");
        (posts[0].ReplyTo, posts[0].PostedAt).ShouldBe(("m0", DateTimeOffset.FromUnixTimeMilliseconds(1772360430123)));
    }

    [Theory]
    [InlineData("""{"object":"instagram","entry":[{"id":"77","time":1772360430,"changes":[{"field":"comments","value":VALUE}]}]}""")]
    [InlineData("""{"object":"instagram","entry":[{"id":"77","time":1772360430,"field":"comments","value":VALUE}]}""")]
    public async Task Comment_on_Instagram_in_both_flavours(string envelope)
    {
        var post = await PostAsync("instagram", envelope.Replace("VALUE", """{"id":"c1","from":{"id":"5","username":"ana"},"text":"Broken","media":{"id":"m1","media_product_type":"FEED"},"parent_id":"c0"}""", StringComparison.Ordinal));

        (post.ExternalId, post.ConversationId, post.ReplyTo, post.Kind, post.Author.Handle, post.Text).ShouldBe(("c1", "m1", "c0", SocialKind.Comment, "ana", "Broken"));
        post.PostedAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1772360430));
    }

    [Fact]
    public async Task Mention_on_Instagram_names_ids_only()
    {
        var post = await PostAsync("instagram", """{"object":"instagram","entry":[{"id":"77","changes":[{"field":"mentions","value":{"media_id":"m1","comment_id":"c1"}}]}]}""");
        (post.ExternalId, post.ConversationId, post.Reason).ShouldBe(("c1", "m1", "mentions"));
    }

    [Fact]
    public async Task Answers_of_the_Graph_API_hold_posts_comments_and_media()
    {
        var page = await PostsAsync("facebook", """
            {"data":[{"id":"77_1","message":"New lamps","created_time":"2026-03-01T10:20:30+0000","from":{"id":"77","name":"Lamps"},"permalink_url":"https://facebook.com/1","shares":{"count":2},"reactions":{"summary":{"total_count":3}},
            "comments":{"data":[{"id":"77_1_2","message":"Mine broke","from":{"id":"5","name":"Ana"},"created_time":"2026-03-01T10:21:30+0000","comments":{"data":[{"id":"77_1_3","message":"Mine too","created_time":"2026-03-01T10:22:30+0000","from":{"id":"6"}}]}}]}}],"paging":{}}
            """);
        page.Select(p => (p.ExternalId, p.Kind, p.ConversationId, p.ReplyTo)).ShouldBe([
            ("77_1", SocialKind.Post, "77_1", null), ("77_1_2", SocialKind.Comment, "77_1", "77_1"), ("77_1_3", SocialKind.Comment, "77_1", "77_1_2")]);
        (page[0].Reach, page[0].PostedAt).ShouldBe((5, new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero)));

        var media = await PostsAsync("instagram", """{"id":"m1","caption":"New","media_type":"IMAGE","media_url":"https://cdn.example/1","permalink":"https://instagram.com/p/1","username":"lamps","timestamp":"2026-03-01T10:20:30+0000","comments":{"data":[{"id":"c1","text":"Broken","username":"ana","timestamp":"2026-03-01T10:21:30+0000"}]}}""");
        media.Select(p => (p.ExternalId, p.Kind, p.Author.Handle, p.ReplyTo, p.Text)).ShouldBe([("m1", SocialKind.Post, "lamps", null, "New"), ("c1", SocialKind.Comment, "ana", "m1", "Broken")]);

        var conversation = await PostAsync("facebook", """{"data":[{"id":"t_1","messages":{"data":[{"id":"m_1","message":"Hi","from":{"id":"5","name":"Ana"},"to":{"data":[{"id":"77"}]},"created_time":"2026-03-01T10:20:30+0000"}]}}]}""");
        (conversation.Kind, conversation.ConversationId).ShouldBe((SocialKind.Direct, "t_1"));

        (await ReadAsync("facebook", """{"error":{"message":"Session has expired","type":"OAuthException","code":190}}""")).Error.ShouldBe("Session has expired");
    }
}
