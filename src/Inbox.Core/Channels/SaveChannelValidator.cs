using System.Text.Json;
using FluentValidation;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels;

/// <summary>Checks a door before it opens. Problems that its kind finds are named <c>Settings.{field}</c>.</summary>
internal sealed class SaveChannelValidator : AbstractValidator<SaveChannel.Command>
{
    private readonly InboxDb _db;
    private readonly ChannelSecrets _secrets;

    public SaveChannelValidator(InboxDb db, ChannelSecrets secrets, IEnumerable<IChannel> kinds)
    {
        (_db, _secrets) = (db, secrets);
        RuleFor(c => c.Name).IsName();
        RuleFor(c => c.Key).IsKey()
            .MustAsync(async (c, key, ct) => !await db.Channels.AnyAsync(o => o.Id != c.Id && o.Key == key, ct))
            .WithMessage(c => $"Another channel has the key “{c.Key}”.");
        RuleFor(c => c.DepartmentId).Cascade(CascadeMode.Stop)
            .NotNull().WithMessage("Choose the department that owns this door: nobody else would answer for what comes through it.")
            .MustAsync((id, ct) => db.Departments.AnyAsync(d => d.Id == id, ct)).WithMessage("This department is no longer there. Choose another.");
        RuleFor(c => c.CalendarId)
            .MustAsync(async (id, ct) => id is null || await db.Calendars.AnyAsync(k => k.Id == id, ct))
            .WithMessage("This calendar is no longer there. Choose another.");
        RuleFor(c => c.ReopenDays).InclusiveBetween(1, 365).WithMessage("Give a number of days from 1 to 365.");
        RuleFor(c => c.AttachmentMegabytes).InclusiveBetween(1, Channel.MostAttachmentMegabytes)
            .WithMessage($"Give a size from 1 to {Channel.MostAttachmentMegabytes} MB. Most mail servers take 20 to 25.");
        RuleFor(c => c.Kind).CustomAsync(async (kind, context, ct) =>
        {
            if (kinds.FirstOrDefault(k => k.Kind == kind) is not { } channel)
            {
                context.AddFailure("Choose the kind of the channel.");
                return;
            }

            await CheckKindAsync(channel, context, ct);
        });
    }

    private async Task CheckKindAsync(IChannel kind, ValidationContext<SaveChannel.Command> context, CancellationToken cancellationToken)
    {
        var command = context.InstanceToValidate;
        var address = command.Address.Trim();
        if (ChannelAddress.Problem(kind.Traits.HandleKind, address) is { } wrong)
        {
            context.AddFailure(nameof(command.Address), wrong);
        }

        var others = await _db.Channels.Where(c => c.Kind == kind.Kind)
            .Select(c => new { c.Id, c.Name, c.Address, c.Settings })
            .ToListAsync(cancellationToken);
        var same = HandleKinds.Normalise(kind.Traits.HandleKind, address);
        if (kind.Traits.AnswersOver is { } over)
        {
            var doors = await _db.Channels.Where(c => c.Kind == over).Select(c => c.Address).ToListAsync(cancellationToken);
            if (!doors.Exists(a => HandleKinds.Normalise(kind.Traits.HandleKind, a) == same))
            {
                context.AddFailure(nameof(command.Address), doors.Count == 0
                    ? $"Answers leave over a channel of the kind {over}, and there is none yet. Open one first."
                    : $"None of your channels of the kind {over} has this address. There are: {string.Join(", ", doors)}.");
            }
        }
        else if (same.Length > 0 && others.Find(o => o.Id != command.Id && HandleKinds.Normalise(kind.Traits.HandleKind, o.Address) == same) is { } other)
        {
            context.AddFailure(nameof(command.Address), $"“{other.Name}” has this address already: what arrives could not tell its door.");
        }

        var stored = others.Find(o => o.Id == command.Id);
        if (command.Id is not null && stored is null && await _db.Channels.AnyAsync(c => c.Id == command.Id, cancellationToken))
        {
            context.AddFailure("A channel keeps its kind. Add another channel for another kind.");
            return;
        }

        try
        {
            foreach (var (field, problem) in kind.CheckSettings(_secrets.Protect(command.Settings, stored?.Settings)))
            {
                context.AddFailure(field.Length == 0 ? nameof(command.Settings) : $"{nameof(command.Settings)}.{field}", problem);
            }
        }
        catch (JsonException)
        {
            context.AddFailure(nameof(command.Settings), "The settings are no JSON object.");
        }
    }
}
