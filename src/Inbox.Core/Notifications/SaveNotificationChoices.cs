using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Notifications;

/// <summary>Sets how one hears of each kind of notification, and when one is not to be disturbed.</summary>
public static class SaveNotificationChoices
{
    public sealed record Way(NotificationKind Kind, bool Page, bool Browser, MailPace Mail);

    /// <summary>By a calendar of the company, or by a week of one's own in its time zone.</summary>
    public sealed record Reachable(long? CalendarId, Dictionary<string, string[]>? Hours, string? TimeZone);

    /// <param name="Ways">Kinds left out stay as they are.</param>
    /// <param name="Reachable">Null: it is never quiet.</param>
    public sealed record Command(IReadOnlyList<Way> Ways, Reachable? Reachable, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleForEach(c => c.Ways).Must(w => Enum.IsDefined(w.Kind) && Enum.IsDefined(w.Mail)).WithMessage("There is no such choice.");
            RuleFor(c => c.Ways).Must(ways => ways.DistinctBy(w => w.Kind).Count() == ways.Count).WithMessage("Choose once for each kind.");
            When(c => c.Reachable is { CalendarId: not null }, () => RuleFor(c => c.Reachable!.CalendarId)
                .MustAsync((id, cancellationToken) => db.Calendars.AnyAsync(c => c.Id == id, cancellationToken)).WithMessage("This calendar is no longer there. Choose another one."));
            When(c => c.Reachable is { CalendarId: null }, () =>
            {
                RuleFor(c => c.Reachable!.TimeZone).Must(zone => zone is not null && WorkingTime.IsTimeZone(zone)).WithMessage("Give a time zone, for example Europe/London.");
                RuleFor(c => c.Reachable!.Hours).Custom((hours, context) =>
                {
                    var error = "Choose at least one day.";
                    if (hours is null || !WeeklyHours.TryParse(hours, out var shifts, out error) || shifts.Count == 0)
                    {
                        context.AddFailure(error ?? "Choose at least one day.");
                    }
                });
            });
        }
    }

    internal sealed class Handler(InboxDb db, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (request.Actor.AgentId is not { } me || !await db.Users.AnyAsync(a => a.Id == me, cancellationToken))
            {
                return People.NoSuchAgent;
            }

            // What is switched off reaches neither browser nor mail.
            var ways = request.Ways.Select(w => w.Page ? w : new Way(w.Kind, Page: false, Browser: false, MailPace.Never)).ToList();
            var kinds = ways.Select(w => w.Kind).ToArray();
            await db.NotificationChoices.Where(c => c.AgentId == me && kinds.Contains(c.Kind)).ExecuteDeleteAsync(cancellationToken);
            db.NotificationChoices.AddRange(ways.Select(w => new NotificationChoice { AgentId = me, Kind = w.Kind, Page = w.Page, Browser = w.Browser, Mail = w.Mail }));
            await db.QuietHours.Where(q => q.AgentId == me).ExecuteDeleteAsync(cancellationToken);
            if (request.Reachable is { } reachable)
            {
                db.QuietHours.Add(reachable.CalendarId is { } calendar
                    ? new QuietHours { AgentId = me, CalendarId = calendar }
                    : new QuietHours { AgentId = me, Hours = reachable.Hours, TimeZone = reachable.TimeZone });
            }

            await db.SaveChangesAsync(cancellationToken);

            // What waits for its time is looked at again by the new choices.
            var now = time.Now();
            await db.Notifications.Where(n => n.AgentId == me && n.MailAt > now).ExecuteUpdateAsync(set => set.SetProperty(n => n.MailAt, now), cancellationToken);
            return new Done();
        }
    }
}
