using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Data.Mapping;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>
/// Adds a policy at the end of the order, or changes one. Cases opened from then on live by it; the clocks that run by it
/// are recomputed in the background.
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
        bool PauseWaiting,
        bool PauseOnHold,
        int WarningShare,
        IReadOnlyList<SlaTarget> Targets,
        IReadOnlyList<EscalationStep> Steps,
        Actor Actor) : ICommand<Saved>;

    /// <param name="Clocks">Running clocks that will be recomputed.</param>
    public sealed record Saved(long Id, int Clocks);

    /// <summary>Metrics for which a time may be promised. A call-back is due at the time promised to the customer; department time is only measured.</summary>
    public static IReadOnlyList<SlaMetric> Promised { get; } =
        [SlaMetric.FirstReply, SlaMetric.NextReply, SlaMetric.Update, SlaMetric.Resolution, SlaMetric.HandoffAccept];

    internal static bool IsGiven(SlaTarget target) => (target.Low ?? target.Normal ?? target.High ?? target.Urgent) is not null;

    /// <summary>
    /// By metric, each in the order given. A step that stood there before keeps its position, so that running clocks know
    /// what they have taken; a new one gets the next.
    /// </summary>
    internal static List<EscalationStep> Numbered(IEnumerable<EscalationStep> steps, IReadOnlyCollection<EscalationStep> before)
    {
        var known = before.Select(s => (s.Metric, s.Position)).ToHashSet();
        var last = before.GroupBy(s => s.Metric).ToDictionary(g => g.Key, g => g.Max(s => s.Position));
        return [.. steps.OrderBy(s => s.Metric).Select(s => known.Remove((s.Metric, s.Position)) ? s : s with { Position = last[s.Metric] = last.GetValueOrDefault(s.Metric) + 1 })];
    }

    internal sealed class Handler(InboxDb db, SettingsChange settings, Recomputations recomputations) : IRequestHandler<Command, Result<Saved>>
    {
        public async Task<Result<Saved>> Handle(Command request, CancellationToken cancellationToken)
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
            var before = TermsOf(policy);
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
            policy.PauseWaiting = request.PauseWaiting;
            policy.PauseOnHold = request.PauseOnHold;
            policy.WarningShare = request.WarningShare;
            policy.Targets = [.. request.Targets.Where(IsGiven)];
            policy.Steps = Numbered(request.Steps, policy.Steps);
            var changed = request.Id is not null && before != TermsOf(policy);
            if (changed)
            {
                policy.ChangeTerms();
            }

            if (await settings.SaveAsync(cancellationToken) is { } failed)
            {
                return failed;
            }

            return new Saved(policy.Id, changed ? await recomputations.AskForPolicyAsync(policy.Id, cancellationToken) : 0);
        }

        /// <summary>What of a policy moves clocks.</summary>
        private static string TermsOf(SlaPolicy policy) => JsonSerializer.Serialize(
            new { policy.CalendarId, policy.AroundTheClock, policy.PauseWaiting, policy.PauseOnHold, policy.Targets, policy.Steps }, Json.Options);

        private Task<int> LastAsync(CancellationToken cancellationToken) =>
            db.SlaPolicies.Select(p => p.Position).DefaultIfEmpty().MaxAsync(cancellationToken);
    }
}
