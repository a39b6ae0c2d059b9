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

    internal sealed class Handler(CaseDesk desk) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            desk.ChangeAsync(request.CaseId, request.Actor, (locked, now) =>
            {
                Apply(locked, request.Tags, request.Actor, now);
                return null;
            }, cancellationToken);
    }

    /// <summary>The change itself, on a case that the caller has locked and saves.</summary>
    internal static void Apply(LockedCase locked, IEnumerable<string> tags, Actor actor, DateTimeOffset now)
    {
        locked.Case.SetTags(tags.Select(Words.Storable));
        locked.Note(CaseEventKind.TagsChanged, actor, now, string.Join(", ", locked.Case.Tags));
    }
}
