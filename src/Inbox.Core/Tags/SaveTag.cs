using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Tags;

/// <summary>Adds a tag to the list, or changes one. A new name goes to rules, policies, macros and playbooks at once, to the cases in the background.</summary>
public static class SaveTag
{
    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    public sealed record Command(long? Id, int Revision, string Name, string Description, int Hue, bool Archived, Actor Actor) : ICommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleFor(c => c.Name).IsName()
                .MaximumLength(Tag.LongestName).WithMessage($"A tag holds at most {Tag.LongestName} characters.")
                .Must(name => !name.Contains(',', StringComparison.Ordinal)).WithMessage("Leave out the comma: it stands between tags.")
                .MustAsync((c, name, ct) => db.Tags.Where(t => t.Id != c.Id).Select(t => t.Name).LacksAsync(name, ct))
                .WithMessage(c => $"“{c.Name.Trim()}” is on the list already. To make two tags one, merge them.");
            RuleFor(c => c.Description).Cascade(CascadeMode.Stop)
                .MaximumLength(200).WithMessage("Keep the description under 200 characters.")
                .Must(SettingsRules.IsStorable).WithMessage("The description has characters that cannot be kept. Type it again.");
            RuleFor(c => c.Hue).InclusiveBetween(0, SaveDepartment.Hues - 1).WithMessage("Choose one of the colours.");
        }
    }

    internal sealed class Handler(InboxDb db, SettingsChange settings, TagUses uses, TimeProvider time) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var opened = request.Id is { } id
                ? await settings.EditAsync<Tag>(id, request.Revision, cancellationToken)
                : db.Tags.Add(new Tag { Name = "" }).Entity;
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var tag = opened.Value;
            var (before, name) = (tag.Name, request.Name.Trim());
            tag.Name = name;
            tag.Description = request.Description.Trim();
            tag.Hue = request.Hue;
            tag.Archived = request.Archived;
            if (before.Length > 0 && before != name)
            {
                await uses.ReplaceAsync(before, name, cancellationToken);
                db.TagChanges.Add(new TagChange { From = before, To = name, At = time.Now() });
            }

            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : tag.Id;
        }
    }
}
