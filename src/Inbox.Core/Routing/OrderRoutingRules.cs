using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing;

/// <summary>Puts all rules into the order in which somebody has dragged them.</summary>
public static class OrderRoutingRules
{
    /// <param name="Ids">Every rule, once.</param>
    public sealed record Command(IReadOnlyList<long> Ids, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange settings) : IRequestHandler<Command, Result<Done>>
    {
        private static readonly Error OthersMeanwhile = new(
            ErrorKind.Conflict, "saved_meanwhile", "Somebody has added or deleted a rule since you opened this list. Reload it and drag once more.");

        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var rules = await db.RoutingRules.ToDictionaryAsync(r => r.Id, cancellationToken);
            if (request.Ids.Count != rules.Count || !rules.Keys.ToHashSet().SetEquals(request.Ids))
            {
                return OthersMeanwhile;
            }

            for (var i = 0; i < request.Ids.Count; i++)
            {
                rules[request.Ids[i]].Position = i + 1;
            }

            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}
