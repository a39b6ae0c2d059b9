using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Sets the tags of a case.</summary>
public static class TagCase
{
    public sealed record Command(long CaseId, IReadOnlyList<string> Tags, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Tags.Count).LessThanOrEqualTo(50).WithName("Tags").WithMessage("A case holds at most 50 tags.");
            RuleForEach(c => c.Tags).MaximumLength(60).WithMessage("A tag holds at most 60 characters.");
        }
    }

    internal sealed class Handler(CaseDesk desk, Rulebook rulebook) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            return await desk.ChangeAsync(request.CaseId, request.Actor, (locked, now) => Apply(locked, request.Tags, rules, request.Actor, now), cancellationToken);
        }
    }

    /// <summary>The change itself, on a case that the caller has locked and saves. Refused for a tag that may not be given anew.</summary>
    internal static Error? Apply(LockedCase locked, IEnumerable<string> tags, Rules rules, Actor actor, DateTimeOffset now)
    {
        var wanted = rules.Tags.Spelled(tags);
        if (rules.Tags.Refusal(wanted, locked.Case.Tags) is { } refused)
        {
            return refused;
        }

        locked.Case.SetTags(wanted);
        locked.Note(CaseEventKind.TagsChanged, actor, now, string.Join(", ", locked.Case.Tags));
        return null;
    }
}
