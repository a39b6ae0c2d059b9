using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.People;

/// <summary>Who uses Inbox, in which role and for which departments.</summary>
internal sealed class IndexPage(InboxDb db, IMediator mediator, UserManager<Agent> users, TimeProvider time) : InboxPage
{
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyList<Department> Departments { get; private set; } = [];

    /// <summary>The form for somebody new.</summary>
    public Fields Empty => new("", "", Role.Agent, [], Departments);

    public sealed record Row(long Id, string Name, string Email, Role Role, DateTimeOffset? DisabledAt, bool HasPassword, IReadOnlyList<long> DepartmentIds)
    {
        public required int Open { get; init; }

        public required int? Capacity { get; init; }

        public required bool Away { get; init; }

        public required DateTimeOffset? AwayUntil { get; init; }
    }

    public sealed record Form(string? Email, string? DisplayName, Role Role, long[]? DepartmentIds, string? Password);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Departments = await db.Departments.AsNoTracking().OrderBy(d => d.Name).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        Rows = await db.Users.AsNoTracking()
            .OrderBy(a => a.DisabledAt != null).ThenBy(a => a.DisplayName).ThenBy(a => a.Id)
            .Select(a => new Row(a.Id, a.DisplayName, a.Email!, a.Role, a.DisabledAt, a.PasswordHash != null, a.Departments.Select(d => d.DepartmentId).ToList())
            {
                Open = db.Cases.Count(c => c.IsOpen && c.AssigneeId == a.Id),
                Capacity = a.Capacity,
                Away = a.AwaySince != null && (a.AwayUntil == null || a.AwayUntil > now),
                AwayUntil = a.AwayUntil,
            })
            .ToListAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync([FromForm] Form form, CancellationToken cancellationToken)
    {
        var password = string.IsNullOrEmpty(form.Password) ? null : form.Password;
        var created = await mediator.Send(
            new CreateAgent.Command(form.Email ?? "", form.DisplayName ?? "", form.Role, form.DepartmentIds ?? [], password, Me), cancellationToken);
        if (!created.IsOk)
        {
            return Refuse(created.Error);
        }

        return password is null
            ? Partial("_PasswordLink", await PasswordLink.MakeAsync(users, created.Value, Request))
            : this.GoTo("/settings/people");
    }
}
