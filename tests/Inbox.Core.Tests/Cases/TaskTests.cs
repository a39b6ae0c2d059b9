using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Jobs;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Cases;

public sealed class TaskTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _case = await _company.MailAsync(Mails.Of());
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Task_is_asked_taken_and_done_while_the_case_stays()
    {
        var task = await AskAsync(_company.Billing.Id);

        (await TaskAsync(task)).ShouldSatisfyAllConditions(
            t => t.State.ShouldBe(TaskState.Open),
            t => t.FromDepartmentId.ShouldBe(_company.Support.Id),
            t => t.Text.ShouldBe("Was it paid?"));
        (await TakeAsync(task, _company.Ben)).IsOk.ShouldBeTrue();
        (await _company.SendAsync(new FinishTask.Command(task, "Paid on Monday.", _company.Ben))).IsOk.ShouldBeTrue();

        (await TaskAsync(task)).ShouldSatisfyAllConditions(
            t => t.State.ShouldBe(TaskState.Done),
            t => t.Answer.ShouldBe("Paid on Monday."),
            t => t.DecidedById.ShouldBe(_company.Ben.AgentId));
        (await _company.CaseAsync(_case)).DepartmentId.ShouldBe(_company.Support.Id);
        (await NoticesAsync()).ShouldBe([(_company.Ben.AgentId!.Value, $"Ana K. asks for something on {Number}"), (_company.Ana.AgentId!.Value, $"{Number}: Billing has done what was asked")]);
    }

    [Fact]
    public async Task Only_the_department_asked_does_it_and_only_the_one_that_asked_withdraws_it()
    {
        var task = await AskAsync(_company.Repair.Id);

        (await TakeAsync(task, _company.Ana)).Error!.Code.ShouldBe("task_not_found");
        (await _company.SendAsync(new WithdrawTask.Command(task, _company.Rex))).Error!.Code.ShouldBe("task_not_found");
        (await _company.SendAsync(new FinishTask.Command(task, "yes", _company.Ben))).Error!.Code.ShouldBe("task_not_found");
        (await _company.SendAsync(new DeclineTask.Command(task, "no time", _company.Rex))).IsOk.ShouldBeTrue();
        (await _company.SendAsync(new WithdrawTask.Command(task, _company.Ana))).Error!.Code.ShouldBe("task_over");
    }

    [Fact]
    public async Task Task_lets_a_contractor_read_nothing_of_the_case()
    {
        await AskAsync(_company.Repair.Id);

        (await _company.DbAsync(db => db.Cases.VisibleTo(_company.Rex).AnyAsync(c => c.Id == _case))).ShouldBeFalse();
        (await _company.SendAsync(new AddNote.Command(_case, "hello", SharedOutside: true, _company.Rex))).Error!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task What_is_asked_must_have_words_a_time_to_come_and_a_member_to_do_it()
    {
        (await AskResultAsync(_company.Billing.Id, due: TimeSpan.FromMinutes(-1))).Error!.Code.ShouldBe("due_at_wrong");
        (await AskResultAsync(_company.Billing.Id, assignee: _company.Rex.AgentId)).Error!.Code.ShouldBe("not_a_member");
        (await AskResultAsync(999_999)).Error!.Code.ShouldBe("no_such_department");
        (await _company.SendAsync(new AskTask.Command(_case, "mine?", _company.Billing.Id, null, _company.Clock.GetUtcNow().AddHours(1), _company.Ben))).Error!.Code.ShouldBe("case_not_yours");
    }

    [Fact]
    public async Task Resolving_with_open_tasks_asks_first()
    {
        await AskAsync(_company.Billing.Id);

        (await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Resolved, "spoke", _company.Ana))).Error!.Code.ShouldBe("open_tasks");
        (await _company.SendAsync(new ReplyToCase.Command(_case, "Done.", CaseStatus.Resolved, [], null, Anyway: true, _company.Ana))).Error!.Code.ShouldBe("open_tasks");
        (await _company.SendAsync(new UpdateCase.Command(_case, CaseStatus.Resolved, null, null, null, null, "spoke", _company.Ana))).Error!.Code.ShouldBe("open_tasks");
        (await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Resolved, "spoke", _company.Ana, TasksLeft: true))).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Reminder_comes_once_before_the_time_and_once_when_it_is_late()
    {
        await AskAsync(_company.Billing.Id, due: TimeSpan.FromHours(4), assignee: _company.Ben.AgentId);
        await RemindAsync();
        (await RemindersAsync()).ShouldBeEmpty();

        _company.Clock.Advance(TimeSpan.FromHours(3));
        await RemindAsync();
        await RemindAsync();
        (await RemindersAsync()).ShouldBe([(_company.Ben.AgentId!.Value, $"What you were asked for on {Number} is due soon")]);

        _company.Clock.Advance(TimeSpan.FromHours(1));
        await RemindAsync();
        await RemindAsync();
        (await RemindersAsync()).Skip(1).ShouldBe(
            [(_company.Ben.AgentId!.Value, $"What you were asked for on {Number} is late"), (_company.Ana.AgentId!.Value, $"{Number}: Billing is late with what you asked for")]);
    }

    [Fact]
    public async Task Joined_case_takes_its_open_tasks_along()
    {
        var task = await AskAsync(_company.Billing.Id);
        var other = await _company.MailAsync(Mails.Of(subject: "Another"));

        (await _company.SendAsync(new MergeCases.Command(_case, other, _company.Ana))).IsOk.ShouldBeTrue();

        (await TaskAsync(task)).CaseId.ShouldBe(other);
        (await _company.SendAsync(new FinishTask.Command(task, "Paid.", _company.Ben))).IsOk.ShouldBeTrue();
    }

    private string Number => CaseNumber.Format(_case);

    private async Task<long> AskAsync(long department, TimeSpan? due = null, long? assignee = null) => (await AskResultAsync(department, due, assignee)).Value;

    private Task<Result<long>> AskResultAsync(long department, TimeSpan? due = null, long? assignee = null) =>
        _company.SendAsync(new AskTask.Command(_case, "Was it paid?", department, assignee, _company.Clock.GetUtcNow() + (due ?? TimeSpan.FromHours(2)), _company.Ana));

    private Task<Result<Done>> TakeAsync(long task, Actor actor) => _company.SendAsync(new TakeTask.Command(task, actor));

    private Task<CaseTask> TaskAsync(long id) => _company.DbAsync(db => db.Tasks.AsNoTracking().SingleAsync(t => t.Id == id));

    private async Task RemindAsync()
    {
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetServices<IJob>().OfType<RemindTasks>().Single().RunAsync(default);
    }

    private async Task<List<(long Agent, string Text)>> RemindersAsync() => [.. (await NoticesAsync()).Where(n => !n.Text.Contains("asks for", StringComparison.Ordinal))];

    private Task<List<(long Agent, string Text)>> NoticesAsync() => _company.DbAsync(async db =>
        (await db.Notifications.Where(n => n.CaseId == _case && n.Kind == NotificationKind.Task).OrderBy(n => n.Id).Select(n => new { n.AgentId, n.Text }).ToListAsync())
            .ConvertAll(n => (n.AgentId, n.Text)));
}
