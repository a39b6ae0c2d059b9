using Inbox.Core.Cases;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Sla;

/// <summary>Every stretch that a clock ran is a row, so that what it consumed can be told afterwards.</summary>
public sealed class SlaSegmentTests : IAsyncLifetime
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
    public async Task Pause_and_stop_leave_a_stretch_each_and_waiting_leaves_none()
    {
        var opened = _company.Clock.GetUtcNow();
        _company.Clock.Advance(TimeSpan.FromMinutes(30));
        await _company.AnswerAsync(_case);
        _company.Clock.Advance(TimeSpan.FromDays(1));
        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example"));
        var back = _company.Clock.GetUtcNow();
        _company.Clock.Advance(TimeSpan.FromMinutes(10));
        await _company.AnswerAsync(_case, then: CaseStatus.Resolved);

        (await SegmentsAsync(SlaMetric.Resolution)).Select(s => (s.StartedAt, s.Worked, s.Reason)).ShouldBe(
        [
            (opened, TimeSpan.FromMinutes(30), SegmentEnd.Paused),
            (back, TimeSpan.FromMinutes(10), SegmentEnd.Stopped),
        ]);
    }

    [Fact]
    public async Task Another_priority_settles_what_ran_before()
    {
        _company.Clock.Advance(TimeSpan.FromMinutes(20));
        await _company.SendAsync(new ChangePriority.Command(_case, Priority.High, null, _company.Ana));

        var segment = (await SegmentsAsync(SlaMetric.FirstReply)).ShouldHaveSingleItem();
        (segment.Worked, segment.Reason).ShouldBe((TimeSpan.FromMinutes(20), SegmentEnd.TermsChanged));
    }

    [Fact]
    public async Task Undo_counts_the_time_since_the_answer_as_well()
    {
        _company.Clock.Advance(TimeSpan.FromMinutes(20));
        var answer = await _company.AnswerAsync(_case);
        _company.Clock.Advance(TimeSpan.FromSeconds(5));
        await _company.SendAsync(new UndoReply.Command(answer.Id, _company.Ana));

        (await SegmentsAsync(SlaMetric.FirstReply)).Select(s => (s.Worked, s.Reason)).ShouldBe(
        [
            (TimeSpan.FromMinutes(20), SegmentEnd.Stopped),
            (TimeSpan.FromSeconds(5), SegmentEnd.Restored),
        ]);
    }

    [Fact]
    public async Task Stretches_of_a_cycle_add_up_to_what_it_consumed_and_never_overlap()
    {
        foreach (var then in new[] { CaseStatus.Waiting, CaseStatus.Resolved, CaseStatus.Open, CaseStatus.OnHold })
        {
            _company.Clock.Advance(TimeSpan.FromMinutes(7));
            await _company.AnswerAsync(_case, then);
            _company.Clock.Advance(TimeSpan.FromMinutes(11));
            await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example", text: $"It is still broken after {then}."));
        }

        await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Spam, null, _company.Ana));
        foreach (var metric in Enum.GetValues<SlaMetric>())
        {
            var segments = (await SegmentsAsync(metric)).ToLookup(s => s.Cycle);
            foreach (var clock in await _company.ClocksAsync(_case, metric))
            {
                var stretches = segments[clock.Cycle].OrderBy(s => s.StartedAt).ToList();
                stretches.Aggregate(TimeSpan.Zero, (sum, s) => sum + s.Worked).ShouldBe(clock.Consumed, $"{metric} {clock.Cycle}");
                stretches.Zip(stretches.Skip(1)).ShouldAllBe(pair => pair.First.EndedAt <= pair.Second.StartedAt);
            }
        }
    }

    private Task<List<SlaSegment>> SegmentsAsync(SlaMetric metric) => _company.DbAsync(db =>
        db.SlaSegments.AsNoTracking().Where(s => s.CaseId == _case && s.Metric == metric).OrderBy(s => s.Cycle).ThenBy(s => s.StartedAt).ToListAsync());
}
