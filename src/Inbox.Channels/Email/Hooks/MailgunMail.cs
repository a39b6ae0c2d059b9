using System.Globalization;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Email.Hooks;

/// <summary>A route of Mailgun: the raw mail where the address ends in "mime" (body-mime), else its fields.</summary>
internal static class MailgunMail
{
    /// <summary>What Mailgun signs, and when it did; null where it is missing or no time.</summary>
    public static (DateTimeOffset At, string Timestamp, string Token, string Signature)? SignatureOf(HookForm form) =>
        form.Text("timestamp") is { } timestamp && form.Text("token") is { Length: > 0 } token && form.Text("signature") is { Length: > 0 } signature
            && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 100_000_000_000
                ? (DateTimeOffset.FromUnixTimeSeconds(seconds), timestamp, token, signature)
                : null;

    /// <exception cref="InvalidDataException">There is no mail in it.</exception>
    public static async Task WriteAsync(HookForm form, Stream into, CancellationToken cancellationToken)
    {
        var envelope = HookFields.Envelope(form.Text("sender"), (form.Text("recipient") ?? "").Split(','));
        if (form.Find("body-mime") is { } raw)
        {
            await HookFields.CopyAsync(raw, into, envelope, cancellationToken);
            return;
        }

        if (form.Find("message-headers") is null && form.Find("from") is null)
        {
            throw new InvalidDataException("This is no message of a Mailgun route: it has neither body-mime nor message-headers.");
        }

        var mail = new RebuiltMail { Text = form.Text("body-plain"), Html = form.Text("body-html") is { Length: > 0 } html ? html : null };
        mail.Add("Return-Path", form.Text("sender") is { } sender ? $"<{sender}>" : null);
        mail.Add("Delivered-To", form.Text("recipient"));
        foreach (var (name, value) in Headers(form.Text("message-headers")))
        {
            mail.Add(name, value);
        }

        mail.AddMissing("From", form.Text("from"));
        mail.AddMissing("To", form.Text("To") ?? form.Text("recipient"));
        mail.AddMissing("Subject", form.Text("subject"));
        var ids = HookFields.Object(form.Text("content-id-map")).ToLookup(p => p.Value.ToString(), p => p.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var file in form.Files.Where(f => f.Name.StartsWith("attachment", StringComparison.OrdinalIgnoreCase)))
        {
            mail.Add(new RebuiltFile(file.FileName!, file.ContentType ?? "", HookFields.ContentId(ids[file.Name].FirstOrDefault()), file.Open));
        }

        await mail.WriteAsync(into, cancellationToken);
    }

    /// <summary>Pairs of name and value, the mail's own headers in their order.</summary>
    private static IEnumerable<(string Name, string Value)> Headers(string? json)
    {
        try
        {
            return json is null ? [] : JsonSerializer.Deserialize<List<List<string?>?>>(JsonText.WithoutLoneSurrogates(json))?.OfType<List<string?>>().Where(p => p is [not null, _]).Select(p => (p[0]!, p[1] ?? "")) ?? [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("message-headers is no list of pairs.", e);
        }
    }
}
