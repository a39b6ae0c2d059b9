using Inbox.Core.Access;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Delivery.Changes;

/// <summary>Deletes an answer that has left, where the far side lets us. It stays in the conversation, marked; what it had settled is owed again.</summary>
public static class DeleteSentAnswer
{
    public sealed record Command(long MessageId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(ChangeableAnswers answers, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var found = await answers.FindAsync(request.MessageId, AnswerChangeKind.Delete, request.Actor, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            await answers.OweAsync(found.Value, AnswerChangeKind.Delete, text: null, request.Actor, cancellationToken);
            changes.Case(found.Value.Locked.Case.Id);
            return new Done();
        }
    }
}
