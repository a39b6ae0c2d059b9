using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Playbooks;

/// <summary>Opens the playbooks that a case calls for. The lock of the case keeps two openings of one apart, and the unique index after it.</summary>
internal static class PlaybookOpening
{
    /// <summary>On a locked case that has changed; asks the database only when one matches. The caller saves.</summary>
    public static async Task OpenAsync(InboxDb db, LockedCase locked, bool isNew, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var @case = locked.Case;
        var matching = @case.IsOpen ? PlaybookMatcher.Matching(rules.Playbooks, @case).ToList() : [];
        if (matching.Count == 0)
        {
            return;
        }

        var open = isNew ? [] : await db.OpenPlaybooks.Where(p => p.CaseId == @case.Id && p.PlaybookId != null).Select(p => p.PlaybookId!.Value).ToListAsync(cancellationToken);
        foreach (var playbook in matching.Where(p => !open.Contains(p.Id)))
        {
            db.OpenPlaybooks.Add(OpenPlaybook.Of(playbook, @case.Id, openedBy: null, now));
            locked.Note(CaseEventKind.PlaybookOpened, Actor.System, now, playbook.Name);
        }
    }

    /// <summary>On the cases that a batch of filing has opened: no statement but the one that writes what matched.</summary>
    public static void Open(FilingBatch batch)
    {
        foreach (var opened in batch.Opened.Select(o => o.Case.Case))
        {
            foreach (var playbook in PlaybookMatcher.Matching(batch.Rules.Playbooks, opened))
            {
                batch.NewPlaybooks.Add(OpenPlaybook.Of(playbook, opened.Id, openedBy: null, batch.Now));
                batch.Note(opened.Id, CaseEventKind.PlaybookOpened, playbook.Name);
            }
        }
    }
}
