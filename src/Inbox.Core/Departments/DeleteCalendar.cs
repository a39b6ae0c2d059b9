using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
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
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var found = await settings.FindAsync<Calendar>(request.Id, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            var users = await UsersAsync(request.Id, cancellationToken);
            if (users.Count > 0)
            {
                return new Error(ErrorKind.Conflict, "calendar_in_use", $"“{found.Value.Name}” is still used by {string.Join(", ", users)}. Give them another calendar first.");
            }

            db.Calendars.Remove(found.Value);
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }

        /// <summary>Who lives by the calendar, in words.</summary>
        private async Task<List<string>> UsersAsync(long id, CancellationToken cancellationToken)
        {
            var users = await db.Departments.Where(d => d.CalendarId == id).Select(d => "the department " + d.Name)
                .Concat(db.Channels.Where(c => c.CalendarId == id).Select(c => "the channel " + c.Name))
                .Concat(db.SlaPolicies.Where(p => p.CalendarId == id).Select(p => "the policy " + p.Name))
                .ToListAsync(cancellationToken);

            // A clock keeps the calendar it was started on, also when its department has moved to another since.
            var running = await db.SlaClocks.Where(c => c.CalendarId == id && c.StoppedAt == null).Select(c => c.CaseId).Distinct().CountAsync(cancellationToken);
            if (running > 0)
            {
                users.Add(running == 1 ? "the clocks of 1 open case" : $"the clocks of {running:N0} open cases");
            }

            return users;
        }
    }
}
