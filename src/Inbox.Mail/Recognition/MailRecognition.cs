namespace Inbox.Mail.Recognition;

/// <summary>
/// Tells automatic mail from mail by people: by what the standards say first, then by the signs that vacation programs
/// and mail servers have in common. No rule knows a single product's layout.
/// </summary>
public static class MailRecognition
{
    public static RecognisedMail Of(MailMessage message)
    {
        var parts = ReportParts.Of(message);
        if (parts.IsComplaint)
        {
            return new(MailKind.Complaint, ComplaintReader.Read(message, parts), "It carries a feedback report.");
        }
        if (BounceSigns.Of(message, parts) is { } bounce)
        {
            return new(MailKind.Bounce, BounceReader.Read(message, parts), bounce);
        }
        if (parts.Calendar is { } method)
        {
            return new(MailKind.Calendar, [], $"It is a calendar {method}.");
        }
        if (AutoReplySigns.Of(message, parts) is { } automatic)
        {
            return new(MailKind.AutoReply, [], automatic);
        }
        return ListSign(message.Headers) is { } list
            ? new(MailKind.List, [], list)
            : new(MailKind.Message, [], "It shows no sign of automatic mail.");
    }

    private static string? ListSign(MailHeaders headers)
    {
        foreach (var header in headers)
        {
            if (header.Name.StartsWith("List-", StringComparison.OrdinalIgnoreCase))
            {
                return $"It has the header {header.Name}.";
            }
        }
        return headers["Precedence"]?.ToLowerInvariant() is "list" or "bulk" or "junk" ? "Its Precedence says list or bulk." : null;
    }
}
