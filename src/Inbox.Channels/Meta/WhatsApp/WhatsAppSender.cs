using System.Net.Http.Headers;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Sending;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.WhatsApp;

/// <summary>
/// Writes to a person on WhatsApp: freely within 24 hours of their last message, later only by a template. What was taken
/// cannot be read there again, so an outcome that is not known is left to a person.
/// </summary>
internal sealed class WhatsAppSender(GraphApis apis, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    public const string TooLate = "The customer wrote more than 24 hours ago, so WhatsApp takes an approved template only. Name one in the channel's settings, or wait until they write again.";

    private static readonly TimeSpan MostUpload = TimeSpan.FromMinutes(2);

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        GraphApi api;
        MetaSettings settings;
        try
        {
            settings = apis.SettingsOf(channel);
            api = apis.Open(settings);
        }
        catch (GraphException e)
        {
            return new SendResult(SendOutcome.Later, e.Message, DoorFails: true) { AccessLost = e.Trouble == GraphTrouble.NoAccess };
        }

        using (api)
        {
            var late = message.Quoted is { At: var heard } && time.GetUtcNow() - heard > Window;
            if (WhatsAppText.Problem(message, settings, late) is { } problem)
            {
                return new SendResult(SendOutcome.Failed, problem);
            }

            string? media = null;
            try
            {
                foreach (var file in message.Attachments.Take(1))
                {
                    media = await UploadAsync(api, settings, file, cancellationToken);
                }
            }
            catch (GraphException e)
            {
                return MetaResults.NotSent(e);
            }

            try
            {
                return await PostAsync(api, settings, late ? WhatsAppText.Template(message, settings) : WhatsAppText.Free(message, media), cancellationToken);
            }
            catch (GraphException e) when (e.Trouble == GraphTrouble.OutsideWindow)
            {
                // Their clock decides, not ours.
                return await AgainAsync(api, message, settings, cancellationToken);
            }
            catch (GraphException e)
            {
                return MetaResults.Of(e, brokenMayHaveTaken: false);
            }
        }
    }

    private static async Task<SendResult> AgainAsync(GraphApi api, OutgoingMessage message, MetaSettings settings, CancellationToken cancellationToken)
    {
        if (WhatsAppText.Problem(message, settings, late: true) is { } problem)
        {
            return new SendResult(SendOutcome.Failed, problem);
        }

        try
        {
            return await PostAsync(api, settings, WhatsAppText.Template(message, settings), cancellationToken);
        }
        catch (GraphException e)
        {
            return MetaResults.Of(e, brokenMayHaveTaken: false);
        }
    }

    private static async Task<SendResult> PostAsync(GraphApi api, MetaSettings settings, object body, CancellationToken cancellationToken)
    {
        var answer = await api.PostJsonAsync($"{Uri.EscapeDataString(settings.PhoneNumberId)}/messages", body, cancellationToken);
        return answer.Items("messages").Select(m => m.Filled("id")).FirstOrDefault() is { } id
            ? SendResult.Sent with { ExternalId = id }
            : new SendResult(SendOutcome.Unknown, $"{api.Host} answered, and not with our message.");
    }

    private static async Task<string> UploadAsync(GraphApi api, MetaSettings settings, OutgoingAttachment file, CancellationToken cancellationToken)
    {
        await using var bytes = await file.OpenAsync(cancellationToken);
        using var content = new StreamContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.TryParse(file.ContentType, out var type) ? type : new MediaTypeHeaderValue("application/octet-stream");
        using var product = new StringContent("whatsapp");
        using var kind = new StringContent(file.ContentType);
        using var form = new MultipartFormDataContent { { product, "messaging_product" }, { kind, "type" }, { content, "file", file.Name } };
        return (await api.PostAsync($"{Uri.EscapeDataString(settings.PhoneNumberId)}/media", form, cancellationToken, MostUpload)).Filled("id")
            ?? throw new GraphException(GraphTrouble.Garbage, $"{api.Host} took a file and did not say under which id.");
    }
}
