using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Drafts;

/// <summary>Says what an image shows, for those who cannot see it. The file waits to be sent with a message of one's own.</summary>
public static class DescribeAttachment
{
    /// <param name="Description">Empty takes it away again.</param>
    public sealed record Command(long AttachmentId, string Description, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Description).IsDescription();
    }

    internal sealed class Handler(InboxDb db) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (me, key) = (request.Actor.AgentId, request.Actor.Key);
            var description = Stored(request.Description);
            var changed = await db.Attachments
                .Where(a => a.Id == request.AttachmentId && a.MessageId == null
                    && (a.DraftId == null ? a.UploadedBy == key : db.Drafts.Any(d => d.Id == a.DraftId && d.AgentId == me)))
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.Description, description), cancellationToken);
            return changed == 0
                ? new Error(ErrorKind.NotFound, "no_such_attachment", "This file is not in a draft of yours; perhaps it was sent.")
                : new Done();
        }
    }

    public static string? Stored(string? description) => Words.Storable((description ?? "").Trim().ReplaceLineEndings("\n")) is { Length: > 0 } words ? words : null;

    internal static void IsDescription<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(1000).WithMessage("A description holds at most 1,000 characters.");
}
