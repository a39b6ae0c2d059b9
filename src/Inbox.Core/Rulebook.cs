using Inbox.Core.Data;
using Inbox.Core.Routing.Learning;
using Inbox.Core.Tags;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core;

/// <summary>Keeps one reading of the settings in memory. Read anew after a change on this node, after a notice from another, and every 30 s.</summary>
public sealed class Rulebook(IServiceScopeFactory scopes, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly LearntCache _learnt = new();
    private volatile Reading? _current;
    private int _changes;

    // A reading that began before a change may end after it: it is then known by its count.
    private sealed record Reading(Rules Rules, DateTimeOffset At, int Changes);

    public ValueTask<Rules> GetAsync(CancellationToken cancellationToken) =>
        Fresh is { } current
            ? ValueTask.FromResult(current.Rules)
            : ReadAsync(cancellationToken);

    /// <summary>The next reader sees what is in the database now.</summary>
    public void Forget() => Interlocked.Increment(ref _changes);

    public void Dispose() => _reading.Dispose();

    private Reading? Fresh =>
        _current is { } current && current.Changes == Volatile.Read(ref _changes) && time.GetUtcNow() - current.At < MostAge ? current : null;

    private async ValueTask<Rules> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh is { } fresh)
            {
                return fresh.Rules;
            }

            var changes = Volatile.Read(ref _changes);
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
            var agents = await db.Users.AsNoTracking()
                .Where(a => a.DisabledAt == null && a.Email != null)
                .Select(a => new { a.Id, a.Email, a.Signature, a.DisplayName, a.AwaySince, a.AwayUntil })
                .ToListAsync(cancellationToken);
            var rules = new Rules(
                await db.Departments.AsNoTracking().ToListAsync(cancellationToken),
                await db.Channels.AsNoTracking().ToListAsync(cancellationToken),
                await db.Calendars.AsNoTracking().ToListAsync(cancellationToken),
                await db.RoutingRules.AsNoTracking().ToListAsync(cancellationToken),
                await db.SlaPolicies.AsNoTracking().ToListAsync(cancellationToken),
                agents.GroupBy(a => a.Email!.ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal),
                agents.Where(a => a.Signature.Length > 0).ToDictionary(a => a.Id, a => a.Signature),
                await db.EarlierHours.AsNoTracking().ToListAsync(cancellationToken),
                agents.Where(a => a.AwaySince is not null).Select(a => new Access.AwayAgent(a.Id, a.DisplayName, a.AwayUntil)))
            {
                Learnt = await _learnt.ReadAsync(db, cancellationToken),
                Tags = new TagList(await db.Tags.AsNoTracking().ToListAsync(cancellationToken), await db.Tagging.AnyAsync(t => t.OnlyFromList, cancellationToken)),
                Playbooks = await db.Playbooks.AsNoTracking().Where(p => p.Enabled).OrderBy(p => p.Name).ThenBy(p => p.Id).ToListAsync(cancellationToken),
            };
            _current = new Reading(rules, time.GetUtcNow(), changes);
            return rules;
        }
        finally
        {
            _reading.Release();
        }
    }
}
