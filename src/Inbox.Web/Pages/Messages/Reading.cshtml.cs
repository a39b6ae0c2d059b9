using Inbox.Channels.Email;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Mail;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Inbox.Web.Pages.Messages;

/// <summary>"How was this read?": the raw mail of a message is read again, and every step that decided something is told.</summary>
internal sealed class ReadingModel(InboxDb db, NpgsqlDataSource database, Rulebook rulebook, ThreadTokens tokens) : InboxPage
{
    /// <summary>Characters of a text that the page shows.</summary>
    public const int MostText = 20_000;

    public long Id { get; private set; }

    /// <summary>Null when the raw mail is no longer kept.</summary>
    public MailReading? Reading { get; private set; }

    public IReadOnlyList<ThreadKeyWords> Keys { get; private set; } = [];

    public string Channel { get; private set; } = "";

    public string? CaseNumber { get; private set; }

    public string Subject { get; private set; } = "";

    public string Routing { get; private set; } = "";

    public bool Guest { get; private set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        var message = await db.Messages.VisibleTo(Me, db).Where(m => m.Id == id && m.DeliveryId != null && m.Direction != Direction.Outbound)
            .Select(m => new { m.Subject, m.ChannelId, m.CaseId, m.Guest, Delivery = m.DeliveryId!.Value, Routing = db.Cases.Where(c => c.Id == m.CaseId).Select(c => c.RoutingReason).FirstOrDefault() })
            .FirstOrDefaultAsync(cancellationToken);
        var rules = await rulebook.GetAsync(cancellationToken);
        if (message is null || !rules.Channels.TryGetValue(message.ChannelId, out var channel) || channel.Kind != "email")
        {
            return NotFound();
        }

        (Id, Subject, Channel, Guest, Routing) = (id, message.Subject, channel.Name, message.Guest, Me.External ? "" : message.Routing ?? "");
        CaseNumber = message.CaseId is { } caseId ? Core.Cases.CaseNumber.Format(caseId) : null;
        using var raw = await RawPayload.ReadAsync(database, message.Delivery, cancellationToken);
        if (raw is not null)
        {
            Reading = MailReading.Of(MailReader.Read(raw.Content));
            Keys = await ThreadKeyWords.OfAsync(db, Me, Reading.ThreadKeys(tokens), cancellationToken);
            Files = [.. Reading.Mail.Attachments.Select(a => new FileRead(a.Name, a.ContentType, a.Size, a.Inline, a.Label))];
            Fields = [.. Reading.TellingFields()];
        }

        return Page();
    }

    public IReadOnlyList<FileRead> Files { get; private set; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; private set; } = [];

    /// <summary>What the mail is, in words.</summary>
    public string Kind => Reading?.Recognised.Kind switch
    {
        Mail.Recognition.MailKind.AutoReply => "An automatic answer",
        Mail.Recognition.MailKind.Bounce => "A delivery report (bounce)",
        Mail.Recognition.MailKind.Complaint => "A complaint passed on by a mail provider",
        Mail.Recognition.MailKind.List => "Mail of a list or sent in bulk",
        Mail.Recognition.MailKind.Calendar => "An answer to an invitation",
        _ => "A message by a person",
    };

    internal sealed record FileRead(string Name, string ContentType, long Size, bool Inline, string? Label);
}
