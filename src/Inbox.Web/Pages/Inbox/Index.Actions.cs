using Inbox.Core.Intake;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.AgentsPage;

internal sealed partial class IndexModel
{
    /// <summary>An automatic message was a person's after all.</summary>
    public async Task<IActionResult> OnPostPersonAsync(long message, CancellationToken cancellationToken)
    {
        var opened = await mediator.Send(new OpenCaseFromAutomatic.Command(message, Me), cancellationToken);
        return opened.IsOk ? this.GoTo($"/inbox?view=automatic&case={Core.Cases.CaseNumber.Format(opened.Value)}") : Refuse(opened.Error);
    }
}
