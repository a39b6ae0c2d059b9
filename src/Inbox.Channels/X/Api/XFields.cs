namespace Inbox.Channels.X.Api;

/// <summary>What is asked for with every post: its author, media and what it answers come along.</summary>
internal static class XFields
{
    public const string Search = "/2/tweets/search/recent";

    public static readonly (string Name, string? Value)[] Posts =
    [
        ("tweet.fields", "created_at,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,public_metrics,lang,entities,attachments,edit_history_tweet_ids,note_tweet"),
        ("expansions", "author_id,attachments.media_keys,referenced_tweets.id,referenced_tweets.id.author_id"),
        ("user.fields", Users),
        ("media.fields", "type,url,preview_image_url,alt_text,variants"),
    ];

    public static readonly (string Name, string? Value)[] Messages =
    [
        ("event_types", "MessageCreate"),
        ("dm_event.fields", "id,text,event_type,dm_conversation_id,created_at,sender_id,attachments,entities"),
        ("expansions", "sender_id,attachments.media_keys"),
        ("user.fields", Users),
        ("media.fields", "type,url,preview_image_url,alt_text,variants"),
    ];

    private const string Users = "username,name,protected,public_metrics";
}
