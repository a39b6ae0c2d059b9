using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Delivery.Changes;

/// <summary>Puts other words in the place of an answer that has left, where the far side lets us. What it said before is kept.</summary>
public static class EditSentAnswer
{
    /// <param name="Text">All that it is to say from now on.</param>
    public sealed record Command(long MessageId, string Text, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Text).NotEmpty().WithMessage("Write what the answer is to say. To take it away, delete it.")
            .MaximumLength(200_000).WithMessage("An answer holds at most 200,000 characters.");
    }

    internal sealed class Handler(ChangeableAnswers answers, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var found = await answers.FindAsync(request.MessageId, AnswerChangeKind.Edit, request.Actor, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            if (request.Actor.NeedsApproval)
            {
                return new Error(ErrorKind.Forbidden, "needs_approval", "Somebody else reads your answers before they leave, so ask them to edit this one. You may delete it.");
            }

            var answer = found.Value;
            var text = Words.Storable(request.Text.Trim().ReplaceLineEndings("\n"));
            if (text == answer.Message.Text)
            {
                return new Error(ErrorKind.Invalid, "same_text", "These are the words that stand there already.");
            }

            if (answer.Traits.LimitOf(answer.Message.Visibility, answer.Channel.TextLimit)?.Problem(text) is { } tooLong)
            {
                return new Error(ErrorKind.Invalid, "text_too_long", tooLong);
            }

            await answers.OweAsync(answer, AnswerChangeKind.Edit, text, request.Actor, cancellationToken);
            changes.Case(answer.Locked.Case.Id);
            return new Done();
        }
    }
}
