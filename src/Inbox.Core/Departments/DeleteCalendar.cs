using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Routing;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Departments;

/// <summary>Deletes a calendar that nothing uses.</summary>
public static class DeleteCalendar
{
    public sealed record Command(long Id, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange settings) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            settings.DeleteAsync<Calendar>(request.Id, request.Actor, calendar => GoAsync(calendar, cancellationToken), cancellationToken);

        private async Task<Error?> GoAsync(Calendar calendar, CancellationToken cancellationToken)
        {
            var users = await UsersAsync(calendar.Id, cancellationToken);
            return users.Count == 0
                ? null
                : new Error(ErrorKind.Conflict, "calendar_in_use", $"“{calendar.Name}” is still used by {string.Join(", ", users)}. Give them another calendar first.");
        }

        /// <summary>Who lives by the calendar, in words.</summary>
        private async Task<List<string>> UsersAsync(long id, CancellationToken cancellationToken)
        {
            var users = await db.Departments.Where(d => d.CalendarId == id).Select(d => "the department " + d.Name)
                .Concat(db.Channels.Where(c => c.CalendarId == id).Select(c => "the channel " + c.Name))
                .Concat(db.SlaPolicies.Where(p => p.CalendarId == id).Select(p => "the policy " + p.Name))
                .ToListAsync(cancellationToken);
            users.AddRange((await db.RoutingRules.AsNoTracking().OrderBy(r => r.Position).ToListAsync(cancellationToken))
                .Where(r => r.Conditions.Groups.Any(g => g.Conditions.Any(c => c.Kind == ConditionKind.Hours && c.Id == id)))
                .Select(r => $"the rule {r.Name}"));

            // A clock keeps the calendar it was started on, also when its department has moved to another since.
            var running = await db.SlaClocks.Where(c => c.CalendarId == id && c.StoppedAt == null).Select(c => c.CaseId).Distinct().CountAsync(cancellationToken);
            if (running > 0)
            {
                users.Add(running == 1 ? "the clocks of 1 open case" : $"the clocks of {running:N0} open cases");
            }

            var quiet = await db.QuietHours.CountAsync(q => q.CalendarId == id, cancellationToken);
            if (quiet > 0)
            {
                users.Add(quiet == 1 ? "the quiet hours of 1 person" : $"the quiet hours of {quiet:N0} people");
            }

            return users;
        }
    }
}
