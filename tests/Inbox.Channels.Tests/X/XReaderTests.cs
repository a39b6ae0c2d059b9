using Inbox.Channels.Social;
using static Inbox.Channels.Tests.Social.Payloads;

namespace Inbox.Channels.Tests.X;

public sealed class XReaderTests
{
    private const string Users = """{"users":[{"id":"5","username":"ana","name":"Ana","public_metrics":{"followers_count":50}}],"media":[{"media_key":"3_1","type":"photo","url":"https://pbs.example/1.jpg","alt_text":"A lamp"}],"tweets":[{"id":"1","text":"Buy lamps"}]}""";

    [Fact]
    public async Task Answer_with_includes_is_put_together()
    {
        var posts = await PostsAsync("x", """{"data":[{"id":"2","text":"@lamps mine broke &amp; burnt https://t.co/abc","author_id":"5","conversation_id":"1","created_at":"2026-03-01T10:20:30.000Z","referenced_tweets":[{"type":"replied_to","id":"1"}],"attachments":{"media_keys":["3_1"]},"entities":{"urls":[{"url":"https://t.co/abc","expanded_url":"https://a.example/x?a=1&b=2"}]},"public_metrics":{"retweet_count":1,"reply_count":2,"like_count":3,"quote_count":4}}],"includes":INCLUDES,"meta":{}}""".Replace("INCLUDES", Users, StringComparison.Ordinal));

        posts.Select(p => (p.ExternalId, p.Context)).ShouldBe([("2", false), ("1", true)]);
        var post = posts[0];
        (post.ConversationId, post.ReplyTo, post.Kind, post.Reach, post.Url).ShouldBe(("1", "1", SocialKind.Post, 60, "https://x.com/ana/status/2"));
        post.Author.ShouldBe(new SocialAuthor("ana", "Ana", 50, "5", "https://x.com/ana"));
        post.Text.ShouldBe("@lamps mine broke & burnt https://a.example/x?a=1&b=2");
        post.Html!.ShouldContain("href=\"https://a.example/x?a=1&amp;b=2\"");
        post.Attachments.ShouldHaveSingleItem().ShouldBe(new SocialAttachment("https://pbs.example/1.jpg", "photo", "A lamp", Id: "3_1"));
    }

    [Fact]
    public async Task Long_edited_and_retweeted_posts()
    {
        (await PostAsync("x", """{"data":{"id":"2","text":"Short…","note_tweet":{"text":"The whole text"}}}""")).Text.ShouldBe("The whole text");
        (await PostsAsync("x", """{"data":[{"id":"3","text":"b","edit_history_tweet_ids":["2","3"]},{"id":"4","text":"c","edit_history_tweet_ids":["4"]}]}""")).Select(p => p.Kind).ShouldBe([SocialKind.Edited, SocialKind.Post]);
        (await PostsAsync("x", """{"data":[{"id":"3","text":"RT @ana: b","referenced_tweets":[{"type":"retweeted","id":"2"}]}],"includes":{"tweets":[{"id":"2","text":"b"}]}}""")).ShouldHaveSingleItem().ExternalId.ShouldBe("2");
    }

    [Fact]
    public async Task Events_of_the_Activity_API_say_why()
    {
        var post = await PostAsync("x", """{"data":{"event_uuid":"u","event_type":"post.mention.create","filter":{"user_id":"7"},"payload":{"id":"2","text":"@lamps hi","author_id":"5"},"includes":{"users":[{"id":"5","username":"ana","name":"Ana"}]}}}""");
        (post.Reason, post.Author.Handle).ShouldBe(("post.mention.create", "ana"));
        (await PostAsync("x", """{"data":{"event_type":"post.delete","payload":{"id":"2"}}}""")).Kind.ShouldBe(SocialKind.Deleted);
    }

    [Fact]
    public async Task Account_Activity_and_version_1_1_are_still_read()
    {
        var posts = await PostsAsync("x", """
            {"for_user_id":"7","tweet_create_events":[{"id":1790000000000000001,"id_str":"1790000000000000001","created_at":"Sun Mar 01 10:20:30 +0000 2026","text":"@lamps it…","truncated":true,"extended_tweet":{"full_text":"@lamps it broke"},"in_reply_to_status_id_str":"1","user":{"id_str":"5","screen_name":"ana","name":"Ana","followers_count":50}}],
            "tweet_delete_events":[{"status":{"id":"9","user_id":"5"},"timestamp_ms":"1772360430000"}],
            "direct_message_events":[{"type":"message_create","id":"11","created_timestamp":"1772360430000","message_create":{"target":{"recipient_id":"7"},"sender_id":"50","message_data":{"text":"Help"}}}],
            "users":{"50":{"id":"50","screen_name":"bo","name":"Bo"}}}
            """);

        posts.Select(p => (p.ExternalId, p.Kind)).ShouldBe([("1790000000000000001", SocialKind.Post), ("9", SocialKind.Deleted), ("11", SocialKind.Direct)]);
        (posts[0].Text, posts[0].ReplyTo, posts[0].PostedAt).ShouldBe(("@lamps it broke", "1", new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero)));
        (posts[2].ConversationId, posts[2].Author.Handle, posts[2].Visibility).ShouldBe(("7-50", "bo", SocialVisibility.Direct));

        var retweet = await PostAsync("x", """[{"id_str":"2","text":"RT @ana: b","user":{"id_str":"6","screen_name":"bo"},"retweeted_status":{"id_str":"1","text":"b","user":{"id_str":"5","screen_name":"ana"}}}]""");
        (retweet.ExternalId, retweet.Author.Handle).ShouldBe(("1", "ana"));
        (await PostAsync("x", """{"id_str":"5","screen_name":"ana","name":"Ana","status":{"id_str":"1","text":"b"}}""")).Author.Handle.ShouldBe("ana");
    }

    [Fact]
    public async Task Private_messages_of_version_2_and_answers_without_any()
    {
        (await PostAsync("x", """{"data":[{"event_type":"MessageCreate","id":"1","text":"Help","sender_id":"5","dm_conversation_id":"5-7"},{"event_type":"ParticipantsJoin","id":"2"}]}""")).ConversationId.ShouldBe("5-7");
        (await PostsAsync("x", """{"data":{"bookmarked":true}}""")).ShouldBeEmpty();
        (await ReadAsync("x", """{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}""")).Error.ShouldBe("Too Many Requests");
        (await ReadAsync("x", """{"errors":[{"title":"Not Found Error","detail":"Could not find tweet with id: [2]."}]}""")).Error.ShouldBe("Could not find tweet with id: [2].");
    }
}
