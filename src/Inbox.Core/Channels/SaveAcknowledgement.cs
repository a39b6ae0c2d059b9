using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Channels;

/// <summary>Sets what a door says by itself when a customer opens a case. The words are kept while it is switched off.</summary>
public static class SaveAcknowledgement
{
    /// <param name="Revision">As the form knew it.</param>
    public sealed record Command(long ChannelId, int Revision, bool Enabled, string Subject, string Text, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Subject).Cascade(CascadeMode.Stop)
                .Must((c, subject) => !c.Enabled || !string.IsNullOrWhiteSpace(subject)).WithMessage("Give it a subject.")
                .MaximumLength(200).WithMessage("Keep the subject under 200 characters.")
                .Must(subject => !subject.AsSpan().ContainsAny('\r', '\n')).WithMessage("Keep the subject on one line.")
                .Must(SettingsRules.IsStorable).WithMessage("The subject has characters that cannot be kept. Type it again.")
                .Custom(CheckPlaceholders);
            RuleFor(c => c.Text).Cascade(CascadeMode.Stop)
                .Must((c, text) => !c.Enabled || !string.IsNullOrWhiteSpace(text)).WithMessage("Write what customers are to read.")
                .MaximumLength(5000).WithMessage("Keep the text under 5,000 characters.")
                .Must(SettingsRules.IsStorable).WithMessage("The text has characters that cannot be kept. Type it again.")
                .Custom(CheckPlaceholders);
        }

        private static void CheckPlaceholders(string template, ValidationContext<Command> context)
        {
            if (AcknowledgementText.Unknown(template) is { Count: > 0 } unknown)
            {
                context.AddFailure($"{string.Join(", ", unknown)} stands for nothing. There are: {string.Join(", ", AcknowledgementText.Placeholders.Select(p => $"{{{p.Name}}}"))}.");
            }
        }
    }

    internal sealed class Handler(SettingsChange settings, ChannelKinds kinds) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var found = await settings.EditAsync<Channel>(request.ChannelId, request.Revision, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            if (kinds.Sender(found.Value) is null)
            {
                return new Error(ErrorKind.Invalid, "cannot_answer_here", $"{found.Value.Name} cannot write to customers, so it cannot acknowledge anything.");
            }

            found.Value.Acknowledgement = new Acknowledgement(request.Enabled, request.Subject.Trim(), request.Text.ReplaceLineEndings("\n").Trim());
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}
