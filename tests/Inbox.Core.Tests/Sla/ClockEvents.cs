using Inbox.Core.Cases;

namespace Inbox.Core.Tests.Sla;

/// <summary>The events of docs/clocks.md: what came before, and how each happens for real.</summary>
internal static class ClockEvents
{
    private static readonly Func<ClockStory, Task> Nothing = _ => Task.CompletedTask;
    private static readonly Func<ClockStory, Task> New = s => s.MailAsync();
    private static readonly Func<ClockStory, Task> Waiting = After(New, s => s.AnswerAsync());
    private static readonly Func<ClockStory, Task> PublicWaiting = After(s => s.PostAsync(), s => s.AnswerAsync());
    private static readonly Func<ClockStory, Task> KeptOpen = After(New, s => s.AnswerAsync(CaseStatus.Open));
    private static readonly Func<ClockStory, Task> Unanswered = After(Waiting, s => s.AgainAsync());
    private static readonly Func<ClockStory, Task> OnHold = After(KeptOpen, s => s.ForwardAsync(onHold: true));
    private static readonly Func<ClockStory, Task> Resolved = After(New, s => s.AnswerAsync(CaseStatus.Resolved));
    private static readonly Func<ClockStory, Task> Offered = After(KeptOpen, s => s.GiveAsync());
    private static readonly Func<ClockStory, Task> Promised = After(New, s => s.CallAsync(CallOutcome.CallBackPromised, s.Case, TimeSpan.FromHours(2)));

    public static IReadOnlyDictionary<string, (Func<ClockStory, Task> Given, Func<ClockStory, Task> Happens)> All { get; } =
        new Dictionary<string, (Func<ClockStory, Task>, Func<ClockStory, Task>)>(StringComparer.Ordinal)
        {
            ["a customer opens a case by mail, post or form"] = (Nothing, New),
            ["a case opened by our own message"] = (Nothing, s => s.WriteFirstAsync()),
            ["a call in which we spoke opens a case"] = (Nothing, s => s.CallAsync(CallOutcome.Answered)),
            ["a voicemail, or a caller who gave up, opens a case"] = (Nothing, s => s.CallAsync(CallOutcome.LeftVoicemail)),

            ["the customer writes on a case that waits"] = (Waiting, s => s.AgainAsync()),
            ["the customer writes again before we answered"] = (Unanswered, s => s.AgainAsync()),
            ["automatic mail: out of office, bounce, calendar answer"] = (Waiting, s => s.AgainAsync(extra: "Auto-Submitted: auto-replied\r\n")),
            ["a third party writes on a case on hold"] = (OnHold, s => s.CourierWritesAsync()),
            ["a third party writes on a resolved case"] = (After(After(KeptOpen, s => s.ForwardAsync(onHold: false)), s => s.AnswerAsync(CaseStatus.Resolved)), s => s.CourierWritesAsync()),
            ["a mere thanks on a resolved case"] = (Resolved, s => s.AgainAsync("Thank you!")),
            ["a thanks that nobody confirmed for two working days"] = (After(Resolved, s => s.AgainAsync("Thank you!")), async s =>
            {
                s.Pass(TimeSpan.FromDays(3));
                await s.AgeAsync();
            }),
            ["the customer writes on a resolved case"] = (Resolved, s => s.AgainAsync("It is still broken.")),

            ["first answer, in private"] = (New, s => s.AnswerAsync()),
            ["first answer, in public"] = (s => s.PostAsync(), s => s.AnswerAsync()),
            ["answer to a later message"] = (Unanswered, s => s.AnswerAsync()),
            ["answer, and the case is kept open"] = (New, s => s.AnswerAsync(CaseStatus.Open)),
            ["further answer on a case kept open"] = (KeptOpen, s => s.AnswerAsync(CaseStatus.Open)),
            ["answer that resolves"] = (Unanswered, s => s.AnswerAsync(CaseStatus.Resolved)),
            ["answer that is to leave later"] = (New, s => s.ScheduleAsync()),
            ["such an answer leaves"] = (After(New, s => s.ScheduleAsync()), s => s.LeaveDueAsync()),
            ["such an answer is held, for the customer wrote before"] = (After(After(Waiting, s => s.ScheduleAsync()), s => s.AgainAsync()), s => s.LeaveDueAsync()),
            ["answer that waits for approval"] = (New, s => s.AskApprovalAsync()),
            ["such an answer is approved"] = (After(New, s => s.AskApprovalAsync()), s => s.ApproveAsync()),
            ["such an answer is returned to its author"] = (After(New, s => s.AskApprovalAsync()), s => s.ReturnAsync()),
            ["answer undone"] = (Waiting, s => s.UndoAsync()),
            ["answer failed or bounced for good"] = (Waiting, s => s.BounceAsync()),
            ["answer bounced after a later one had arrived"] = (After(After(Waiting, s => s.AgainAsync()), s => s.AnswerAsync()), s => s.BounceFirstAsync()),
            ["answer bounced on a case that is spam by now"] = (After(Waiting, s => s.StatusAsync(CaseStatus.Spam)), s => s.BounceAsync()),
            ["failed answer sent again"] = (After(Waiting, s => s.BounceAsync()), s => s.RetryAsync()),
            ["answer that resolved is undone"] = (After(Unanswered, s => s.AnswerAsync(CaseStatus.Resolved)), s => s.UndoAsync()),
            ["public answer edited where it stands"] = (PublicWaiting, s => s.ChangeThereAsync("Tomorrow, we hear.")),
            ["public answer deleted where it stood"] = (PublicWaiting, s => s.ChangeThereAsync(text: null)),
            ["public answer deleted after the customer wrote again"] = (After(PublicWaiting, s => s.PostAgainAsync()), s => s.ChangeThereAsync(text: null)),
            ["public answer deleted where a later one stands"] = (After(After(PublicWaiting, s => s.LeaveThereAsync()), s => s.AnswerAsync()), s => s.ChangeThereAsync(text: null, first: true)),
            ["public answer that resolved is deleted where it stood"] = (After(s => s.PostAsync(), s => s.AnswerAsync(CaseStatus.Resolved)), s => s.ChangeThereAsync(text: null)),
            ["internal note"] = (New, s => s.NoteAsync()),
            ["message to third parties"] = (New, s => s.ForwardAsync(onHold: false)),
            ["message to third parties, and the case waits for them"] = (KeptOpen, s => s.ForwardAsync(onHold: true)),
            ["no reply needed"] = (Unanswered, s => s.NoReplyNeededAsync()),

            ["a call-back is promised"] = (New, s => s.CallAsync(CallOutcome.CallBackPromised, s.Case, TimeSpan.FromHours(2))),
            ["another call-back is promised in a call"] = (Promised, s => s.CallAsync(CallOutcome.CallBackPromised, s.Case, TimeSpan.FromHours(5))),
            ["we spoke on the promised call-back"] = (Promised, s => s.CallAsync(CallOutcome.Answered, s.Case)),

            ["set Waiting by hand"] = (KeptOpen, s => s.StatusAsync(CaseStatus.Waiting)),
            ["set On hold by hand"] = (KeptOpen, s => s.StatusAsync(CaseStatus.OnHold)),
            ["set Open by hand"] = (Waiting, s => s.StatusAsync(CaseStatus.Open)),
            ["resolved by hand without an answer, with a reason"] = (New, s => s.StatusAsync(CaseStatus.Resolved, "a duplicate")),
            ["resolved by hand while a message is unanswered"] = (Unanswered, s => s.StatusAsync(CaseStatus.Resolved)),
            ["resolved while a call-back is promised"] = (Promised, s => s.StatusAsync(CaseStatus.Resolved)),
            ["reopened by hand"] = (Resolved, s => s.StatusAsync(CaseStatus.Open)),
            ["closed after the days of its channel"] = (Resolved, async s =>
            {
                s.Pass(TimeSpan.FromDays(15));
                await s.AgeAsync();
            }),
            ["spam"] = (Unanswered, s => s.StatusAsync(CaseStatus.Spam)),
            ["not spam"] = (After(Unanswered, s => s.StatusAsync(CaseStatus.Spam)), s => s.StatusAsync(CaseStatus.Open)),
            ["not spam after all, and it had been resolved before"] = (After(Resolved, s => s.StatusAsync(CaseStatus.Spam)), s => s.StatusAsync(CaseStatus.Open)),
            ["snooze"] = (KeptOpen, s => s.SnoozeAsync()),
            ["a snooze ends"] = (After(KeptOpen, s => s.SnoozeAsync()), s => s.AgeAsync()),

            ["priority raised by a person"] = (Unanswered, s => s.PriorityAsync(Priority.High)),
            ["priority lowered, with a reason"] = (Unanswered, s => s.PriorityAsync(Priority.Low)),
            ["priority raised by escalation or reach"] = (New, async s =>
            {
                s.Pass(TimeSpan.FromMinutes(51));
                await s.EscalateAsync();
            }),
            ["the calendar is edited"] = (Unanswered, s => s.EditCalendarAsync()),
            ["the policy is edited"] = (Unanswered, s => s.EditPolicyAsync()),

            ["another department, while the case is New"] = (New, s => s.GiveAsync()),
            ["handoff offered"] = (KeptOpen, s => s.GiveAsync()),
            ["handoff accepted"] = (Offered, s => s.DecideAsync(HandoffState.Accepted)),
            ["handoff declined"] = (Offered, s => s.DecideAsync(HandoffState.Declined)),
            ["handoff withdrawn"] = (Offered, s => s.DecideAsync(HandoffState.Withdrawn)),
            ["resolved while a handoff is offered"] = (Offered, s => s.StatusAsync(CaseStatus.Resolved)),
            ["handoff offered on a resolved case"] = (Resolved, s => s.GiveAsync()),
            ["handed back after it was resolved"] = (After(After(Offered, s => s.DecideAsync(HandoffState.Accepted)), s => s.ResolveThereAsync()), s => s.HandBackAsync()),
            ["merged into another case"] = (New, s => s.MergeAsync(intoOther: true)),
            ["an unanswered case is merged into one that waits"] = (Waiting, s => s.MergeAsync(intoOther: false)),
            ["that merge is undone, for the survivor"] = (After(Waiting, s => s.MergeAsync(intoOther: false)), s => s.UndoMergeAsync()),
            ["a merge is undone, for the case that was merged"] = (After(New, s => s.MergeAsync(intoOther: true)), s => s.UndoMergeAsync()),
            ["the unanswered message is split off"] = (Unanswered, s => s.SplitAsync()),
        };

    private static Func<ClockStory, Task> After(Func<ClockStory, Task> first, Func<ClockStory, Task> then) => async story =>
    {
        await first(story);
        story.Pass();
        await then(story);
    };
}
