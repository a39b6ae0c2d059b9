using Inbox.Mail.Parsing;

namespace Inbox.Mail.Recognition;

/// <summary>Abuse reports (ARF, RFC 5965): who complained, and about which mail.</summary>
internal static class ComplaintReader
{
    public static IReadOnlyList<BounceReport> Read(MailMessage message, ReportParts parts)
    {
        var original = MessageIds.Parse(parts.Original?.Find("Message-ID")?.Raw) is [var id, ..] ? id : null;
        var fields = parts.Feedback is { } feedback
            ? HeaderReader.ReadStart(feedback)
            : message.Headers;
        var recipient = AddressParser.Parse(fields.Find("Original-Rcpt-To")?.Raw) is [var mailbox, ..]
            ? mailbox.Address
            : AddressParser.Parse(parts.Original?.Find("To")?.Raw) is [var to, ..] ? to.Address : null;
        return [new BounceReport(recipient, null, Hard: false, original, fields["Feedback-Type"], DeliveryAction.Failed)];
    }
}
