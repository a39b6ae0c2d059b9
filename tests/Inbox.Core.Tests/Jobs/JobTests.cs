using Inbox.Core.Cases;
using Inbox.Core.Jobs;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Jobs;

/// <summary>The recurring jobs, run by their worker.</summary>
public sealed class JobTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Filed_messages_and_answers_are_found_by_their_words()
    {
        var id = await _company.MailAsync(Mails.Of(subject: "Kettle leaks", text: "Überall Wasser in der Küche"));
        await _company.AnswerAsync(id, text: "Replacement is on its way");
        await _company.RunAsync<JobWorker>();

        await UntilAsync(async () => await FoundAsync("küche") is [var kitchen] && kitchen == id && (await FoundAsync("replacement")).Count == 1);

        (await FoundAsync("kettle")).Count.ShouldBe(2);
        (await FoundAsync("nora")).Count.ShouldBe(1);
        (await FoundAsync("toaster")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Thanks_that_nobody_confirms_reopens_after_two_working_days()
    {
        var id = await _company.MailAsync(Mails.Of());
        var answer = await _company.AnswerAsync(id, CaseStatus.Resolved);
        await _company.MailAsync(Mails.Of(inReplyTo: answer.ExternalId, text: "Thank you!"));
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Resolved);
        await _company.RunAsync<JobWorker>();

        _company.Clock.Advance(TimeSpan.FromHours(47));
        await RunOnceMoreAsync();
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Resolved);

        _company.Clock.Advance(TimeSpan.FromHours(1));
        await UntilAsync(async () => (await _company.CaseAsync(id)).Status == CaseStatus.Open);
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).Single().IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Resolved_case_closes_after_the_days_of_its_channel()
    {
        var id = await _company.MailAsync(Mails.Of());
        await _company.AnswerAsync(id, CaseStatus.Resolved);
        await _company.RunAsync<JobWorker>();

        _company.Clock.Advance(TimeSpan.FromDays(13.9));
        await RunOnceMoreAsync();
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Resolved);

        _company.Clock.Advance(TimeSpan.FromDays(0.2));
        await UntilAsync(async () => (await _company.CaseAsync(id)).Status == CaseStatus.Closed);
    }

    [Fact]
    public async Task Snooze_ends_at_its_time()
    {
        var id = await _company.MailAsync(Mails.Of());
        var until = _company.Clock.GetUtcNow().AddHours(3);
        await _company.DbAsync(db => db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.SnoozedUntil, until)));
        await _company.RunAsync<JobWorker>();

        _company.Clock.Advance(TimeSpan.FromHours(2));
        await RunOnceMoreAsync();
        (await _company.CaseAsync(id)).SnoozedUntil.ShouldBe(until);

        _company.Clock.Advance(TimeSpan.FromHours(1));
        await UntilAsync(async () => (await _company.CaseAsync(id)).SnoozedUntil is null);
    }

    private static Task UntilAsync(Func<Task<bool>> holds) => Eventually.IsAsync(holds);

    /// <summary>Each job has run at the time that the clock shows.</summary>
    private Task RunOnceMoreAsync() =>
        UntilAsync(async () => await _company.DbAsync(db => db.Jobs.AnyAsync()) && await _company.DbAsync(db => db.Jobs.AllAsync(j => j.NextRunAt > _company.Clock.GetUtcNow())));

    private Task<List<long?>> FoundAsync(string word) => _company.DbAsync(db => db.Database
        .SqlQuery<long?>($"SELECT case_id AS \"Value\" FROM message_search WHERE words @@ to_tsquery('simple', {word})").ToListAsync());
}
