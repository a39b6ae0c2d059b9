using Inbox.Core.Webhooks;

namespace Inbox.Web.Pages.Settings.Webhooks;

/// <summary>Formats as a person calls them.</summary>
internal static class FormatWords
{
    public static string Title(WebhookFormat format) => format switch
    {
        WebhookFormat.Slack => "Slack",
        WebhookFormat.Teams => "Microsoft Teams",
        _ => "Inbox JSON, signed",
    };
}
