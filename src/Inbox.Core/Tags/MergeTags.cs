using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Tags;

/// <summary>Makes two tags one: whatever has the first name gets the second. The first need not be on the list.</summary>
public static class MergeTags
{
    public sealed record Command(string From, long IntoId, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.From).NotEmpty().WithMessage("Choose a tag.");
    }

    internal sealed class Handler(InboxDb db, SettingsChange settings, TagUses uses, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var into = await settings.FindAsync<Tag>(request.IntoId, cancellationToken);
            if (!into.IsOk)
            {
                return into.Error;
            }

            var from = Words.Storable(request.From.Trim());
            if (from == into.Value.Name)
            {
                return new Error(ErrorKind.Invalid, "same_tag", "Choose two different tags.");
            }

            if (await db.TagNamedAsync(from, cancellationToken) is { } listed && listed.Id != into.Value.Id)
            {
                db.Tags.Remove(listed);
            }

            await uses.ReplaceAsync(from, into.Value.Name, cancellationToken);
            db.TagChanges.Add(new TagChange { From = from, To = into.Value.Name, At = time.Now() });
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}
