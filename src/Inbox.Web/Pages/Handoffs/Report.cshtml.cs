using System.Globalization;
using Inbox.Core;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Handoffs;

/// <summary>Acceptances by department, for managers and administrators; a lead, also a contractor's, reads those of their own departments.</summary>
internal sealed class ReportModel(IMediator mediator, Rulebook rulebook) : InboxPage
{
    public static readonly IReadOnlyList<int> Periods = [7, 30, 90];

    [BindProperty(SupportsGet = true)]
    public int Days { get; set; } = 30;

    public HandoffFigures.View Figures { get; private set; } = null!;

    public Rules Rules { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Rules = await rulebook.GetAsync(cancellationToken);
        var readable = HandoffFigures.ReadableTo(Me, Rules);
        if (readable.Count == 0)
        {
            return Forbid();
        }

        Days = Periods.Contains(Days) ? Days : 30;
        Figures = await mediator.Send(new HandoffFigures.Query(Days, readable), cancellationToken);
        return Page();
    }

    /// <summary>Working time in hours, since its days have no fixed length.</summary>
    public static string Length(TimeSpan? working) => working switch
    {
        null => "–",
        { TotalHours: < 24 } brief => Shown.Duration(brief),
        { } lengthy => string.Create(CultureInfo.InvariantCulture, $"{lengthy.TotalHours:0}h"),
    };
}
