using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Playbooks;

/// <summary>Deletes a playbook. Where it is open it stays, with its ticks. Refused while a macro starts it.</summary>
public static class DeletePlaybook
{
    public sealed record Command(long Id, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange settings) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            settings.DeleteAsync<Playbook>(request.Id, request.Actor, playbook => GoAsync(playbook, cancellationToken), cancellationToken);

        private async Task<Error?> GoAsync(Playbook playbook, CancellationToken cancellationToken)
        {
            var users = (await db.Macros.AsNoTracking().ToListAsync(cancellationToken)).Where(m => m.Actions.PlaybookId == playbook.Id).Select(m => $"“{m.Name}”").ToList();
            return users.Count == 0
                ? null
                : new Error(ErrorKind.Conflict, "playbook_in_use", $"“{playbook.Name}” is started by the macro {string.Join(", ", users)}. Change that first.");
        }
    }
}
