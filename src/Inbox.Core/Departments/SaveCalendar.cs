using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Departments;

/// <summary>Adds a calendar, or changes one; then every running clock on it goes on by the new hours.</summary>
public static class SaveCalendar
{
    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    /// <param name="Hours">As in <see cref="WeeklyHours"/>.</param>
    public sealed record Command(
        long? Id,
        int Revision,
        string Name,
        string TimeZone,
        IReadOnlyDictionary<string, string[]> Hours,
        IReadOnlyList<DateOnly> Holidays,
        Actor Actor) : ICommand<Saved>;

    /// <param name="Cases">Open cases whose clocks were reckoned anew.</param>
    public sealed record Saved(long Id, int Cases);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleFor(c => c.Name).IsName()
                .MustAsync((c, name, ct) => db.Calendars.Where(k => k.Id != c.Id).Select(k => k.Name).LacksAsync(name, ct))
                .WithMessage(c => $"There is a calendar called “{c.Name.Trim()}” already.");
            RuleFor(c => c.TimeZone).Must(zone => WorkingTime.IsTimeZone(zone.Trim()))
                .WithMessage("This is not a time zone. Choose one from the list, for example Europe/London.");
            RuleFor(c => c.Hours).Custom(CheckHours);
            RuleFor(c => c.Holidays).Must(days => days.Count <= 1000).WithMessage("Keep the list under 1,000 days.");
        }

        /// <summary>Each day by itself first, so that every wrong one shows beside its field.</summary>
        private static void CheckHours(IReadOnlyDictionary<string, string[]> hours, ValidationContext<Command> context)
        {
            var daysAreRight = true;
            foreach (var (day, intervals) in hours)
            {
                if (!WeeklyHours.TryParse(new Dictionary<string, string[]>(StringComparer.Ordinal) { [day] = intervals }, out _, out var wrong))
                {
                    context.AddFailure($"Hours[{day}]", wrong);
                    daysAreRight = false;
                }
            }

            if (daysAreRight && !WeeklyHours.TryParse(hours, out var shifts, out var error))
            {
                context.AddFailure("Hours", error);
            }
            else if (daysAreRight && hours.Values.All(d => d.Length == 0))
            {
                context.AddFailure("Hours", "Give the hours of at least one day: where nobody ever works, no promise ever falls due.");
            }
        }
    }

    internal sealed class Handler(InboxDb db, SettingsChange settings, CalendarClocks clocks) : IRequestHandler<Command, Result<Saved>>
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

            var calendar = opened.Value;
            var before = request.Id is null ? null : Times.Of(calendar);
            calendar.Name = request.Name.Trim();
            calendar.TimeZone = request.TimeZone.Trim();
            calendar.Hours = HoursOf(request);
            calendar.Holidays = [.. request.Holidays.Distinct().Order()];
            if (await settings.SaveAsync(cancellationToken) is { } failed)
            {
                return failed;
            }

            var after = Times.Of(calendar);
            var cases = before is null || before.SameAs(after)
                ? 0
                : await clocks.ReckonAsync(calendar.Id, before.Hours, after.Hours, cancellationToken);
            return new Saved(calendar.Id, cases);
        }

        /// <summary>All seven days in one way of writing, whatever was typed.</summary>
        private static Dictionary<string, string[]> HoursOf(Command request) =>
            WeeklyHours.TryParse(request.Hours, out var shifts, out var error)
                ? WeeklyHours.Format(shifts).ToDictionary(StringComparer.Ordinal)
                : throw new InvalidOperationException(error);

        /// <summary>What of a calendar moves clocks. Shifts are compared, for jsonb keeps no order of days and people write one hour in many ways.</summary>
        private sealed record Times(string TimeZone, IReadOnlyList<Shift> Shifts, IReadOnlyList<DateOnly> Holidays, WorkingTime Hours)
        {
            public static Times Of(Calendar calendar)
            {
                _ = WeeklyHours.TryParse(calendar.Hours, out var shifts, out _);
                return new Times(calendar.TimeZone, shifts, calendar.Holidays, Rules.HoursOf(calendar));
            }

            public bool SameAs(Times other) =>
                TimeZone == other.TimeZone && Shifts.SequenceEqual(other.Shifts) && Holidays.SequenceEqual(other.Holidays);
        }
    }
}
