using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Meta.Facebook;

internal static class FacebookGuide
{
    public static ChannelGuide Guide { get; } = new()
    {
        Title = "Facebook Page",
        Words = "Comments, visitors' posts, mentions and Messenger of a page, answered from here",
        AddressLabel = "Page id",
        AddressHint = "Digits only. On the page: About → Page transparency.",
        Steps =
        [
            "At developers.facebook.com, make an app of the type Business and join it to your business portfolio. Its id and secret stand under App settings → Basic.",
            "Have the business verified: Business settings → Security Center. Without it Meta gives no access to what customers write.",
            "In App Review, apply for advanced access to pages_show_list, pages_manage_metadata, pages_read_engagement, pages_read_user_content, pages_manage_engagement and pages_messaging. For answers on Messenger up to seven days later, apply for Human Agent too.",
            "In Business settings, make a system user, give it the page with full control, and generate a token for the app with these permissions. Then take the page's own token: GET /{page id}?fields=access_token. It has no end.",
            "In the app, add Webhooks for the object Page. Give the address below and the verify token that you choose here; save this channel first. Subscribe to feed, mention, ratings, messages and message_edits.",
            "Subscribe the app to the page: POST /{page id}/subscribed_apps?subscribed_fields=feed,mention,ratings,messages,message_edits with the page's token. Check says whether it is.",
            "Set the app live. One app and one address serve several pages: each is a channel of its own here, with the same app secret.",
        ],
        Fields =
        [
            .. MetaFields.App,
            new("tokenSecret", "Page access token", ChannelFieldType.Secret) { Hint = "The page's own, with the permissions named above." },
            MetaFields.HumanAgent,
            MetaFields.Graph,
        ],
    };
}
