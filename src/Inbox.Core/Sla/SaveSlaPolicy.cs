using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>
/// Adds a policy at the end of the order, or changes one. Answers its id. Cases opened from then on live by it; a cycle
/// that runs keeps its target until the case's priority changes.
/// </summary>
public static class SaveSlaPolicy
{
    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    /// <param name="Targets">Working minutes; a metric without any is left out.</param>
    public sealed record Command(
        long? Id,
        int Revision,
        string Name,
        bool Enabled,
        long? ChannelId,
        long? DepartmentId,
        Priority? Priority,
        string? Tag,
        long? MinReach,
        string? CustomerGroup,
        bool? External,
        long? CalendarId,
        bool AroundTheClock,
        bool PauseOnHold,
        IReadOnlyList<SlaTarget> Targets,
        IReadOnlyList<EscalationStep> Steps,
        Actor Actor) : ICommand<long>;

    /// <summary>Metrics for which a time may be promised. A call-back is due at the time promised to the customer; department time is only measured.</summary>
    public static IReadOnlyList<SlaMetric> Promised { get; } =
        [SlaMetric.FirstReply, SlaMetric.NextReply, SlaMetric.Resolution, SlaMetric.HandoffAccept];

    internal static bool IsGiven(SlaTarget target) => (target.Low ?? target.Normal ?? target.High ?? target.Urgent) is not null;

    internal sealed class Handler(InboxDb db, SettingsChange settings) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var opened = request.Id is { } id
                ? await settings.EditAsync<SlaPolicy>(id, request.Revision, cancellationToken)
                : db.SlaPolicies.Add(new SlaPolicy { Name = "", Position = await LastAsync(cancellationToken) + 1 }).Entity;
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var policy = opened.Value;
            policy.Name = request.Name.Trim();
            policy.Enabled = request.Enabled;
            policy.ChannelId = request.ChannelId;
            policy.DepartmentId = request.DepartmentId;
            policy.Priority = request.Priority;
            policy.Tag = SettingsRules.OrNull(request.Tag);
            policy.MinReach = request.MinReach;
            policy.CustomerGroup = SettingsRules.OrNull(request.CustomerGroup);
            policy.External = request.External;
            policy.CalendarId = request.CalendarId;
            policy.AroundTheClock = request.AroundTheClock;
            policy.PauseOnHold = request.PauseOnHold;
            policy.Targets = [.. request.Targets.Where(IsGiven)];
            policy.Steps = [.. request.Steps.OrderBy(s => s.Metric).ThenBy(s => s.SharePercent).ThenBy(s => s.Action)];
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : policy.Id;
        }

        private Task<int> LastAsync(CancellationToken cancellationToken) =>
            db.SlaPolicies.Select(p => p.Position).DefaultIfEmpty().MaxAsync(cancellationToken);
    }
}
