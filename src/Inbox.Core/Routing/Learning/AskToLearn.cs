using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing.Learning;

/// <summary>Learning begins within a second on whichever node is free, also while its use is switched off: to see how well it would do.</summary>
public static class AskToLearn
{
    public sealed record Command(Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange change, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await change.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var now = time.Now();
            await db.LearningSettings.ExecuteUpdateAsync(set => set.SetProperty(s => s.AskedAt, now), cancellationToken);
            await db.Jobs.Where(j => j.Name == LearnDepartments.JobName).ExecuteUpdateAsync(set => set.SetProperty(j => j.NextRunAt, now), cancellationToken);
            return default(Done);
        }
    }
}
