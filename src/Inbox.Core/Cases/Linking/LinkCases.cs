using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Linking;

/// <summary>Links a case to another that the actor may read. Both show it.</summary>
public static class LinkCases
{
    public sealed record Command(long CaseId, long OtherId, LinkRole Role, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Role).IsInEnum();
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<long>>
    {
        /// <summary>A family of cases deeper than this is a mistake.</summary>
        private const int MostGenerations = 10;

        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            var locked = await db.LockAllAsync([request.CaseId, request.OtherId], request.Actor, await rulebook.GetAsync(cancellationToken), cancellationToken, readOnly: request.OtherId);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var (mine, other, now) = (locked.Value[0], locked.Value[1], time.Now());
            var link = Link(request, mine.Case.Id, other.Case.Id, now);
            if (await RefusalAsync(link, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            db.CaseLinks.Add(link);
            mine.Note(CaseEventKind.Linked, request.Actor, now, $"{Words(request.Role)} {other.Case.Number}");
            other.Note(CaseEventKind.Linked, request.Actor, now, $"{Words(Turned(request.Role))} {mine.Case.Number}");
            mine.Case.Touch();
            await mine.SaveAsync(cancellationToken);
            await other.SaveAsync(cancellationToken);
            changes.Case(mine.Case.Id);
            changes.Case(other.Case.Id);
            return link.Id;
        }

        private static CaseLink Link(Command request, long mine, long other, DateTimeOffset now)
        {
            var (from, to, kind) = request.Role switch
            {
                LinkRole.ChildOf => (mine, other, LinkKind.ChildOf),
                LinkRole.ParentOf => (other, mine, LinkKind.ChildOf),
                LinkRole.DuplicateOf => (mine, other, LinkKind.DuplicateOf),
                _ => (Math.Min(mine, other), Math.Max(mine, other), LinkKind.Related),
            };
            return new CaseLink { FromId = from, ToId = to, Kind = kind, ById = request.Actor.AgentId, At = now };
        }

        private async Task<Error?> RefusalAsync(CaseLink link, CancellationToken cancellationToken)
        {
            var (from, to) = (link.FromId, link.ToId);
            if (from == to)
            {
                return new Error(ErrorKind.Conflict, "same_case", "These two are one case.");
            }

            if (await db.CaseLinks.AnyAsync(l => (l.FromId == from && l.ToId == to) || (l.FromId == to && l.ToId == from), cancellationToken))
            {
                return new Error(ErrorKind.Conflict, "already_linked", "These two are linked already. Take that link away first.");
            }

            if (link.Kind != LinkKind.ChildOf)
            {
                return null;
            }

            if (await db.CaseLinks.AnyAsync(l => l.FromId == from && l.Kind == LinkKind.ChildOf, cancellationToken))
            {
                return new Error(ErrorKind.Conflict, "has_parent", $"{CaseNumber.Format(from)} has a parent already.");
            }

            long? above = to;
            for (var i = 0; i < MostGenerations && above is { } ancestor; i++)
            {
                above = await db.CaseLinks.Where(l => l.FromId == ancestor && l.Kind == LinkKind.ChildOf).Select(l => (long?)l.ToId).FirstOrDefaultAsync(cancellationToken);
                if (above == from)
                {
                    return new Error(ErrorKind.Conflict, "own_ancestor", $"{CaseNumber.Format(from)} stands above {CaseNumber.Format(to)} already.");
                }
            }

            return null;
        }

        private static LinkRole Turned(LinkRole role) => role switch
        {
            LinkRole.ChildOf => LinkRole.ParentOf,
            LinkRole.ParentOf => LinkRole.ChildOf,
            _ => role,
        };
    }

    /// <summary>As events and pages say it.</summary>
    internal static string Words(LinkRole role) => role switch
    {
        LinkRole.ChildOf => "child of",
        LinkRole.ParentOf => "parent of",
        LinkRole.DuplicateOf => "duplicate with",
        _ => "related to",
    };
}
