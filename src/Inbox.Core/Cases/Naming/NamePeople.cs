using Inbox.Core.Access;
using Inbox.Core.Cases.Following;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Naming;

/// <summary>
/// What a note does to those it names: they are told, they follow the case if they were named in person, and on a case of a
/// confidential department they may read it from then on, if a member wrote the note. Contractors gain nothing by it.
/// </summary>
internal static class NamePeople
{
    /// <summary>Whom the note names, as far as naming them does anything.</summary>
    /// <param name="Written">The words that name them.</param>
    /// <param name="Agents">Everybody who is told; true: named in person, not with their department.</param>
    /// <param name="Gain">Those among them who could not read the case before.</param>
    public sealed record Named(string[] Written, IReadOnlyDictionary<long, bool> Agents, long[] Gain)
    {
        public static readonly Named Nobody = new([], new Dictionary<long, bool>(), []);
    }

    /// <summary>People and departments that can be named, as the page offers and a text is read.</summary>
    public static async Task<IReadOnlyList<Nameable>> NameableAsync(this InboxDb db, Rules rules, CancellationToken cancellationToken)
    {
        var agents = await db.Users.AsNoTracking().Where(a => a.DisabledAt == null)
            .OrderBy(a => a.DisplayName).Select(a => new { a.Id, a.DisplayName, a.Email }).ToListAsync(cancellationToken);
        return
        [
            .. agents.Select(a => new Nameable(a.DisplayName, (a.Email ?? "").Split('@')[0], a.Id, DepartmentId: null)),
            .. rules.Departments.Values.OrderBy(d => d.Id).Select(d => new Nameable(d.Name, d.Key, AgentId: null, d.Id)),
        ];
    }

    /// <param name="db">The transaction that writes the note.</param>
    /// <param name="text">The note.</param>
    /// <param name="case">Locked.</param>
    /// <param name="sharedOutside">A contractor on the case can read the note.</param>
    /// <param name="rules">Departments.</param>
    /// <param name="actor">Who writes it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<Named> NamedAsync(this InboxDb db, string text, Case @case, bool sharedOutside, Rules rules, Actor actor, CancellationToken cancellationToken)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            return Named.Nobody;
        }

        var names = NamesInText.Find(text, await db.NameableAsync(rules, cancellationToken));
        if (names.Count == 0)
        {
            return Named.Nobody;
        }

        var agents = names.Select(n => n.Who.AgentId).OfType<long>().ToArray();
        var departments = names.Select(n => n.Who.DepartmentId).OfType<long>().ToArray();
        var people = await db.Users
            .Where(a => a.DisabledAt == null && a.Id != actor.AgentId && (agents.Contains(a.Id) || a.Departments.Any(d => departments.Contains(d.DepartmentId))))
            .Select(a => new { a.Id, a.Role, Departments = a.Departments.Select(d => d.DepartmentId).ToList() })
            .ToListAsync(cancellationToken);
        long[] ids = [.. people.Select(p => p.Id)];
        var readers = (await db.Users.Where(a => ids.Contains(a.Id))
            .Join(db.Cases.Where(c => c.Id == @case.Id), a => true, c => true, (a, c) => new Reader { Agent = a, Case = c })
            .WhoMayRead(db).Select(r => r.Agent.Id).ToListAsync(cancellationToken)).ToHashSet();

        bool IsExternal(Role role, List<long> of) => role != Role.Admin && of.Count > 0 && of.TrueForAll(id => rules.Departments[id].External);
        var inside = people.Where(p => !IsExternal(p.Role, p.Departments)).Select(p => p.Id).ToHashSet();
        var gain = actor.Works(@case.DepartmentId) && !actor.External ? inside.Except(readers).ToArray() : [];
        var told = people.Where(p => gain.Contains(p.Id) || (readers.Contains(p.Id) && (sharedOutside || inside.Contains(p.Id)))).ToList();
        var effective = told.Select(p => p.Id).ToHashSet();
        string[] written =
        [
            .. names.Where(n => n.Who.AgentId is { } agent ? effective.Contains(agent) : told.Exists(p => p.Departments.Contains(n.Who.DepartmentId!.Value)))
                .Select(n => n.Written).Distinct(StringComparer.Ordinal),
        ];
        return new Named(written, told.ToDictionary(p => p.Id, p => agents.Contains(p.Id)), gain);
    }

    /// <summary>The note is saved.</summary>
    public static async Task TellAsync(this InboxDb db, Named named, long messageId, LockedCase locked, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        db.MessageNames.AddRange(named.Agents.Keys.Select(agent => new MessageName { MessageId = messageId, AgentId = agent }));
        db.CaseReaders.AddRange(named.Gain.Select(agent => new CaseReader { CaseId = locked.Case.Id, AgentId = agent, ById = actor.AgentId, At = now }));
        if (named.Gain.Length > 0)
        {
            var gained = await db.Users.Where(a => named.Gain.Contains(a.Id)).OrderBy(a => a.DisplayName).Select(a => a.DisplayName).ToListAsync(cancellationToken);
            locked.Note(CaseEventKind.AccessGiven, actor, now, string.Join(", ", gained));
        }

        // Whoever gains access has it before they are told.
        await locked.SaveAsync(cancellationToken);
        var text = $"{actor.Name} named you in a note on {locked.Case.Number}.";
        await db.TellAsync(new Notice(NotificationKind.Named, named.Agents.Keys, locked.Case, text, actor.AgentId), now, cancellationToken);
        long[] inPerson = [.. named.Agents.Where(a => a.Value).Select(a => a.Key)];
        if (inPerson.Length > 0)
        {
            await db.FollowAsync(locked.Case.Id, inPerson, now, cancellationToken);
        }
    }
}
