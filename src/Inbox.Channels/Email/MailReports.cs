using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Mail.Recognition;

namespace Inbox.Channels.Email;

/// <summary>Reports of the far side, as Core knows them.</summary>
internal static class MailReports
{
    private const int Most = 50;

    /// <summary>What did not arrive or is late; the worst news first.</summary>
    public static List<Bounce> BouncesOf(RecognisedMail mail) => mail.Kind != MailKind.Bounce ? [] :
        [.. mail.Reports
            .Where(r => r.Action != DeliveryAction.Delivered)
            .OrderByDescending(r => r.Hard).ThenByDescending(r => r.Action == DeliveryAction.Failed)
            .Take(Most)
            .Select(r => new Bounce(
                HandleKinds.Normalise(HandleKinds.Email, r.Recipient ?? ""), r.Status ?? "", r.Hard, r.OriginalMessageId, r.Reason ?? "", r.Action == DeliveryAction.Failed))];

    public static Complaint ComplaintOf(RecognisedMail mail) =>
        mail.Reports is [var report, ..]
            ? new Complaint(HandleKinds.Normalise(HandleKinds.Email, report.Recipient ?? ""), report.Reason ?? "")
            : new Complaint("", "");
}
