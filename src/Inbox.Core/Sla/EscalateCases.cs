using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Playbooks;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>Takes every step that some cases owe now. The rows of the steps commit together with what the steps do.</summary>
internal sealed class EscalateCases(InboxDb db, Rulebook rulebook, EscalationNotices notices, TimeProvider time)
{
    /// <param name="Taken">Cases of which a clock was owed something.</param>
    /// <param name="LeftLate">Something is kept for <see cref="TellLate"/>.</param>
    public sealed record Result(IReadOnlyList<long> Taken, bool LeftLate);

    /// <summary>Cases that another node holds, or that owe nothing any more, are left out.</summary>
    public async Task<Result> RunAsync(IReadOnlyCollection<long> caseIds, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var cases = await db.Cases.FromSql($"SELECT * FROM cases WHERE id = ANY({caseIds}) ORDER BY id FOR UPDATE SKIP LOCKED").ToListAsync(cancellationToken);
        var locked = cases.ConvertAll(c => c.Id);
        var clocks = (await db.SlaClocks.Where(c => locked.Contains(c.CaseId) && c.StoppedAt == null).OrderBy(c => c.Id).ToListAsync(cancellationToken)).ToLookup(c => c.CaseId);
        var now = time.Now();
        var owing = cases.Where(c => clocks[c.Id].Any(k => k.NextStepAt <= now)).OrderBy(c => clocks[c.Id].Min(k => k.NextStepAt)).ToList();
        if (owing.Count == 0)
        {
            return new Result([], LeftLate: false);
        }

        var staff = await Staff.ReadAsync(db, cancellationToken);
        foreach (var found in owing)
        {
            var priority = found.Priority;
            var effects = EscalationLadder.Climb(found, clocks[found.Id], rules, staff, now);
            db.Escalations.AddRange(effects.Steps);
            db.Events.AddRange(effects.Events);
            db.Messages.AddRange(effects.Notes.Select(text => Note(found, text, now)));
            notices.Add(found, effects, now);
            var running = new CaseClocks(rules, found, clocks[found.Id]);
            running.Reckon();
            if (found.Priority != priority)
            {
                await PlaybookOpening.OpenAsync(db, new LockedCase(found, running, rules, db, Actor.System), isNew: false, rules, now, cancellationToken);
            }
        }

        await notices.SaveAsync(now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Result(owing.ConvertAll(c => c.Id), notices.LeftLate);
    }

    private static Message Note(Case found, string text, DateTimeOffset now)
    {
        var note = new Message
        {
            ChannelId = found.ChannelId,
            Direction = Direction.Note,
            FromName = Actor.System.Name,
            Text = text,
            ReplyText = text,
            PostedAt = now,
            ReceivedAt = now,
        };
        note.Join(found.Id);
        found.Add(note);
        return note;
    }
}
