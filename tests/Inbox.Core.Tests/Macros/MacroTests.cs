using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Macros;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Macros;

public sealed class MacroTests : IAsyncLifetime
{
    private static readonly Actor Admin = new(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);

    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Macro_does_everything_at_once_and_hands_the_answer_back_unsent()
    {
        var id = await _company.MailAsync(Mails.Of());
        await _company.SendAsync(new TagCase.Command(id, ["waits", "kept"], _company.Ana));
        var macro = await SavedAsync(MacroText.Answer, "Dear {{customer.first_name}}", new MacroActions
        {
            Status = CaseStatus.OnHold, Priority = Priority.High, Assign = MacroAssign.Me, AddTags = ["part"], RemoveTags = ["waits"], SnoozeHours = 72,
        });

        var run = await RunAsync(id, macro, _company.Ana);

        run.Value.Answer.ShouldBe("Dear Nora");
        var found = await _company.CaseAsync(id);
        (found.Status, found.Priority, found.AssigneeId).ShouldBe((CaseStatus.OnHold, Priority.High, _company.Ana.AgentId));
        found.Tags.ShouldBe(["kept", "part"]);
        found.SnoozedUntil.ShouldBe(_company.Clock.GetUtcNow().AddHours(72));
        (await _company.DbAsync(db => db.OutboundDeliveries.CountAsync())).ShouldBe(0);
        (await EventsAsync(id)).ShouldContain((CaseEventKind.MacroRun, "the macro"));
    }

    [Fact]
    public async Task One_change_that_is_refused_undoes_the_others()
    {
        var id = await _company.MailAsync(Mails.Of());
        var macro = await SavedAsync(MacroText.Note, "written", new MacroActions { Priority = Priority.Urgent, AddTags = ["x"], Status = CaseStatus.Resolved });

        (await RunAsync(id, macro, _company.Ana)).Error!.Code.ShouldBe("reason_needed");

        var found = await _company.CaseAsync(id);
        (found.Status, found.Priority, found.Tags.Length, found.MessageCount).ShouldBe((CaseStatus.New, Priority.Normal, 0, 1));
        (await RunAsync(id, macro, _company.Ana, "spoke with them")).IsOk.ShouldBeTrue();
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Resolved);
    }

    [Fact]
    public async Task Macro_that_resolves_asks_first_while_something_asked_for_is_open()
    {
        var id = await _company.MailAsync(Mails.Of());
        await _company.AnswerAsync(id);
        await _company.SendAsync(new AskTask.Command(id, "Was it paid?", _company.Billing.Id, null, _company.Clock.GetUtcNow().AddHours(2), _company.Ana));
        var macro = await SavedAsync(MacroText.None, "", new MacroActions { Status = CaseStatus.Resolved, AddTags = ["x"] });
        var waits = await SavedAsync(MacroText.None, "", new MacroActions { Status = CaseStatus.OnHold });

        (await RunAsync(id, waits, _company.Ana)).IsOk.ShouldBeTrue();
        (await RunAsync(id, macro, _company.Ana)).Error!.Code.ShouldBe("open_tasks");

        (await _company.CaseAsync(id)).Tags.ShouldBeEmpty();
        (await _company.SendAsync(new RunMacro.Command(id, macro, null, _company.Ana) { TasksLeft = true })).IsOk.ShouldBeTrue();
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Resolved);
    }

    [Fact]
    public async Task Note_is_written_unless_something_in_it_is_unknown()
    {
        var named = await _company.MailAsync(Mails.Of());
        var nameless = await _company.MailAsync(Mails.Of(from: "x@mail.example"));
        var macro = await SavedAsync(MacroText.Note, "Called {{customer.name}}", new MacroActions());

        (await RunAsync(named, macro, _company.Ana)).IsOk.ShouldBeTrue();
        (await RunAsync(nameless, macro, _company.Ana)).Error!.Code.ShouldBe("note_unfilled");

        (await _company.DbAsync(db => db.Messages.Where(m => m.Direction == Direction.Note).Select(m => m.Text).ToListAsync())).ShouldBe(["Called Nora Vale"]);
    }

    [Fact]
    public async Task Who_may_not_change_the_case_runs_nothing_on_it()
    {
        var id = await _company.MailAsync(Mails.Of());
        var macro = await SavedAsync(MacroText.None, "", new MacroActions { AddTags = ["x"] });

        (await RunAsync(id, macro, _company.Ben)).Error!.Code.ShouldBe("case_not_yours");
        (await RunAsync(id, macro, _company.Rex)).Error!.Code.ShouldBe("case_not_found");
        (await _company.CaseAsync(id)).Tags.ShouldBeEmpty();
    }

    [Fact]
    public async Task Contractor_runs_macros_of_their_department_only()
    {
        var id = await _company.MailAsync(Mails.Of());
        await _company.DbAsync(db => db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.DepartmentId, _company.Repair.Id)));
        var internals = await SavedAsync(MacroText.None, "", new MacroActions { AddTags = ["x"] });
        var theirs = await SavedAsync(MacroText.None, "", new MacroActions { AddTags = ["y"] }, _company.Repair.Id);

        (await RunAsync(id, internals, _company.Rex)).Error!.Code.ShouldBe("macro_not_found");
        (await RunAsync(id, theirs, _company.Rex)).IsOk.ShouldBeTrue();
        (await _company.CaseAsync(id)).Tags.ShouldBe(["y"]);
    }

    [Fact]
    public async Task Handoff_is_an_offer_with_the_reason_of_the_macro()
    {
        var id = await _company.MailAsync(Mails.Of());
        await _company.AnswerAsync(id);
        var macro = await SavedAsync(MacroText.None, "", new MacroActions { DepartmentId = _company.Billing.Id, Reason = "money" });

        (await RunAsync(id, macro, _company.Ana)).Value.Offered.ShouldBeTrue();

        (await _company.DbAsync(db => db.Handoffs.SingleAsync())).Reason.ShouldBe("money");
    }

    [Fact]
    public async Task Macro_that_would_do_nothing_is_not_kept()
    {
        var wrong = await Should.ThrowAsync<FluentValidation.ValidationException>(SavedAsync(MacroText.None, "", new MacroActions()));

        wrong.Message.ShouldContain("would do nothing");
    }

    private async Task<long> SavedAsync(MacroText textIs, string text, MacroActions actions, long? department = null) =>
        (await _company.SendAsync(new SaveMacro.Command(null, 0, "the macro", textIs, text, actions, department, Personal: false, Admin))).Value;

    private Task<Result<RunMacro.Outcome>> RunAsync(long id, long macro, Actor actor, string? reason = null) =>
        _company.SendAsync(new RunMacro.Command(id, macro, reason, actor));

    private Task<List<(CaseEventKind Kind, string Detail)>> EventsAsync(long id) => _company.DbAsync(async db =>
        (await db.Events.Where(e => e.CaseId == id).OrderBy(e => e.Id).ToListAsync()).ConvertAll(e => (e.Kind, e.Detail)));
}
