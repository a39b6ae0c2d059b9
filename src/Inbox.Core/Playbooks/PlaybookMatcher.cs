using Inbox.Core.Cases;
using Inbox.Core.Routing;

namespace Inbox.Core.Playbooks;

/// <summary>Which playbooks open by themselves on a case. Pure.</summary>
public static class PlaybookMatcher
{
    public static IEnumerable<Playbook> Matching(IEnumerable<Playbook> playbooks, Case @case) =>
        playbooks.Where(p => p.OpensByItself && Holds(p, @case));

    private static bool Holds(Playbook playbook, Case @case) =>
        (playbook.DepartmentId is null || playbook.DepartmentId == @case.DepartmentId)
        && (playbook.ChannelId is null || playbook.ChannelId == @case.ChannelId)
        && (playbook.Priority is null || @case.Priority >= playbook.Priority)
        && (playbook.Tag is null || @case.Tags.Contains(playbook.Tag, StringComparer.OrdinalIgnoreCase))
        && (playbook.SlaPolicyId is null || playbook.SlaPolicyId == @case.SlaPolicyId)
        && (playbook.Words.Length == 0 || playbook.Words.Any(word => CaseRouter.ContainsWord(@case.Subject, word)));
}

/// <summary>What of a case its playbooks depend on; a change of it looks again which of them open.</summary>
internal readonly record struct PlaybookFacts(long DepartmentId, Priority Priority, string Tags, long? SlaPolicyId)
{
    public static PlaybookFacts Of(Case @case) => new(@case.DepartmentId, @case.Priority, string.Join(',', @case.Tags), @case.SlaPolicyId);
}
