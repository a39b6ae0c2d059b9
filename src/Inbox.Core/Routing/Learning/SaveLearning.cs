using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Routing.Learning;

/// <summary>Says what may be done with what past cases teach.</summary>
public static class SaveLearning
{
    /// <param name="Revision">As the form knew it.</param>
    /// <param name="SurePercent">From 50 to 99; counts where it routes by itself.</param>
    /// <param name="Confidential">Learn from the cases of confidential departments, and send new ones there.</param>
    public sealed record Command(int Revision, LearningMode Mode, int SurePercent, bool Confidential, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Mode).IsInEnum().WithMessage("Choose one of the three.");
            RuleFor(c => c.SurePercent).InclusiveBetween(50, 99).WithMessage("Give a number from 50 to 99.");
        }
    }

    internal sealed class Handler(SettingsChange change) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await change.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var found = await change.EditAsync<LearningSettings>(LearningSettings.OnlyId, request.Revision, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            (found.Value.Mode, found.Value.SurePercent, found.Value.Confidential) = (request.Mode, request.SurePercent, request.Confidential);
            return await change.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}
