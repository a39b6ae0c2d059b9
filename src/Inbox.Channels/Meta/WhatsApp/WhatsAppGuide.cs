using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Meta.WhatsApp;

internal static class WhatsAppGuide
{
    public static ChannelGuide Guide { get; } = new()
    {
        Title = "WhatsApp",
        Words = "Messages to a number on the WhatsApp Cloud API, answered from here",
        AddressLabel = "Phone number",
        AddressHint = "As customers know it, with its country: +44 20 7946 0000.",
        Steps =
        [
            "At developers.facebook.com, make an app of the type Business, join it to your business portfolio and add WhatsApp. Its id and secret stand under App settings → Basic. Have the business verified.",
            "In WhatsApp Manager, add the number and confirm it by the code that is sent to it. A number that is in use in the app on a phone has to leave it first.",
            "In Business settings, make a system user, give it the app and the WhatsApp account, and generate a token without end with whatsapp_business_messaging and whatsapp_business_management. For accounts of others, apply for advanced access to both in App Review.",
            "In the app, under WhatsApp → Configuration, give the address below and the verify token that you choose here; save this channel first. Subscribe to messages.",
            "Subscribe the app to the account: POST /{account id}/subscribed_apps. Check says whether it is.",
            "For answers after 24 hours, have a template approved in WhatsApp Manager whose body holds one variable for the whole answer, such as “About your question: {{1}} Reply to this message to go on.”",
        ],
        Fields =
        [
            new("phoneNumberId", "Phone number id", ChannelFieldType.Text) { Hint = "Digits, and not the number: WhatsApp Manager shows it beside the number." },
            new("businessAccountId", "WhatsApp Business account id", ChannelFieldType.Text) { Hint = "With it, Check looks at the subscription and the template." },
            .. MetaFields.App,
            new("tokenSecret", "Access token", ChannelFieldType.Secret) { Hint = "Of the system user. The one that the app's page shows ends after a day." },
            new("templateName", "Template for answers after 24 hours", ChannelFieldType.Text) { Hint = "Left blank, a message can be answered for 24 hours only." },
            new("templateLanguage", "Its language", ChannelFieldType.Text) { Hint = "As WhatsApp Manager shows it: en, pt_BR." },
            MetaFields.Graph,
        ],
    };
}
