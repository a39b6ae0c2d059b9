using System.Text;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Email.Hooks;

/// <summary>What the forms of the providers have in common.</summary>
internal static class HookFields
{
    /// <summary>An id without its brackets; null for none.</summary>
    public static string? ContentId(string? id) => id?.Trim().TrimStart('<').TrimEnd('>') is { Length: > 0 } plain ? plain : null;

    public static IReadOnlyDictionary<string, JsonElement> Object(string? json)
    {
        try
        {
            return json is null ? Empty : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(JsonText.WithoutLoneSurrogates(json)) ?? Empty;
        }
        catch (JsonException)
        {
            // An index beside the mail that cannot be read: the mail itself can.
            return Empty;
        }
    }

    /// <summary>A charset by its name, UTF-8 where nobody knows it.</summary>
    public static Encoding Charset(string? name)
    {
        try
        {
            return string.IsNullOrWhiteSpace(name) ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(name.Trim()) ?? Encoding.GetEncoding(name.Trim());
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // .NET refuses UTF-7 by name.
            return Encoding.UTF8;
        }
    }

    public static async Task CopyAsync(HookForm.Part raw, Stream into, string envelope, CancellationToken cancellationToken)
    {
        await into.WriteAsync(Encoding.UTF8.GetBytes(envelope), cancellationToken);
        await using var mail = raw.Open();
        await mail.CopyToAsync(into, cancellationToken);
    }

    /// <summary>The envelope as the last server writes it into a mail (RFC 5321, 4.4); recipients may carry our signed word.</summary>
    public static string Envelope(string? from, IEnumerable<string> recipients)
    {
        var lines = new StringBuilder();
        if (from is not null)
        {
            lines.Append("Return-Path: <").Append(Plain(from)).Append(">\r\n");
        }

        foreach (var recipient in recipients.Where(r => r.Length > 0))
        {
            lines.Append("Delivered-To: ").Append(Plain(recipient)).Append("\r\n");
        }

        return lines.ToString();
    }

    private static string Plain(string address) => address.ReplaceLineEndings(" ").Trim().Trim('<', '>');

    private static readonly Dictionary<string, JsonElement> Empty = [];
}
