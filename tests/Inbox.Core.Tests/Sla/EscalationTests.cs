using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Playbooks;
using Inbox.Core.Sla;
using Inbox.Core.Webhooks;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Sla;

/// <summary>What steps do to a case and tell of it.</summary>
public sealed class EscalationTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _case = await _company.MailAsync(Mails.Of(id: "first@mail.example"));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Steps_of_one_time_are_taken_in_the_order_of_the_policy()
    {
        await LadderAsync(
            Step(7, EscalationAction.RaiseLevel), Step(3, EscalationAction.AssignPerson) with { AgentId = _company.Ana.AgentId },
            Step(5, EscalationAction.NotifyAssignee), Step(4, EscalationAction.WriteNote) with { Note = "Call them back today." });
        await EscalateAfterAsync(60);

        var found = await _company.CaseAsync(_case);
        (found.EscalationLevel, found.AssigneeId, found.Priority).ShouldBe((1, _company.Ana.AgentId, Priority.Normal));
        (await HistoryAsync()).ShouldBe(
        [
            "First reply is late",
            "First reply is late (at 100%): raised the level to 1",
            "Ana K.",
            "First reply is late (at 100%): gave the case to Ana K.",
            "First reply is late (at 100%): told Ana K.",
            "First reply is late (at 100%): wrote a note",
        ]);
        (await ToldAsync()).ShouldBe([$"Ana K.: {found.Number} is yours now: First reply is late", $"Ana K.: {found.Number}: First reply is late"], ignoreOrder: true);
        var note = await _company.DbAsync(db => db.Messages.SingleAsync(m => m.CaseId == _case && m.Direction == Direction.Note));
        (note.Text, note.FromName, note.SharedOutside).ShouldBe(("Call them back today.", "Inbox", false));
        (await _company.DbAsync(db => db.Escalations.Select(e => e.Position).Order().ToListAsync())).ShouldBe([3, 4, 5, 7]);
    }

    [Fact]
    public async Task Steps_before_and_after_the_due_time_are_taken_then()
    {
        await LadderAsync(Step(1, EscalationAction.NotifyDepartment, StepTime.Before(20)), Step(2, EscalationAction.RaiseLevel, StepTime.After(30)));
        await EscalateAfterAsync(40);
        (await ToldAsync()).ShouldBe([$"Ana K.: {CaseNumber.Format(_case)}: First reply is due soon"]);

        await EscalateAfterAsync(49);
        (await _company.CaseAsync(_case)).EscalationLevel.ShouldBe(0);
        await EscalateAfterAsync(1);
        (await _company.CaseAsync(_case)).EscalationLevel.ShouldBe(1);
        (await _company.DbAsync(db => db.Escalations.OrderBy(e => e.Position).Select(e => e.OwedAt).ToListAsync()))
            .ShouldBe([Nine.AddMinutes(40), Nine.AddMinutes(90)]);
    }

    [Fact]
    public async Task Step_that_was_taken_is_not_taken_again_when_the_ladder_is_edited()
    {
        await LadderAsync(Step(1, EscalationAction.RaiseLevel, StepTime.Share(50)));
        await EscalateAfterAsync(30);

        await LadderAsync(Step(2, EscalationAction.RaiseLevel, StepTime.Share(40)), Step(1, EscalationAction.RaiseLevel, StepTime.Share(60)));
        await EscalateAfterAsync(30);
        await EscalateAfterAsync(30);

        (await _company.CaseAsync(_case)).EscalationLevel.ShouldBe(2);
        (await _company.DbAsync(db => db.Escalations.CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Roles_and_persons_are_told_as_far_as_they_may_read_the_case()
    {
        await _company.SetAsync(db => db.Departments.Where(d => d.Id == _company.Support.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Confidential, true)));
        await LadderAsync(Step(1, EscalationAction.NotifyRole) with { Role = Role.Agent }, Step(2, EscalationAction.NotifyPerson) with { AgentId = _company.Rex.AgentId });
        await EscalateAfterAsync(60);

        // Ben is of another department and Rex outside; what was meant for Rex goes to the department.
        (await ToldAsync()).ShouldBe([$"Ana K.: {CaseNumber.Format(_case)}: First reply is late"]);
        (await HistoryAsync()).ShouldBe(["First reply is late", "First reply is late (at 100%): told everybody with the role Agent", "First reply is late (at 100%): told Support"]);
    }

    [Fact]
    public async Task Case_is_given_to_nobody_outside_its_department()
    {
        await LadderAsync(Step(1, EscalationAction.AssignPerson) with { AgentId = _company.Ben.AgentId });
        await EscalateAfterAsync(60);

        (await _company.CaseAsync(_case)).AssigneeId.ShouldBeNull();
        (await ToldAsync()).Single().ShouldStartWith("Ana K.: ");
    }

    [Fact]
    public async Task Late_handoff_tells_both_leads_once_and_leaves_the_owner_though_no_step_says_so()
    {
        await _company.SetAsync(async db =>
        {
            await db.Departments.Where(d => d.Id == _company.Support.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeadId, _company.Ana.AgentId));
            await db.Departments.Where(d => d.Id == _company.Billing.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeadId, _company.Ben.AgentId));
        });
        await LadderAsync();
        await _company.AnswerAsync(_case);
        (await _company.SendAsync(new ChangeDepartment.Command(_case, _company.Billing.Id, "an invoice", _company.Ana))).IsOk.ShouldBeTrue();
        await _company.DbAsync(db => db.Notifications.ExecuteDeleteAsync());

        await EscalateAfterAsync(240);
        await EscalateAfterAsync(60);

        var number = CaseNumber.Format(_case);
        (await ToldAsync()).ShouldBe([$"Ana K.: {number}: Acceptance of the handoff is late", $"Ben B.: {number}: Acceptance of the handoff is late"]);
        (await _company.CaseAsync(_case)).DepartmentId.ShouldBe(_company.Support.Id);
        var taken = await _company.DbAsync(db => db.Escalations.SingleAsync());
        (taken.Metric, taken.Position, taken.Action).ShouldBe((SlaMetric.HandoffAccept, 0, EscalationAction.NotifyBothLeads));
    }

    [Fact]
    public async Task Many_late_steps_are_one_word_to_a_person_a_webhook_and_an_address()
    {
        var hook = await HookAsync();
        await LadderAsync(
            Step(1, EscalationAction.NotifyPerson) with { AgentId = _company.Ana.AgentId }, Step(2, EscalationAction.CallWebhook) with { WebhookId = hook },
            Step(3, EscalationAction.SendMail) with { Address = "boss@acme.example" });
        var cases = new List<long> { _case };
        for (var i = 0; i < 13; i++)
        {
            cases.Add(await _company.MailAsync(Mails.Of(from: $"Person {i} <p{i}@mail.example>", id: $"more{i}@mail.example")));
        }

        _company.Clock.Advance(TimeSpan.FromMinutes(70));
        await EscalateAsync(cases);
        (await ToldAsync()).ShouldBeEmpty();
        await TellLateAsync();
        await TellLateAsync();

        (await ToldAsync()).ShouldBe(["Ana K.: 14 promises became late while Inbox was down"]);
        var call = await _company.DbAsync(db => db.WebhookDeliveries.AsNoTracking().SingleAsync());
        call.Facts.Select(f => f.CaseId).Order().ShouldBe(cases.Order());
        var mail = await _company.DbAsync(db => db.NoticeMails.AsNoTracking().SingleAsync());
        (mail.Address, mail.Subject, mail.Text.Split('\n').Length).ShouldBe(("boss@acme.example", "14 promises became late while Inbox was down", 14));
        (await _company.DbAsync(db => db.LateNotices.CountAsync())).ShouldBe(0);
        (await _company.DbAsync(db => db.Escalations.CountAsync())).ShouldBe(14 * 3);
    }

    [Fact]
    public async Task Few_late_steps_are_told_one_by_one()
    {
        await LadderAsync(Step(1, EscalationAction.NotifyPerson) with { AgentId = _company.Ana.AgentId });
        _company.Clock.Advance(TimeSpan.FromMinutes(70));
        await EscalateAsync([_case]);
        await TellLateAsync();

        (await ToldAsync()).ShouldBe([$"Ana K.: {CaseNumber.Format(_case)}: First reply is late"]);
    }

    [Fact]
    public async Task Step_in_time_owes_its_call_and_its_mail_with_the_same_commit()
    {
        var hook = await HookAsync();
        await LadderAsync(Step(1, EscalationAction.CallWebhook) with { WebhookId = hook }, Step(2, EscalationAction.SendMail) with { Address = "boss@acme.example" });
        await EscalateAfterAsync(60);

        var fact = (await _company.DbAsync(db => db.WebhookDeliveries.AsNoTracking().SingleAsync())).Facts.ShouldHaveSingleItem();
        (fact.CaseId, fact.Metric, fact.Late, fact.DueAt, fact.Department).ShouldBe((_case, SlaMetric.FirstReply, true, Nine.AddHours(1), "Support"));
        (await _company.DbAsync(db => db.NoticeMails.AsNoTracking().SingleAsync())).Subject.ShouldBe($"{CaseNumber.Format(_case)}: First reply is late");
    }

    [Fact]
    public async Task Priority_that_a_step_raised_calls_for_its_playbook_and_changes_no_promise()
    {
        var admin = new Actor(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);
        var saved = await _company.SendAsync(new SavePlaybook.Command(
            null, 0, "High", Enabled: true, OpensByItself: true, null, null, Priority.High, null, null, [], [new("Call", null, null, null, Required: false)], admin));
        saved.Error.ShouldBeNull();
        await LadderAsync(Step(1, EscalationAction.RaisePriority, StepTime.Share(50)));

        await EscalateAfterAsync(30);

        (await _company.CaseAsync(_case)).Priority.ShouldBe(Priority.High);
        (await _company.DbAsync(db => db.OpenPlaybooks.Select(p => p.Name).ToListAsync())).ShouldBe(["High"]);
        await _company.AnswerAsync(_case);
        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example", text: "Is there any news?"));
        var policy = await _company.DbAsync(db => db.SlaPolicies.AsNoTracking().SingleAsync());
        (await _company.ClocksAsync(_case, SlaMetric.NextReply)).Single().Target
            .ShouldBe(TimeSpan.FromMinutes(policy.Targets.Single(t => t.Metric == SlaMetric.NextReply).Normal!.Value));
    }

    private static EscalationStep Step(int position, EscalationAction action, StepTime? at = null) => new(position, SlaMetric.FirstReply, at ?? StepTime.Due, action);

    private DateTimeOffset Nine { get; } = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private Task LadderAsync(params EscalationStep[] steps) => _company.SetAsync(async db => (await db.SlaPolicies.SingleAsync()).Steps = [.. steps]);

    private Task<long> HookAsync() => _company.DbAsync(async db =>
    {
        var hook = db.Webhooks.Add(new Webhook { Name = "Board", Address = "unread", Host = "https://board.example" }).Entity;
        await db.SaveChangesAsync();
        return hook.Id;
    });

    private async Task EscalateAfterAsync(int minutes)
    {
        _company.Clock.Advance(TimeSpan.FromMinutes(minutes));
        // As the recomputation after a change of the ladder does: what is owed next is looked for anew.
        await _company.DbAsync(db => db.SlaClocks.Where(c => c.StoppedAt == null && c.Metric == SlaMetric.FirstReply)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.NextStepAt, c => c.StartedAt)));
        await EscalateAsync([_case]);
    }

    private async Task EscalateAsync(IReadOnlyCollection<long> cases)
    {
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EscalateCases>().RunAsync(cases, default);
    }

    private async Task TellLateAsync()
    {
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TellLate>().RunAsync(default);
    }

    private Task<List<string>> HistoryAsync() => _company.DbAsync(db => db.Events
        .Where(e => e.CaseId == _case && (e.Kind == CaseEventKind.Escalated || e.Kind == CaseEventKind.Breached || e.Kind == CaseEventKind.Assigned))
        .OrderBy(e => e.Id).Select(e => e.Detail).ToListAsync());

    private Task<List<string>> ToldAsync() => _company.DbAsync(db => db.Notifications
        .OrderBy(n => n.Id).Join(db.Users, n => n.AgentId, a => a.Id, (n, a) => a.DisplayName + ": " + n.Text).ToListAsync());
}
