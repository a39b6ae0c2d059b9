using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;

namespace Inbox.Core.Cases;

/// <summary>The frame of every small change to one case: lock, change, save, tell open pages.</summary>
internal sealed class CaseDesk(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time)
{
    public async Task<Result<Done>> ChangeAsync(long caseId, Actor actor, Func<LockedCase, DateTimeOffset, Error?> change, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var locked = await db.LockAsync(caseId, actor, rules, cancellationToken);
        if (!locked.IsOk)
        {
            return locked.Error;
        }

        if (change(locked.Value, time.Now()) is { } error)
        {
            return error;
        }

        locked.Value.Case.Touch();
        await locked.Value.SaveAsync(cancellationToken);
        changes.Case(locked.Value.Case.Id);
        return new Done();
    }
}
