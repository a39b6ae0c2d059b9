using FluentValidation;
using FluentValidation.Results;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Departments;

/// <summary>Adds a calendar, or changes one; the clocks that run by it are recomputed in the background.</summary>
public static class SaveCalendar
{
    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    public sealed record Command(long? Id, int Revision, string Name, CalendarHours Times, Actor Actor) : ICommand<Saved>;

    /// <param name="Clocks">Running clocks that will be recomputed.</param>
    public sealed record Saved(long Id, int Clocks);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleFor(c => c.Name).IsName()
                .MustAsync((c, name, ct) => db.Calendars.Where(k => k.Id != c.Id).Select(k => k.Name).LacksAsync(name, ct))
                .WithMessage(c => $"There is a calendar called “{c.Name.Trim()}” already.");
            RuleFor(c => c.Times).Custom((times, context) => times.Check((field, problem) => context.AddFailure(new ValidationFailure(field, problem))));
        }
    }

    internal sealed class Handler(InboxDb db, SettingsChange settings, Recomputations recomputations, TimeProvider time) : IRequestHandler<Command, Result<Saved>>
    {
        public async Task<Result<Saved>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var opened = request.Id is { } id
                ? await settings.EditAsync<Calendar>(id, request.Revision, cancellationToken)
                : db.Calendars.Add(new Calendar { Name = "", TimeZone = "", Hours = [] }).Entity;
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var (calendar, times) = (opened.Value, request.Times.Tidy());
            var moves = request.Id is not null && !calendar.Times().CountsAs(times);
            calendar.Name = request.Name.Trim();
            if (moves)
            {
                db.EarlierHours.Add(calendar.Replace(times, time.Now()));
            }
            else
            {
                calendar.Write(times);
            }

            if (await settings.SaveAsync(cancellationToken) is { } failed)
            {
                return failed;
            }

            return new Saved(calendar.Id, moves ? await recomputations.AskForCalendarAsync(calendar.Id, cancellationToken) : 0);
        }
    }
}
