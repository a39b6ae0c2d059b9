using Inbox.Channels.Api;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Meta.Instagram;

internal static class InstagramGuide
{
    public static ChannelGuide Guide { get; } = new()
    {
        Title = "Instagram",
        Words = "Comments, mentions and private messages of a professional account, answered from here",
        AddressLabel = "Account id",
        AddressHint = "Digits only: the professional account's id, as the app's dashboard shows it. It is not the user name.",
        Steps =
        [
            "Make the account a professional one (Instagram → Settings → Account type) and join it to a Facebook page. In Instagram's settings under Messages, allow access to messages for connected tools.",
            "At developers.facebook.com, make an app of the type Business and join it to your business portfolio. Its id and secret stand under App settings → Basic. Have the business verified.",
            "In App Review, apply for advanced access to instagram_basic, instagram_manage_comments, instagram_manage_messages, pages_show_list and pages_manage_metadata; with the login of Instagram to instagram_business_basic, instagram_business_manage_comments and instagram_business_manage_messages. For private answers up to seven days later, apply for Human Agent too.",
            "In the app, add Webhooks for the object Instagram. Give the address below and the verify token that you choose here; save this channel first. Subscribe to comments, mentions, messages and message_edit.",
            "Subscribe the app: POST /{page id}/subscribed_apps?subscribed_fields=feed with the page's token; with the login of Instagram POST /{account id}/subscribed_apps?subscribed_fields=comments,messages.",
            "Set the app live: until then Meta tells of what the app's own people do, and of nobody else. Comments of private accounts are not told.",
        ],
        Fields =
        [
            new("login", "The access token was made by", ChannelFieldType.Choice)
            {
                Default = "facebook",
                Options = [("facebook", "the login of Facebook (a page's token)"), (MetaSettings.LoginInstagram, "the login of Instagram")],
            },
            new("pageId", "Page id", ChannelFieldType.Text) { Hint = "Of the page that the account is joined to. Not needed with the login of Instagram." },
            .. MetaFields.App,
            new("tokenSecret", "Access token", ChannelFieldType.Secret) { Hint = "The joined page's own token, which has no end; or of the login of Instagram, made for 60 days: Inbox renews it every week." },
            MetaFields.HumanAgent,
            MetaFields.Graph,
        ],
        KeptSecrets = [ApiServices.SessionField],
    };
}
