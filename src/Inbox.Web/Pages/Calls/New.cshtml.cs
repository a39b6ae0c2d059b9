using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Calls;

/// <summary>A call, written down while it is held. Opening the page changes nothing, so a telephone system may do it for every ring.</summary>
public sealed class NewModel(InboxDb db, IMediator mediator, Rulebook rulebook) : InboxPage
{
    private Rules _rules = null!;

    [BindProperty]
    public CallForm Call { get; set; } = new();

    public IReadOnlyList<Channel> Lines { get; private set; } = [];

    public IReadOnlyList<Department> Departments { get; private set; } = [];

    /// <summary>Where the customer is until the agent says otherwise.</summary>
    public string Zone { get; private set; } = "UTC";

    public IReadOnlyList<CallerRow> Found { get; private set; } = [];

    public IReadOnlyList<CallerCase> Cases { get; private set; } = [];

    /// <summary>The case the page was opened from, offered even when nobody is known by the number.</summary>
    public IEnumerable<CallerCase> CasesOfNobody => Cases.Where(c => Found.All(f => f.Id != c.CustomerId));

    public async Task<IActionResult> OnGetAsync(string? from, string? name, string? callid, string? direction, [FromQuery(Name = "case")] string? caseNumber, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        Call = new CallForm
        {
            Number = from?.Trim(),
            Name = name?.Trim(),
            CallId = callid?.Trim(),
            Incoming = direction is null || !direction.StartsWith("out", StringComparison.OrdinalIgnoreCase),
            ChannelId = Lines.Count > 0 ? Lines[0].Id : 0,
            CallBackZone = Zone,
            Key = Guid.NewGuid().ToString("N"),
            Pick = CaseNumber.TryParse(caseNumber, out var id) ? $"case:{id}" : null,
        };
        await FindAsync(cancellationToken);
        return Page();
    }

    /// <summary>Who it may be, as the agent types.</summary>
    public async Task<IActionResult> OnGetCallersAsync(CallForm call, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        Call = call;
        await FindAsync(cancellationToken);
        return Partial("_Callers", this);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var logged = await mediator.Send(Call.ToCommand(Me), cancellationToken);
        return logged.IsOk ? this.GoTo($"/inbox?case={logged.Value}") : Refuse(logged.Error);
    }

    public Department DepartmentOf(CallerCase row) => _rules.Departments[row.DepartmentId];

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        var line = Lines.FirstOrDefault(l => l.Id == Call.ChannelId) ?? (Lines.Count > 0 ? Lines[0] : null);
        var callers = new Callers(db, Me);
        Found = await callers.FindAsync(Call.Number ?? "", Call.Name ?? "", line is null ? null : PhoneSettings.Read(line.Settings).CountryCode, cancellationToken);
        Cases = await callers.CasesAsync(Found, Call.PickedCase, cancellationToken);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _rules = await rulebook.GetAsync(cancellationToken);
        Lines = [.. _rules.Channels.Values.Where(c => c.Kind == PhoneSettings.ChannelKind && c.Enabled).OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];
        Departments = [.. _rules.Departments.Values
            .Where(d => !Me.HiddenIds.Contains(d.Id) && (!Me.External || Me.Works(d.Id)))
            .OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase)];
        Zone = await db.CompanyZoneAsync([.. Departments.Select(d => d.Id)], cancellationToken);
    }
}
