using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Sla;

/// <summary>A message that is filed long after it came: the customer has waited since it came.</summary>
public sealed class LateFilingTests : IAsyncLifetime
{
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(30);
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Promises_count_from_the_receipt()
    {
        var received = _company.Clock.GetUtcNow();
        var id = await MailAsync(Mails.Of(id: "first@mail.example"));

        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().DueAt.ShouldBe(received.AddMinutes(60));
        (await _company.ClocksAsync(id, SlaMetric.Resolution)).Single().StartedAt.ShouldBe(received);

        await _company.AnswerAsync(id);
        _company.Clock.Advance(Delay);
        received = _company.Clock.GetUtcNow();
        await MailAsync(Mails.Of(inReplyTo: "first@mail.example", text: "Is there any news?"));
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).Single().StartedAt.ShouldBe(received);
    }

    [Theory]
    [InlineData("The laptop.")]
    [InlineData("The charger, too.")]
    public async Task Both_parts_of_a_split_owe_from_what_they_hold(string going)
    {
        var laptop = _company.Clock.GetUtcNow();
        var id = await MailAsync(Mails.Of(id: "laptop@mail.example", text: "The laptop."));
        var charger = _company.Clock.GetUtcNow();
        await MailAsync(Mails.Of(inReplyTo: "laptop@mail.example", text: "The charger, too."));

        var split = await SplitAsync(id, going);

        var (here, there) = going == "The laptop." ? (charger, laptop) : (laptop, charger);
        (await RunningAsync(id)).ShouldBe((SlaMetric.FirstReply, here));
        (await RunningAsync(split)).ShouldBe((SlaMetric.FirstReply, there));
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.New);
    }

    [Fact]
    public async Task Clock_that_began_at_a_click_goes_with_the_first_of_what_it_waits_for()
    {
        var id = await MailAsync(Mails.Of(id: "laptop@mail.example", text: "The laptop."));
        await MailAsync(Mails.Of(inReplyTo: "laptop@mail.example", text: "The charger, too."));
        var began = _company.Clock.GetUtcNow();
        await _company.DbAsync(db => db.SlaClocks.Where(c => c.CaseId == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.StartedAt, began)));
        _company.Clock.Advance(Delay);

        var split = await SplitAsync(id, "The laptop.");

        (await RunningAsync(split)).ShouldBe((SlaMetric.FirstReply, began));
        (await RunningAsync(id)).ShouldBe((SlaMetric.FirstReply, began));
    }

    [Fact]
    public async Task Merge_that_is_undone_leaves_a_reply_running_that_a_late_thanks_has_begun()
    {
        var id = await MailAsync(Mails.Of(id: "first@mail.example"));
        var other = await MailAsync(Mails.Of(from: "Otto <otto@mail.example>"));
        await _company.AnswerAsync(other);
        await _company.AnswerAsync(id);
        var move = (await _company.SendAsync(new MergeCases.Command(other, id, _company.Ana) { Anyway = true })).Value;
        _company.Clock.Advance(Delay);
        (await _company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Resolved, Reason: null, _company.Ana))).Error.ShouldBeNull();
        await MailAsync(Mails.Of(inReplyTo: "first@mail.example", text: "Thank you!"));
        _company.Clock.Advance(TimeSpan.FromDays(4));
        await _company.RunJobAsync("age-cases");
        var running = await RunningAsync(id);

        (await _company.SendAsync(new UndoMove.Command(id, move.MoveId, _company.Ana))).Error.ShouldBeNull();

        (await RunningAsync(id)).ShouldBe(running);
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).Count.ShouldBe(1);
    }

    /// <summary>Received, and filed half an hour later.</summary>
    private async Task<long> MailAsync(string mail)
    {
        var delivery = (await _company.ReceiveAsync(_company.Mail, Encoding.UTF8.GetBytes(mail)))[0];
        _company.Clock.Advance(Delay);
        await _company.FilePendingAsync();
        return (await _company.DbAsync(db => db.InboundDeliveries.SingleAsync(d => d.Id == delivery))).CaseId!.Value;
    }

    private async Task<long> SplitAsync(long id, string text)
    {
        var message = await _company.DbAsync(db => db.Messages.SingleAsync(m => m.CaseId == id && m.ReplyText == text));
        return (await _company.SendAsync(new SplitCase.Command(id, [message.Id], null, _company.Ana))).Value.NewCaseId;
    }

    private async Task<(SlaMetric Metric, DateTimeOffset Since)> RunningAsync(long id)
    {
        var clock = await _company.DbAsync(db => db.SlaClocks.SingleAsync(c => c.CaseId == id && c.StoppedAt == null && (c.Metric == SlaMetric.FirstReply || c.Metric == SlaMetric.NextReply)));
        return (clock.Metric, clock.StartedAt);
    }
}
