using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Customers;

namespace Inbox.Channels.Meta.WhatsApp;

/// <summary>Whether the token reaches the number, may send, the app hears of what comes in, and the template is approved.</summary>
internal sealed class WhatsAppCheck(GraphApis apis)
{
    private static readonly string[] Needed = ["whatsapp_business_messaging"];

    public async Task<AccessFindings> RunAsync(ChannelInfo typed, CancellationToken cancellationToken)
    {
        var settings = MetaSettings.Read(typed.Settings);
        if ((MetaChecks.Lacks(settings, typed) ?? (settings.PhoneNumberId.Length == 0 ? "Give the phone number's id: WhatsApp Manager shows it beside the number." : null)) is { } missing)
        {
            return AccessFindings.Wrong(missing);
        }

        try
        {
            using var api = apis.Open(settings);
            var number = await api.GetAsync($"{Uri.EscapeDataString(settings.PhoneNumberId)}?fields=display_phone_number,verified_name", cancellationToken);
            var shown = number.Filled("display_phone_number") ?? "";
            if (HandleKinds.Normalise(HandleKinds.WhatsApp, shown) != HandleKinds.Normalise(HandleKinds.WhatsApp, typed.Address))
            {
                return AccessFindings.Wrong($"The id {settings.PhoneNumberId} is of the number {shown}, and this channel is {typed.Address}.");
            }

            var found = new List<string> { $"This is the number {shown} of “{number.Filled("verified_name")}”." };
            var wrong = await MetaChecks.TokenAsync(api, settings, Needed, found, cancellationToken)
                ?? await SubscribedAsync(api, settings, found, cancellationToken)
                ?? await TemplateAsync(api, settings, found, cancellationToken);
            return wrong is null ? new AccessFindings(Problem: null, found) : AccessFindings.Wrong(wrong);
        }
        catch (GraphException e)
        {
            return AccessFindings.Wrong(e.Message);
        }
    }

    private static async Task<string?> SubscribedAsync(GraphApi api, MetaSettings settings, List<string> found, CancellationToken cancellationToken)
    {
        if (settings.BusinessAccountId.Length == 0)
        {
            found.Add("Whether the app hears of messages was not looked at: give the WhatsApp Business account's id to have it looked at.");
            return null;
        }

        var apps = (await api.GetAsync($"{Uri.EscapeDataString(settings.BusinessAccountId)}/subscribed_apps", cancellationToken)).Items("data").Select(a => a.Get("whatsapp_business_api_data").Filled("id")).ToList();
        if (settings.AppId.Length > 0 ? !apps.Contains(settings.AppId, StringComparer.Ordinal) : apps.Count == 0)
        {
            return "The WhatsApp Business account does not tell the app of messages yet. Subscribe the app: POST /{account id}/subscribed_apps.";
        }

        found.Add("It tells the app of messages.");
        return null;
    }

    private static async Task<string?> TemplateAsync(GraphApi api, MetaSettings settings, List<string> found, CancellationToken cancellationToken)
    {
        if (settings.TemplateName.Length == 0)
        {
            found.Add("Answers are taken for 24 hours: no template is named for later ones.");
            return null;
        }

        if (settings.BusinessAccountId.Length == 0)
        {
            return null;
        }

        var templates = (await api.GetAsync($"{Uri.EscapeDataString(settings.BusinessAccountId)}/message_templates?name={Uri.EscapeDataString(settings.TemplateName)}&fields=name,language,status", cancellationToken)).Items("data")
            .Where(t => t.Filled("name") == settings.TemplateName).ToList();
        var template = templates.Find(t => t.Filled("language") == settings.TemplateLanguage.Trim());
        if (!template.IsObject())
        {
            return templates.Count == 0
                ? $"There is no template “{settings.TemplateName}”."
                : $"The template “{settings.TemplateName}” is there in {string.Join(", ", templates.Select(t => t.Filled("language")))}, and not in {settings.TemplateLanguage}.";
        }

        if (template.Filled("status") is not "APPROVED")
        {
            return $"The template “{settings.TemplateName}” is not approved: its status is {template.Filled("status")}.";
        }

        found.Add($"Answers after 24 hours go by the template “{settings.TemplateName}”.");
        return null;
    }
}
