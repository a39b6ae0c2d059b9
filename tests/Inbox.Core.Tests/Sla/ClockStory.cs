using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Approval;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Inbox.Core.Departments;
using Inbox.Core.Jobs;
using Inbox.Core.Sla;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Sla;

/// <summary>
/// A company that promises everything there is to promise, and what can happen to a case of it. Everybody works around
/// the clock by a calendar, so that the calendar can be edited; ten minutes pass with every step.
/// </summary>
internal sealed class ClockStory : IAsyncDisposable
{
    public const string Courier = "desk@courier.example";
    private const string FirstMail = "first@mail.example";

    private static readonly Actor Admin = new(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);
    private readonly Company _company;
    private readonly Channel _line;
    private readonly Calendar _hours;

    private readonly Pinboard _board;
    private Channel? _pins;
    private string? _pin;

    private ClockStory(Company company, Channel line, Calendar hours, Pinboard board) => (_company, _line, _hours, _board) = (company, line, hours, board);

    public long Case { get; set; }

    public long LastAnswer { get; private set; }

    public static async Task<ClockStory> OpenAsync()
    {
        var board = new Pinboard();
        var company = await PinboardCompany.OpenAsync(board);
        var hours = new Calendar { Name = "Always", TimeZone = "Etc/UTC", Hours = WholeWeek("00:00-24:00") };
        var line = new Channel { Key = "line", Name = "Line", Kind = "phone", DepartmentId = company.Support.Id, Address = "+442079460000", Settings = """{"countryCode":"44"}""" };
        await company.SetAsync(async db =>
        {
            db.AddRange(hours, line);
            await db.SaveChangesAsync();
            await db.Departments.ExecuteUpdateAsync(set => set.SetProperty(d => d.CalendarId, hours.Id));
            var policy = await db.SlaPolicies.SingleAsync();
            policy.Targets = [.. policy.Targets, new SlaTarget(SlaMetric.Update, 2880, 1440, 480, 120)];
            policy.PauseOnHold = true;
        });
        return new ClockStory(company, line, hours, board);
    }

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    public void Pass(TimeSpan? time = null) => _company.Clock.Advance(time ?? TimeSpan.FromMinutes(10));

    public async Task MailAsync(string text = "My son's laptop came back with the same fault.") =>
        Case = await _company.MailAsync(Mails.Of(id: FirstMail, text: text));

    public Task AgainAsync(string text = "Is there any news?", string extra = "") => FileAsync(Mails.Of(inReplyTo: FirstMail, text: text, extra: extra));

    /// <summary>Answers what we last wrote, which was to them.</summary>
    public async Task CourierWritesAsync()
    {
        var ours = await _company.DbAsync(db => db.Messages.Where(m => m.CaseId == Case && m.ToThirdParties).OrderBy(m => m.Id).Select(m => m.ExternalId).LastAsync());
        await FileAsync(Mails.Of(from: $"Courier <{Courier}>", inReplyTo: ours, text: "It rained."));
    }

    public async Task AnswerAsync(CaseStatus then = CaseStatus.Waiting) => LastAnswer = (await _company.AnswerAsync(Case, then)).Id;

    /// <summary>The customer writes where everybody can read it.</summary>
    public async Task PostAsync()
    {
        _pins = await _company.OpenDoorAsync();
        Case = await PinAsync("My son's laptop came back with the same fault.", replyTo: null);
    }

    public Task PostAgainAsync() => PinAsync("Is there any news?", replyTo: _pin);

    private async Task<long> PinAsync(string text, string? replyTo)
    {
        _pin = _board.Post(_company.Clock.GetUtcNow(), text, replyTo: replyTo);
        return (await _company.FileAsync(_pins!, JsonSerializer.SerializeToUtf8Bytes(_board.Find(_pin), JsonSerializerOptions.Web)))[0].CaseId!.Value;
    }

    /// <summary>What we answered has left.</summary>
    public Task LeaveThereAsync() => _company.DbAsync(db => db.OutboundDeliveries.Where(d => d.CaseId == Case).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, OutboundState.Sent)));

    /// <summary>The last answer, or the first, is edited or deleted at the far side.</summary>
    /// <param name="text">What it says from now on; null: it is deleted.</param>
    public async Task ChangeThereAsync(string? text, bool first = false)
    {
        await LeaveThereAsync();
        var answer = first ? await _company.DbAsync(db => db.OutboundDeliveries.Where(d => d.CaseId == Case).MinAsync(d => d.MessageId)) : LastAnswer;
        await DoAsync<Done>(text is null ? new DeleteSentAnswer.Command(answer, _company.Ana) : new EditSentAnswer.Command(answer, text, _company.Ana));
        var change = await _company.DbAsync(db => db.AnswerChanges.SingleAsync());
        var rules = await RulesAsync();
        await WithAsync<AnswerChangeEnds>(ends => ends.StoreAsync(change, SendResult.Sent, rules, default));
    }

    public async Task ScheduleAsync()
    {
        var reply = new ReplyToCase.Command(Case, "Tomorrow then.", CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, _company.Ana) { SendAt = _company.Clock.GetUtcNow().AddMinutes(5) };
        LastAnswer = (await DoAsync(reply)).MessageId;
    }

    public async Task AskApprovalAsync()
    {
        await _company.HireAsync("Mia M.", Role.Manager, _company.Support);
        var reply = new ReplyToCase.Command(Case, "We look into it.", CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, _company.Ana) { ForApproval = true };
        LastAnswer = (await DoAsync(reply)).MessageId;
    }

    public Task ApproveAsync() => DoAsync(new ApproveAnswer.Command(LastAnswer, Anyway: false, Admin));

    public Task ReturnAsync() => DoAsync(new ReturnAnswer.Command(LastAnswer, "Be kinder.", Admin));

    public Task LeaveDueAsync() => WithAsync<ScheduledAnswers>(s => s.LeaveDueAsync(default));

    public Task BounceAsync() => BounceAsync(LastAnswer);

    public async Task BounceFirstAsync() => await BounceAsync(await _company.DbAsync(db => db.OutboundDeliveries.Where(d => d.CaseId == Case).MinAsync(d => d.MessageId)));

    private async Task BounceAsync(long answer)
    {
        var delivery = await _company.DbAsync(db => db.OutboundDeliveries.SingleAsync(d => d.MessageId == answer));
        var rules = await RulesAsync();
        await WithAsync<DeliveryEnds>(ends => ends.StoreAsync(delivery, new SendResult(SendOutcome.Failed, "No such mailbox."), threadScope: null, rules, default));
    }

    public Task UndoAsync() => DoAsync(new UndoReply.Command(LastAnswer, _company.Ana));

    public Task RetryAsync() => DoAsync(new RetryAnswer.Command(LastAnswer, _company.Ana));

    public async Task WriteFirstAsync() => Case = (await DoAsync(new OpenOutboundCase.Command(
        _company.Mail.Id, DepartmentId: null, "Your parcel", "It is late.", ["nora@mail.example"], [], CaseStatus.Waiting, _company.Ana))).CaseId;

    public async Task CallAsync(CallOutcome outcome, long? on = null, TimeSpan? callBackIn = null) => Case = await DoAsync(new LogCall.Command(
        on, "020 7946 0123", "Nora", Incoming: true, "The kettle leaks", HoldSeconds: 0, DurationSeconds: 60, outcome,
        callBackIn is { } wait ? _company.Clock.GetUtcNow() + wait : null, DepartmentId: null, _line.Id, Subject: null, Priority.Normal, _company.Ana));

    public Task NoteAsync() => DoAsync(new AddNote.Command(Case, "She called twice.", SharedOutside: false, _company.Ana));

    public Task ForwardAsync(bool onHold) => DoAsync(new ForwardMessage.Command(Case, "Fwd: parcel", "Where is it?", [Courier], [], onHold, _company.Ana));

    public Task StatusAsync(CaseStatus status, string? reason = null) => DoAsync(new ChangeStatus.Command(Case, status, reason, _company.Ana));

    public Task NoReplyNeededAsync() => DoAsync(new NoReplyNeeded.Command(Case, _company.Ana));

    public Task PriorityAsync(Priority priority) => DoAsync(new ChangePriority.Command(Case, priority, "as agreed", _company.Ana));

    public Task EscalateAsync() => WithAsync<EscalateCases>(e => e.RunAsync([Case], default));

    public Task GiveAsync() => DoAsync(new ChangeDepartment.Command(Case, _company.Billing.Id, "an invoice", _company.Ana));

    public Task DecideAsync(HandoffState decision) =>
        DoAsync(new DecideHandoff.Command(Case, decision, "as agreed", decision == HandoffState.Withdrawn ? _company.Ana : _company.Ben));

    public Task ResolveThereAsync() => DoAsync(new ChangeStatus.Command(Case, CaseStatus.Resolved, Reason: null, _company.Ben));

    public Task HandBackAsync() => DoAsync(new HandBackCase.Command(Case, "Done.", _company.Ben));

    public Task SnoozeAsync() => DoAsync(new SnoozeCase.Command(Case, _company.Clock.GetUtcNow().AddMinutes(5), _company.Ana));

    /// <summary>What only time does.</summary>
    public Task AgeAsync() => WithAsync<IEnumerable<IJob>>(jobs => jobs.OfType<AgeCases>().Single().RunAsync(default));

    /// <summary>Merges another case into this one, or this one into another.</summary>
    public async Task MergeAsync(bool intoOther)
    {
        var other = await _company.MailAsync(Mails.Of(from: "Otto <otto@mail.example>"));
        Pass();
        await DoAsync(intoOther ? new MergeCases.Command(Case, other, _company.Ana) { Anyway = true } : new MergeCases.Command(other, Case, _company.Ana) { Anyway = true });
    }

    public async Task UndoMergeAsync()
    {
        var move = await _company.DbAsync(db => db.CaseMoves.Select(m => m.Id).SingleAsync());
        await DoAsync(new UndoMove.Command(Case, move, _company.Ana));
    }

    public async Task SplitAsync()
    {
        var newest = await _company.DbAsync(db => db.Messages.Where(m => m.CaseId == Case && m.Direction == Direction.Inbound).MaxAsync(m => m.Id));
        await DoAsync(new SplitCase.Command(Case, [newest], null, _company.Ana));
    }

    public async Task EditCalendarAsync()
    {
        await DoAsync(new SaveCalendar.Command(_hours.Id, 0, "Always", new CalendarHours("Etc/UTC", WholeWeek("06:00-22:00"), [], []), Admin));
        await RecomputeAsync();
    }

    public async Task EditPolicyAsync()
    {
        var policy = await _company.DbAsync(db => db.SlaPolicies.AsNoTracking().SingleAsync());
        await DoAsync(new SaveSlaPolicy.Command(
            policy.Id, policy.Revision, policy.Name, Enabled: true, null, null, null, null, null, null, null, null, AroundTheClock: false, PauseWaiting: true, PauseOnHold: true, WarningShare: 75,
            [.. policy.Targets.Select(t => t with { Normal = t.Normal * 2 })], policy.Steps, Admin));
        await RecomputeAsync();
    }

    /// <summary>All cycles of the case as they are now.</summary>
    public Task<List<SlaClock>> ClocksAsync() =>
        _company.DbAsync(db => db.SlaClocks.AsNoTracking().Where(c => c.CaseId == Case).OrderBy(c => c.Id).ToListAsync());

    private static Dictionary<string, string[]> WholeWeek(string hours) =>
        Enum.GetNames<DayOfWeek>().ToDictionary(d => d.ToLowerInvariant(), _ => new[] { hours }, StringComparer.Ordinal);

    private async Task FileAsync(string mail) => await _company.FileAsync(_company.Mail, System.Text.Encoding.UTF8.GetBytes(mail));

    private async Task RecomputeAsync()
    {
        var more = true;
        while (more)
        {
            await WithAsync<RecomputeClocks>(async r => more = await r.RunAsync(default) is not null);
        }
    }

    private async Task<Rules> RulesAsync() => await _company.Services.GetRequiredService<Rulebook>().GetAsync(default);

    private async Task WithAsync<T>(Func<T, Task> use)
        where T : notnull
    {
        await using var scope = _company.Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<T>());
    }

    private async Task<T> DoAsync<T>(MediatR.IRequest<Result<T>> command)
    {
        var done = await _company.SendAsync(command);
        done.Error.ShouldBeNull();
        return done.Value;
    }
}
