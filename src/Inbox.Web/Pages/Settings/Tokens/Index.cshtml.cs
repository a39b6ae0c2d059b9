using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Tokens;

/// <summary>Keys to the API. A token is shown once, when it is made.</summary>
internal sealed class TokensPage(InboxDb db, IMediator mediator) : InboxPage
{
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyList<Department> Departments { get; private set; } = [];

    public sealed record Row(long Id, string Name, Role Role, Department? Department, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

    public sealed record Form(string? Name, Role Role, long? DepartmentId);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Departments = await db.Departments.AsNoTracking().OrderBy(d => d.Name).ToListAsync(cancellationToken);
        Rows = await db.ApiTokens.AsNoTracking()
            .OrderBy(t => t.RevokedAt != null).ThenByDescending(t => t.Id)
            .Select(t => new Row(t.Id, t.Name, t.Role, db.Departments.FirstOrDefault(d => d.Id == t.DepartmentId), t.CreatedAt, t.RevokedAt))
            .ToListAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync([FromForm] Form form, CancellationToken cancellationToken)
    {
        var created = await mediator.Send(new CreateToken.Command(form.Name ?? "", form.Role, form.DepartmentId, Me), cancellationToken);
        return created.IsOk ? Partial("_Shown", created.Value.Token) : Refuse(created.Error);
    }

    public async Task<IActionResult> OnPostRevokeAsync(long id, CancellationToken cancellationToken)
    {
        var revoked = await mediator.Send(new RevokeToken.Command(id, Me), cancellationToken);
        return revoked.IsOk ? this.GoTo("/settings/tokens") : Refuse(revoked.Error);
    }
}
