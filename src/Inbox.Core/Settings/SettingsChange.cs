using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Inbox.Core.Settings;

/// <summary>What every change of the settings shares: admins only, one at a time, no stale forms, and all nodes read their rules anew.</summary>
internal sealed class SettingsChange(InboxDb db, LiveChanges changes)
{
    private const long LockKey = 0x496e626f78536574;

    private static readonly Error NotAdmin = new(
        ErrorKind.Forbidden, "admin_needed", "Only an administrator changes the settings. Ask one of yours.");

    private static readonly Error Gone = new(
        ErrorKind.NotFound, "setting_not_found", "This is no longer there: somebody has deleted it.");

    private static readonly Error SavedMeanwhile = new(
        ErrorKind.Conflict, "saved_meanwhile", "Somebody else has saved this since you opened it. Open it again in another tab to see their version; what you typed is still here to copy.");

    /// <summary>Call first. Orders and cross-checks span rows and admins are few, so changes wait for each other until the commit.</summary>
    public async Task<Error?> BeginAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.IsAdmin)
        {
            return NotAdmin;
        }

        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        return null;
    }

    public async Task<Result<T>> FindAsync<T>(long id, CancellationToken cancellationToken)
        where T : class, ISetting =>
        await db.Set<T>().FindAsync([id], cancellationToken) is { } found ? found : Gone;

    /// <summary>The row as the form knew it; an error when somebody saved in between. Counts the revision up.</summary>
    public async Task<Result<T>> EditAsync<T>(long id, int revision, CancellationToken cancellationToken)
        where T : class, ISetting
    {
        var found = await FindAsync<T>(id, cancellationToken);
        if (found.IsOk && found.Value.Revision != revision)
        {
            return SavedMeanwhile;
        }

        if (found.IsOk)
        {
            found.Value.Revision++;
        }

        return found;
    }

    /// <summary>Deletes a setting.</summary>
    /// <param name="id">Of the setting.</param>
    /// <param name="actor">Who asks for it.</param>
    /// <param name="goAsync">Says why it cannot go, or null, once it has seen to whatever else goes with it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Result<Done>> DeleteAsync<T>(long id, Actor actor, Func<T, Task<Error?>> goAsync, CancellationToken cancellationToken)
        where T : class, ISetting
    {
        if (await BeginAsync(actor, cancellationToken) is { } refused)
        {
            return refused;
        }

        var found = await FindAsync<T>(id, cancellationToken);
        if (!found.IsOk)
        {
            return found.Error;
        }

        if (await goAsync(found.Value) is { } inUse)
        {
            return inUse;
        }

        db.Remove(found.Value);
        return await SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
    }

    public async Task<Error?> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation,
        })
        {
            // Validators look before the lock; what another admin committed since then shows here.
            return SavedMeanwhile;
        }

        changes.Settings();
        return null;
    }
}
