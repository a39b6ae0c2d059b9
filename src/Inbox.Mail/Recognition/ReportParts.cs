using Inbox.Mail.Parsing;

namespace Inbox.Mail.Recognition;

/// <summary>The machine-readable parts of a mail, found in one walk over its tree.</summary>
internal sealed class ReportParts
{
    private static readonly string[] ComplaintSubjects = ["complaint about message", "abuse report", "spam report", "email abuse report", "feedback report"];

    public List<MailPart> DeliveryStatus { get; } = [];

    public MailPart? Feedback { get; private set; }

    public bool IsReceipt { get; private set; }

    /// <summary>The mail the report is about, or its header alone.</summary>
    public MailHeaders? Original { get; private set; }

    public string? ReportType { get; private set; }

    public string? Calendar { get; private set; }

    public bool IsComplaint { get; private set; }

    public static ReportParts Of(MailMessage message)
    {
        var found = new ReportParts
        {
            ReportType = message.Root.ContentType.Is("multipart/report")
                ? message.Root.ContentType["report-type"]?.ToLowerInvariant()
                : null,
        };
        found.Visit(message.Root);
        // Before ARF, providers sent the mail itself under such a subject; some still do.
        found.IsComplaint = found.Feedback is not null || found.ReportType is "feedback-report"
            || (found.Original is not null && message.PlainText.Trim().Length == 0 && Array.Exists(
                ComplaintSubjects, start => message.Subject.StartsWith(start, StringComparison.OrdinalIgnoreCase)));
        return found;
    }

    private void Visit(MailPart part)
    {
        switch (part.ContentType.MediaType)
        {
            case "message/delivery-status" or "message/global-delivery-status":
                DeliveryStatus.Add(part);
                break;
            case "message/feedback-report":
                Feedback ??= part;
                break;
            case "message/disposition-notification" or "message/global-disposition-notification":
                IsReceipt = true;
                break;
            case "message/rfc822" or "message/global" or "text/rfc822-headers" or "text/rfc822-header" or "message/rfc822-headers":
                Original ??= HeaderReader.ReadStart(part);
                break;
            case "text/calendar" when part.ContentType["method"]?.ToUpperInvariant() is "REPLY" or "COUNTER" or "REFRESH" or "DECLINECOUNTER":
                Calendar ??= part.ContentType["method"]!.ToUpperInvariant();
                break;
        }
        foreach (var child in part.Parts)
        {
            Visit(child);
        }
    }

}
