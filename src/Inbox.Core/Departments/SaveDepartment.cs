using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Departments;

/// <summary>Adds a department, or changes one. Answers its id.</summary>
public static class SaveDepartment
{
    /// <summary>The palette of the pages has twelve hues.</summary>
    public const int Hues = 12;

    /// <summary>A longer list is not read, and so not answered with care.</summary>
    public const int MostItems = 12;

    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    public sealed record Command(
        long? Id,
        int Revision,
        string Name,
        string Key,
        int Hue,
        long? LeadId,
        long? CalendarId,
        bool External,
        bool Confidential,
        string Signature,
        Actor Actor) : ICommand<long>
    {
        /// <summary>What is asked of whoever offers it a case.</summary>
        public IReadOnlyList<ChecklistItem> Checklist { get; init; } = [];
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleFor(c => c.Name).IsName()
                .MustAsync((c, name, ct) => db.Departments.Where(d => d.Id != c.Id).Select(d => d.Name).LacksAsync(name, ct))
                .WithMessage(c => $"There is a department called “{c.Name.Trim()}” already.");
            RuleFor(c => c.Key).IsKey()
                .MustAsync(async (c, key, ct) => !await db.Departments.AnyAsync(d => d.Id != c.Id && d.Key == key, ct))
                .WithMessage(c => $"Another department has the key “{c.Key}”.");
            RuleFor(c => c.Hue).InclusiveBetween(0, Hues - 1).WithMessage("Choose one of the colours.");
            RuleFor(c => c.LeadId)
                .MustAsync(async (id, ct) => id is null || await db.Users.AnyAsync(a => a.Id == id && a.DisabledAt == null, ct))
                .WithMessage("This person has left. Choose another lead.");
            RuleFor(c => c.CalendarId)
                .MustAsync(async (id, ct) => id is null || await db.Calendars.AnyAsync(k => k.Id == id, ct))
                .WithMessage("This calendar is no longer there. Choose another.");
            RuleFor(c => c.Signature).Cascade(CascadeMode.Stop)
                .MaximumLength(2000).WithMessage("Keep the signature under 2,000 characters.")
                .Must(SettingsRules.IsStorable).WithMessage("The signature has characters that cannot be kept. Type it again.");
            RuleFor(c => c.Checklist).Cascade(CascadeMode.Stop)
                .Must(items => items.Count <= MostItems).WithMessage($"Ask for at most {MostItems} things.")
                .Must(items => items.All(i => !string.IsNullOrWhiteSpace(i.Label) && i.Label.Trim().Length <= 60 && SettingsRules.IsStorable(i.Label) && Enum.IsDefined(i.Kind)))
                .WithMessage("Name each thing asked for in at most 60 characters.")
                .Must(items => items.Select(i => i.Label.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Count() == items.Count)
                .WithMessage("Ask for each thing once.");
        }
    }

    internal sealed class Handler(InboxDb db, SettingsChange settings) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var opened = request.Id is { } id
                ? await settings.EditAsync<Department>(id, request.Revision, cancellationToken)
                : db.Departments.Add(new Department { Name = "", Key = "" }).Entity;
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var department = opened.Value;
            department.Name = request.Name.Trim();
            department.Key = request.Key;
            department.Hue = request.Hue;
            department.LeadId = request.LeadId;
            department.CalendarId = request.CalendarId;
            department.External = request.External;
            department.Confidential = request.Confidential;
            department.Signature = request.Signature.Trim();
            department.Checklist = [.. request.Checklist.Select(i => i with { Label = i.Label.Trim() })];
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : department.Id;
        }
    }
}
