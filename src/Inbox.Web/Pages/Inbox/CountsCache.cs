using System.Collections.Concurrent;
using System.Globalization;
using Inbox.Core.Access;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>Every live event makes each open page ask for its counts; one answer a second per person is enough.</summary>
internal sealed class CountsCache
{
    private const int MostActors = 10_000;
    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, ViewCounts.Counts Counts)> _byActor = new(StringComparer.Ordinal);

    public ViewCounts.Counts? Find(Actor actor, DateTimeOffset now) =>
        _byActor.TryGetValue(KeyOf(actor), out var stored) && now - stored.At < MostAge ? stored.Counts : null;

    public void Store(Actor actor, ViewCounts.Counts counts, DateTimeOffset now)
    {
        if (_byActor.Count >= MostActors)
        {
            _byActor.Clear();
        }

        _byActor[KeyOf(actor)] = (now, counts);
    }

    /// <summary>The actor did something that no other person sees, and that the next page must show.</summary>
    public void Forget(Actor actor) => _byActor.TryRemove(KeyOf(actor), out _);

    /// <summary>Departments are part of the key: a person who leaves one must not see its numbers for another second.</summary>
    private static string KeyOf(Actor actor) => string.Create(
        CultureInfo.InvariantCulture,
        $"{actor.AgentId}|{actor.Name}|{actor.Role}|{actor.Everywhere}|{actor.External}|{string.Join(',', actor.DepartmentIds)}|{string.Join(',', actor.HiddenIds)}");
}
