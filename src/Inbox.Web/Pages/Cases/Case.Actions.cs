using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Following;
using Inbox.Core.Cases.Naming;
using Inbox.Core.Playbooks;
using Inbox.Web.Pages.AgentsPage;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Cases;

/// <summary>Each button of the page is one command. The page refreshes itself afterwards, so a success has no content.</summary>
internal sealed partial class CaseModel
{
    /// <summary>Tells the script which expected failure it is, so that it can ask instead of complain.</summary>
    private const string ErrorHeader = "Inbox-Error";

    public async Task<IActionResult> OnPostNoteAsync(string? text, bool shared, long? draft, string? key, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new AddNote.Command(Id, text ?? "", shared, Me, key) { DraftId = draft }, cancellationToken));

    public async Task<IActionResult> OnPostRetryAsync(long message, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new RetryAnswer.Command(message, Me), cancellationToken));

    public async Task<IActionResult> OnPostAssignAsync(long? agent, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new AssignCase.Command(Id, agent, Me), cancellationToken));

    public async Task<IActionResult> OnPostTakeAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new AssignCase.Command(Id, Me.AgentId, Me), cancellationToken));

    public async Task<IActionResult> OnPostStatusAsync(CaseStatus status, string? reason, bool tasksLeft, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new ChangeStatus.Command(Id, status, reason, Me, tasksLeft), cancellationToken));

    public async Task<IActionResult> OnPostPriorityAsync(Priority priority, string? reason, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new ChangePriority.Command(Id, priority, reason, Me), cancellationToken));

    public async Task<IActionResult> OnPostTagsAsync(string? tags, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new TagCase.Command(Id, (tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Me), cancellationToken));

    public async Task<IActionResult> OnPostSnoozeAsync(DateTimeOffset? until, bool answer, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new SnoozeCase.Command(Id, answer ? SnoozeCase.UntilAnswer : until, Me), cancellationToken));

    public async Task<IActionResult> OnPostFollowAsync(bool follow, [FromServices] CountsCache counts, CancellationToken cancellationToken)
    {
        var followed = await mediator.Send(new FollowCase.Command(Id, follow, Me), cancellationToken);
        counts.Forget(Me);
        return Answer(followed);
    }

    public async Task<IActionResult> OnPostTakeAccessAsync(long agent, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new TakeAccess.Command(Id, agent, Me), cancellationToken));

    public async Task<IActionResult> OnPostNoReplyAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new NoReplyNeeded.Command(Id, Me), cancellationToken));

    public async Task<IActionResult> OnPostThanksAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new ConfirmThanks.Command(Id, Me), cancellationToken));


    public async Task<IActionResult> OnPostGuestAsync(long handle, ParticipantState state, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new AcceptGuest.Command(Id, handle, state, Me), cancellationToken));

    public async Task<IActionResult> OnPostForColleagueAsync(long message, bool confirm, CancellationToken cancellationToken) =>
        confirm
            ? Answer(await mediator.Send(new ConfirmForward.Command(Id, message, Me), cancellationToken))
            : Answer(await mediator.Send(new DismissForward.Command(Id, message, Me), cancellationToken));

    public async Task<IActionResult> OnPostAutomaticAsync(long message, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new MarkAutomatic.Command(Id, message, Me), cancellationToken));

    public async Task<IActionResult> OnPostPlaybookAsync(long playbook, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new StartPlaybook.Command(Id, playbook, Me), cancellationToken));

    public async Task<IActionResult> OnPostStepAsync(long playbook, int step, bool done, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new TickStep.Command(Id, playbook, step, done, Me), cancellationToken));

    private IActionResult Answer<T>(Result<T> result) => result.IsOk ? new NoContentResult() : No(result.Error);

    private IActionResult No(Error error)
    {
        Response.Headers[ErrorHeader] = error.Code;
        return Refuse(error);
    }
}
