using System.Data.Common;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Playbooks;
using Inbox.Core.Tests.Cases.Drafts;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Playbooks;

public sealed class PlaybookTests : IAsyncLifetime
{
    private static readonly Actor Admin = new(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);

    private readonly Statements _statements = new();
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync(configure: services => services.ConfigureDbContext<InboxDb>(o => o.AddInterceptors(_statements)));

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Playbook_opens_with_the_case_whose_subject_calls_for_it()
    {
        await SavedAsync("Safety", words: ["smoke"], steps: ["Call", "Collect"]);

        var smoking = await _company.MailAsync(Mails.Of(subject: "Smoke from the kettle"));
        var other = await _company.MailAsync(Mails.Of(subject: "Smokeless kettle", from: "b@mail.example"));

        var open = (await OpenAsync(smoking)).Single();
        open.Steps.Select(s => s.Text).ShouldBe(["Call", "Collect"]);
        (await OpenAsync(other)).ShouldBeEmpty();
        (await _company.DbAsync(db => db.Events.CountAsync(e => e.CaseId == smoking && e.Kind == CaseEventKind.PlaybookOpened))).ShouldBe(1);
    }

    [Fact]
    public async Task Filing_asks_the_database_nothing_more_for_playbooks()
    {
        await _company.MailAsync(Mails.Of(from: "warm@mail.example"));
        var without = await CountAsync(() => _company.MailAsync(Mails.Of(from: "a@mail.example")));
        await SavedAsync("Never", words: ["smoke"]);
        await SavedAsync("Always", words: ["kettle"]);
        await _company.MailAsync(Mails.Of(from: "warm2@mail.example"));

        var with = await CountAsync(() => _company.MailAsync(Mails.Of(from: "b@mail.example")));
        var matched = await CountAsync(() => _company.MailAsync(Mails.Of(from: "c@mail.example", subject: "The kettle")));

        with.ShouldBe(without);
        matched.ShouldBe(without);
    }

    [Fact]
    public async Task Playbook_opens_when_a_tag_or_priority_comes_and_once_a_case()
    {
        await SavedAsync("Repeat", tag: "repeat repair");
        await SavedAsync("High", priority: Priority.High);
        var id = await _company.MailAsync(Mails.Of());
        (await OpenAsync(id)).ShouldBeEmpty();

        await TagAsync(id, "Repeat Repair");
        await TagAsync(id);
        await TagAsync(id, "repeat repair");
        (await OpenAsync(id)).Select(p => p.Name).ShouldBe(["Repeat"]);

        await _company.SendAsync(new ChangePriority.Command(id, Priority.Urgent, null, _company.Ana));
        (await OpenAsync(id)).Select(p => p.Name).ShouldBe(["Repeat", "High"], ignoreOrder: true);
    }

    [Fact]
    public async Task Playbook_opens_on_a_case_that_a_person_opens_and_on_one_that_moves()
    {
        await SavedAsync("Money", department: _company.Billing.Id);
        var opened = (await _company.SendAsync(new OpenCase.Command("S", "T", new("email", "a@mail.example", ""), _company.Mail.Id, _company.Billing.Id, null, [], Admin))).Value;
        var moved = await _company.MailAsync(Mails.Of());

        await _company.SendAsync(new ChangeDepartment.Command(moved, _company.Billing.Id, null, _company.Ana));

        (await OpenAsync(opened)).Count.ShouldBe(1);
        (await OpenAsync(moved)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_who_tick_one_step_at_once_leave_the_first_name_and_one_who_completes()
    {
        await SavedAsync("Safety", words: ["smoke"], steps: ["Call"]);
        var id = await _company.MailAsync(Mails.Of(subject: "Smoke"));
        var open = (await OpenAsync(id)).Single();

        var ticks = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => _company.SendAsync(new TickStep.Command(id, open.Id, 0, Done: true, _company.Ana with { Name = $"Ana {i}" }))));

        ticks.ShouldAllBe(t => t.IsOk);
        var step = (await OpenAsync(id)).Single().Steps[0];
        step.DoneAt.ShouldBe(_company.Clock.GetUtcNow());
        step.DoneBy.ShouldNotBeNull().ShouldStartWith("Ana");
        (await _company.DbAsync(db => db.Events.CountAsync(e => e.CaseId == id && e.Kind == CaseEventKind.PlaybookCompleted))).ShouldBe(1);
    }

    [Fact]
    public async Task Tick_is_taken_back_and_the_playbook_is_open_again()
    {
        await SavedAsync("Safety", words: ["smoke"], steps: ["Call", "Collect"]);
        var id = await _company.MailAsync(Mails.Of(subject: "Smoke"));
        var open = (await OpenAsync(id)).Single().Id;
        await _company.SendAsync(new TickStep.Command(id, open, 0, Done: true, _company.Ana));
        await _company.SendAsync(new TickStep.Command(id, open, 1, Done: true, _company.Ana));
        (await OpenAsync(id)).Single().CompletedAt.ShouldNotBeNull();

        (await _company.SendAsync(new TickStep.Command(id, open, 1, Done: false, _company.Ana))).IsOk.ShouldBeTrue();

        var now = (await OpenAsync(id)).Single();
        now.CompletedAt.ShouldBeNull();
        now.Steps.Select(s => s.DoneBy).ShouldBe(["Ana K.", null]);
    }

    [Fact]
    public async Task Change_of_a_playbook_leaves_those_that_are_open_as_they_were()
    {
        var playbook = await SavedAsync("Safety", words: ["smoke"], steps: ["Call"]);
        var id = await _company.MailAsync(Mails.Of(subject: "Smoke"));

        await _company.SendAsync(Save("Safety", words: ["smoke"], steps: ["Write", "Wait"]) with { Id = playbook });
        (await OpenAsync(id)).Single().Steps.Select(s => s.Text).ShouldBe(["Call"]);

        (await _company.SendAsync(new DeletePlaybook.Command(playbook, Admin))).IsOk.ShouldBeTrue();
        (await OpenAsync(id)).Single().Steps.Select(s => s.Text).ShouldBe(["Call"]);
    }

    [Fact]
    public async Task Playbook_is_opened_by_hand_once()
    {
        var playbook = await SavedAsync("By hand", byItself: false);
        var id = await _company.MailAsync(Mails.Of());
        (await OpenAsync(id)).ShouldBeEmpty();

        (await _company.SendAsync(new StartPlaybook.Command(id, playbook, _company.Ben))).Error!.Code.ShouldBe("case_not_yours");
        (await _company.SendAsync(new StartPlaybook.Command(id, playbook, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.SendAsync(new StartPlaybook.Command(id, playbook, _company.Ana))).Error!.Code.ShouldBe("playbook_open");
        (await OpenAsync(id)).Single().OpenedById.ShouldBe(_company.Ana.AgentId);
    }

    [Fact]
    public async Task Contractor_neither_ticks_nor_starts_what_is_the_companys()
    {
        var internals = await SavedAsync("Internal", byItself: false);
        var theirs = await SavedAsync("Bench", department: _company.Repair.Id, byItself: false);
        var id = await _company.MailAsync(Mails.Of());
        await _company.SendAsync(new StartPlaybook.Command(id, internals, _company.Ana));
        await _company.DbAsync(db => db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.DepartmentId, _company.Repair.Id)));
        var open = (await OpenAsync(id)).Single().Id;

        (await _company.SendAsync(new TickStep.Command(id, open, 0, Done: true, _company.Rex))).Error!.Code.ShouldBe("step_not_found");
        (await _company.SendAsync(new StartPlaybook.Command(id, internals, _company.Rex))).Error!.Code.ShouldBe("playbook_not_found");
        (await _company.SendAsync(new StartPlaybook.Command(id, theirs, _company.Rex))).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Resolving_asks_while_a_required_step_is_open()
    {
        var saved = await _company.SendAsync(Save("Safety", words: ["smoke"]) with { Steps = [new("Call them", null, null, null, Required: true), new("Rest", null, null, null, Required: false)] });
        saved.IsOk.ShouldBeTrue();
        var id = await _company.MailAsync(Mails.Of(subject: "Smoke"));
        await _company.AnswerAsync(id);

        var asked = await _company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Resolved, null, _company.Ana));
        asked.Error!.Code.ShouldBe("reason_needed");
        asked.Error.Message.ShouldContain("Call them");
        await _company.SendAsync(new TickStep.Command(id, (await OpenAsync(id)).Single().Id, 0, Done: true, _company.Ana));
        (await _company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Resolved, null, _company.Ana))).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Send_and_resolve_asks_while_a_required_step_is_open_and_keeps_the_reason()
    {
        var id = await RequiredAsync();

        var asked = await _company.SendAsync(_company.Answer(id) with { Then = CaseStatus.Resolved });
        (asked.Error?.Kind, asked.Error?.Code).ShouldBe((ErrorKind.Invalid, "reason_needed"));
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.New);
        (await _company.SendAsync(_company.Answer(id) with { Then = CaseStatus.Waiting })).IsOk.ShouldBeTrue();
        (await _company.SendAsync(_company.Answer(id) with { Then = CaseStatus.Resolved, Reason = "They called us." })).IsOk.ShouldBeTrue();

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Resolved);
        (await EventsAsync(id, CaseEventKind.StatusChanged)).ShouldContain("Waiting → Resolved: They called us.");
    }

    [Fact]
    public async Task Answer_that_resolves_later_is_asked_about_when_it_is_scheduled_and_leaves_at_its_time()
    {
        var id = await RequiredAsync();
        var scheduled = _company.Answer(id) with { Then = CaseStatus.Resolved, SendAt = _company.Clock.GetUtcNow().AddHours(1) };

        (await _company.SendAsync(scheduled)).Error!.Code.ShouldBe("reason_needed");
        (await _company.DbAsync(db => db.OutboundDeliveries.CountAsync())).ShouldBe(0);
        (await _company.SendAsync(scheduled with { Reason = "They called us." })).IsOk.ShouldBeTrue();
        (await EventsAsync(id, CaseEventKind.AnswerScheduled)).Single().ShouldEndWith("UTC, then Resolved: They called us.");

        _company.Clock.Advance(TimeSpan.FromHours(2));
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ScheduledAnswers>().LeaveDueAsync(default);
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Resolved);
    }

    [Fact]
    public async Task Several_changes_at_once_ask_while_a_required_step_is_open()
    {
        var id = await RequiredAsync();
        await _company.AnswerAsync(id);
        var change = new UpdateCase.Command(id, CaseStatus.Resolved, null, null, null, null, null, _company.Ana);

        (await _company.SendAsync(change)).Error!.Code.ShouldBe("reason_needed");
        (await _company.SendAsync(change with { Reason = "They called us." })).IsOk.ShouldBeTrue();
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example")]
    [InlineData("data:text/html,x")]
    public async Task Link_of_a_step_is_a_web_address(string link)
    {
        var wrong = await Should.ThrowAsync<FluentValidation.ValidationException>(
            _company.SendAsync(Save("S", words: ["x"]) with { Steps = [new("Look", link, null, null, Required: false)] }));

        wrong.Errors.Single().PropertyName.ShouldBe("Steps[0].Link");
    }

    private static SavePlaybook.Command Save(
        string name, string[]? words = null, string? tag = null, Priority? priority = null, long? department = null, string[]? steps = null, bool byItself = true) =>
        new(null, 0, name, Enabled: true, byItself, department, null, priority, tag, null, words ?? [], [.. (steps ?? ["Do it"]).Select(s => new PlaybookStep(s, null, null, null, Required: false))], Admin);

    private async Task<long> SavedAsync(
        string name, string[]? words = null, string? tag = null, Priority? priority = null, long? department = null, string[]? steps = null, bool byItself = true) =>
        (await _company.SendAsync(Save(name, words, tag, priority, department, steps, byItself))).Value;

    /// <summary>A case with a required step that nobody has done.</summary>
    private async Task<long> RequiredAsync()
    {
        await _company.SendAsync(Save("Safety", words: ["smoke"]) with { Steps = [new("Call them", null, null, null, Required: true)] });
        return await _company.MailAsync(Mails.Of(subject: "Smoke"));
    }

    private Task<List<string>> EventsAsync(long id, CaseEventKind kind) =>
        _company.DbAsync(db => db.Events.Where(e => e.CaseId == id && e.Kind == kind).Select(e => e.Detail).ToListAsync());

    private Task<Result<Done>> TagAsync(long id, params string[] tags) => _company.SendAsync(new TagCase.Command(id, tags, _company.Ana));

    private Task<List<OpenPlaybook>> OpenAsync(long id) => _company.DbAsync(db => db.OpenPlaybooks.AsNoTracking().Where(p => p.CaseId == id).OrderBy(p => p.Id).ToListAsync());

    private async Task<int> CountAsync(Func<Task> act)
    {
        await _company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var before = _statements.Count;
        await act();
        return _statements.Count - before;
    }

    private sealed class Statements : DbCommandInterceptor
    {
        private int _count;

        public int Count => _count;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
