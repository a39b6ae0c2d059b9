using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Drafts;

/// <summary>Takes a file out of a draft of one's own, or back from the programs' shelf.</summary>
public static class RemoveAttachment
{
    public sealed record Command(long AttachmentId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (me, key) = (request.Actor.AgentId, request.Actor.Key);
            var gone = await db.Attachments
                .Where(a => a.Id == request.AttachmentId && a.MessageId == null
                    && (a.DraftId == null ? a.UploadedBy == key : db.Drafts.Any(d => d.Id == a.DraftId && d.AgentId == me)))
                .ExecuteDeleteAsync(cancellationToken);
            return gone == 0
                ? new Error(ErrorKind.NotFound, "no_such_attachment", "This file is not in a draft of yours; perhaps it was sent.")
                : new Done();
        }
    }
}
