using Inbox.Core.Notifications;

namespace Inbox.Web.Pages.Notifications;

/// <summary>A kind of notification as a page names it.</summary>
/// <param name="Icon">Bootstrap icon name without prefix.</param>
/// <param name="Meaning">When one hears of it.</param>
internal sealed record KindWords(NotificationKind Kind, string Name, string Icon, string Meaning)
{
    /// <summary>The order of every list of them: what presses first.</summary>
    public static IReadOnlyList<KindWords> All { get; } =
    [
        new(NotificationKind.Escalation, "Promises", "stopwatch", "A promise is due soon, or late"),
        new(NotificationKind.Assigned, "Given to you", "person-check", "Somebody gave you a case"),
        new(NotificationKind.CustomerWrote, "Customer wrote", "chat-left-text", "New words on a case of yours"),
        new(NotificationKind.Handoff, "Handoffs", "arrow-left-right", "A case is offered to your department, or your offer was decided"),
        new(NotificationKind.Named, "You were named", "at", "A colleague named you in a note"),
        new(NotificationKind.Task, "Tasks", "check2-square", "A task for you: asked, due or done"),
        new(NotificationKind.Approval, "Approvals", "patch-check", "An answer waits for your approval, or yours was returned"),
        new(NotificationKind.Followed, "Followed cases", "eye", "Something happened on a case that you follow"),
        new(NotificationKind.AnswerTrouble, "Your answers", "exclamation-triangle", "An answer of yours did not go out, came back or is held"),
        new(NotificationKind.ChannelTrouble, "Doors in trouble", "door-closed", "A door of your department does not work, or works again"),
    ];

    public static KindWords Of(NotificationKind kind) => All.First(w => w.Kind == kind);
}
