using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Notifications;

namespace Inbox.Core.Intake;

/// <summary>Tells the assignees of cases on which the customer's side wrote, and the lead where one is away: one statement a batch, none when nobody is meant.</summary>
internal static class CustomerWords
{
    public static Task TellAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        var words = batch.Heard
            .Where(m => m is { Direction: Direction.Inbound, CaseId: not null } && !m.Automatic.IsAutomatic())
            .Select(m => (Message: m, On: batch.Cases.GetValueOrDefault(m.CaseId!.Value)))
            .Where(w => w.On is { IsNew: false, Case.AssigneeId: not null } && !batch.Imported.Contains(w.On))
            .Select(w => (Case: w.On!.Case, Text: $"{w.On.Case.Number}: {Writer(w.On, w.Message)} wrote"))
            .ToList();
        var notices = words.ConvertAll(w => new Notice(NotificationKind.CustomerWrote, [w.Case.AssigneeId!.Value], w.Case, w.Text));
        foreach (var (@case, text) in words)
        {
            // Whoever looks after the case may not hear of it, so the lead does.
            if (batch.Rules.WhoIsAway(@case.AssigneeId, batch.Now) is { } away && batch.Rules.Departments[@case.DepartmentId].LeadId is { } lead && lead != away.Id)
            {
                notices.Add(new Notice(NotificationKind.CustomerWrote, [lead], @case, $"{text}, and {away.Name} is away"));
            }
        }

        return db.TellAsync(notices, batch.Now, cancellationToken);
    }

    private static string Writer(FilingCase on, Message message) =>
        message.HandleId is { } handle && on.Participants.GetValueOrDefault(handle) == ParticipantState.ThirdParty ? "a third party" : "the customer";
}
