using Inbox.Core.Data;
using Inbox.Core.Playbooks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Playbooks;

public sealed class IndexModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    private Dictionary<long, string> _departments = [];
    private Dictionary<long, string> _channels = [];
    private Dictionary<long, string> _policies = [];

    public IReadOnlyList<Row> Playbooks { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        _departments = await db.Departments.ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);
        _channels = await db.Channels.ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
        _policies = await db.SlaPolicies.ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken);
        Playbooks = await db.Playbooks.AsNoTracking().OrderBy(p => p.Name)
            .Select(p => new Row(p, db.OpenPlaybooks.Count(o => o.PlaybookId == p.Id && o.CompletedAt == null && db.Cases.Any(c => c.Id == o.CaseId && c.IsOpen))))
            .ToListAsync(cancellationToken);
    }

    public string When(Playbook playbook)
    {
        var conditions = new List<string>();
        if (playbook.DepartmentId is { } department)
        {
            conditions.Add($"{_departments[department]} owns the case");
        }

        if (playbook.ChannelId is { } channel)
        {
            conditions.Add($"it came through {_channels[channel]}");
        }

        if (playbook.Priority is { } priority)
        {
            conditions.Add($"it is {priority}{(priority == Core.Cases.Priority.Urgent ? "" : " or higher")}");
        }

        if (playbook.Tag is { } tag)
        {
            conditions.Add($"it is tagged “{tag}”");
        }

        if (playbook.SlaPolicyId is { } policy)
        {
            conditions.Add($"the policy is “{_policies[policy]}”");
        }

        if (playbook.Words.Length > 0)
        {
            conditions.Add($"the subject has {string.Join(" or ", playbook.Words.Select(w => $"“{w}”"))}");
        }

        var when = conditions.Count == 0 ? "on every case" : "when " + string.Join(" and ", conditions);
        return playbook.OpensByItself ? when : "by hand" + (playbook.DepartmentId is { } only ? $", on cases of {_departments[only]}" : "");
    }

    public sealed record Row(Playbook Playbook, int Open);
}
