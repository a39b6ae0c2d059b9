using Inbox.Core.Access;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Drafts;

/// <summary>A draft as the composer's script takes it.</summary>
internal sealed record DraftView
{
    public required long Id { get; init; }

    public required string Mode { get; init; }

    public required string Text { get; init; }

    public required string Subject { get; init; }

    public required IReadOnlyList<string>? To { get; init; }

    public required IReadOnlyList<string>? Cc { get; init; }

    public required IReadOnlyList<string>? Bcc { get; init; }

    public required long? Seen { get; init; }

    public required long? Channel { get; init; }

    public required long? Department { get; init; }

    public required int Revision { get; init; }

    public required string? Other { get; init; }

    public required IReadOnlyList<DraftFile> Files { get; init; }
}

internal sealed record DraftFile(long Id, string Name, string Type, long Size, string? ContentId, string? Description);

/// <summary>Somebody else's draft, as the composer announces it.</summary>
internal sealed record ColleagueDraft(long Id, DraftMode Mode, string Agent, DateTimeOffset UpdatedAt);

internal static class DraftReading
{
    /// <summary>One's own draft of a mode; null when there is none.</summary>
    public static async Task<DraftView?> MyDraftAsync(this InboxDb db, long? caseId, DraftMode mode, Actor me, CancellationToken cancellationToken) =>
        (await Read(db, db.Drafts.VisibleTo(me, db.Cases).Where(d => d.AgentId == me.AgentId && d.CaseId == caseId && d.Mode == mode && d.Revision > 0), me)
            .FirstOrDefaultAsync(cancellationToken))?.ToView();

    internal static IQueryable<Row> Read(InboxDb db, IQueryable<Draft> drafts, Actor me) =>
        from d in drafts.AsNoTracking()
        join a in db.Users on d.AgentId equals a.Id
        orderby d.UpdatedAt descending
        select new Row
        {
            Own = d.AgentId == me.AgentId,
            Draft = d,
            Agent = a.DisplayName,
            Files = db.Attachments.Where(f => f.DraftId == d.Id && d.AgentId == me.AgentId).OrderBy(f => f.Id)
                .Select(f => new DraftFile(f.Id, f.Name, f.ContentType, f.Size, f.ContentId, f.Description)).ToList(),
        };

    internal sealed record Row
    {
        public required bool Own { get; init; }

        public required Draft Draft { get; init; }

        public required string Agent { get; init; }

        public required List<DraftFile> Files { get; init; }

        public DraftView ToView() => new()
        {
            Id = Draft.Id,
            Mode = Draft.Mode.ToString().ToLowerInvariant(),
            Text = Draft.Text,
            Subject = Draft.Subject,
            To = Draft.To,
            Cc = Draft.Cc,
            Bcc = Draft.Bcc,
            Seen = Draft.SeenMessageId,
            Channel = Draft.ChannelId,
            Department = Draft.DepartmentId,
            Revision = Draft.Revision,
            Other = Draft.Other,
            Files = Files,
        };
    }
}
