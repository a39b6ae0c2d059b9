using System.Globalization;
using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Inbox.Core.Tests.Intake;

/// <summary>An archive of mail that is taken over. It is Monday, 2 November 2026, 09:00.</summary>
public sealed class ImportedThreadsTests : IAsyncLifetime
{
    private const string Support = "Acme Support <support@acme.example>";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Both_sides_are_on_one_case_with_their_dates_and_it_is_closed_when_answered()
    {
        var deliveries = await ImportAsync(
            Mail("q@mail.example", daysAgo: 12),
            Ours("a@acme.example", daysAgo: 11, inReplyTo: "q@mail.example"));

        var id = deliveries[0].CaseId!.Value;
        deliveries[1].CaseId.ShouldBe(id);
        var messages = await MessagesAsync(id);
        messages.Select(m => (m.Direction, m.ReceivedAt)).ShouldBe([(Direction.Inbound, Ago(12)), (Direction.Outbound, Ago(11))]);
        messages[1].To.ShouldHaveSingleItem().Address.ShouldBe("nora@mail.example");
        (messages[1].AuthorId, messages[1].FromName).ShouldBe((null, "Acme Support"));
        var @case = await _company.CaseAsync(id);
        (@case.Status, @case.OpenedAt, @case.ClosedAt, @case.LastAnswerAt).ShouldBe((CaseStatus.Closed, Ago(12), Ago(11), Ago(11)));
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).ShouldBeEmpty();
        (await _company.DbAsync(db => db.OutboundDeliveries.CountAsync())).ShouldBe(0);
        (await _company.DbAsync(db => db.Handles.Select(h => h.Value).ToListAsync())).ShouldBe(["nora@mail.example"]);
    }

    [Fact]
    public async Task Question_that_is_still_open_runs_from_the_import()
    {
        var id = (await ImportAsync(Mail("q@mail.example", daysAgo: 5)))[0].CaseId!.Value;

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.New);
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().StartedAt.ShouldBe(_company.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Question_after_our_answer_is_open_and_owed_a_next_reply()
    {
        var id = (await ImportAsync(
            Mail("q@mail.example", daysAgo: 12),
            Ours("a@acme.example", daysAgo: 11, inReplyTo: "q@mail.example"),
            Mail("q2@mail.example", daysAgo: 3, inReplyTo: "a@acme.example")))[0].CaseId!.Value;

        (await MessagesAsync(id)).Count.ShouldBe(3);
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).Single().IsRunning.ShouldBeTrue();
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_idle_for_a_month_is_closed_and_stays_one_thread()
    {
        var deliveries = await ImportAsync(
            Mail("q@mail.example", daysAgo: 400),
            Mail("q2@mail.example", daysAgo: 390, inReplyTo: "q@mail.example"));

        deliveries[1].CaseId.ShouldBe(deliveries[0].CaseId);
        var @case = await _company.CaseAsync(deliveries[0].CaseId!.Value);
        (@case.Status, @case.ClosedAt).ShouldBe((CaseStatus.Closed, Ago(390)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Order_and_batches_do_not_matter(bool together)
    {
        string[] mails =
        [
            Ours("a@acme.example", daysAgo: 11, inReplyTo: "q@mail.example"),
            Mail("q2@mail.example", daysAgo: 3, inReplyTo: "a@acme.example"),
            Ours("a2@acme.example", daysAgo: 2, inReplyTo: "q2@mail.example"),
            Mail("q@mail.example", daysAgo: 12),
        ];
        if (together)
        {
            await ImportAsync(mails);
        }
        else
        {
            foreach (var mail in mails)
            {
                await ImportAsync(mail);
            }
        }

        var cases = await _company.DbAsync(db => db.Cases.Where(c => c.FoldedIntoId == null).ToListAsync());
        var @case = cases.ShouldHaveSingleItem();
        @case.Status.ShouldBe(CaseStatus.Closed);
        (await MessagesAsync(@case.Id)).Count.ShouldBe(4);
        (await _company.DbAsync(db => db.SlaClocks.CountAsync(c => c.CaseId == @case.Id && c.StoppedAt == null))).ShouldBe(0);
    }

    [Fact]
    public async Task Case_that_our_mail_began_belongs_to_whom_we_wrote()
    {
        var id = (await ImportAsync(Ours("a@acme.example", daysAgo: 4)))[0].CaseId!.Value;

        var @case = await _company.CaseAsync(id);
        @case.Status.ShouldBe(CaseStatus.Closed);
        (await _company.DbAsync(db => db.Handles.SingleAsync(h => h.CustomerId == @case.CustomerId))).Value.ShouldBe("nora@mail.example");
    }

    [Fact]
    public async Task Vacation_notice_after_our_answer_leaves_it_answered()
    {
        var id = (await ImportAsync(
            Mail("q@mail.example", daysAgo: 12),
            Ours("a@acme.example", daysAgo: 11, inReplyTo: "q@mail.example"),
            Mail("ooo@mail.example", daysAgo: 11, inReplyTo: "a@acme.example", extra: "Auto-Submitted: auto-replied\r\n")))[0].CaseId!.Value;

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Closed);
        (await MessagesAsync(id)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_person_decided_here_is_not_changed_by_history()
    {
        var id = await _company.MailAsync(Mails.Of(id: "live@mail.example", references: "<q@mail.example>"));
        await _company.AnswerAsync(id);

        (await ImportAsync(Mail("q@mail.example", daysAgo: 2)))[0].CaseId.ShouldBe(id);

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
    }

    [Fact]
    public async Task Customer_who_writes_on_later_continues_the_closed_case()
    {
        var old = (await ImportAsync(Mail("q@mail.example", daysAgo: 400)))[0].CaseId;

        var id = await _company.MailAsync(Mails.Of(inReplyTo: "q@mail.example"));

        id.ShouldNotBe(old!.Value);
        (await _company.CaseAsync(id)).FollowUpOfId.ShouldBe(old);
    }

    [Fact]
    public async Task Old_bounce_kills_no_address_and_what_we_wrote_to_ourselves_is_passed_over()
    {
        var deliveries = await ImportAsync(
            Mail("q@mail.example", daysAgo: 3),
            Ours("a@acme.example", daysAgo: 2, inReplyTo: "q@mail.example"),
            Bounces.Hard("nora@mail.example", "a@acme.example"),
            Ours("self@acme.example", daysAgo: 2, to: "support@acme.example"));

        (await _company.DbAsync(db => db.Handles.AnyAsync(h => h.DeadSince != null))).ShouldBeFalse();
        deliveries[3].State.ShouldBe(InboundState.Ignored);
    }

    [Fact]
    public async Task Answer_that_Inbox_sent_itself_is_not_filed_again()
    {
        var id = await _company.MailAsync(Mails.Of(id: "q@mail.example"));
        var answer = await _company.AnswerAsync(id);

        var again = (await ImportAsync(Ours(answer.ExternalId, daysAgo: 0, inReplyTo: "q@mail.example")))[0];

        again.State.ShouldBe(InboundState.Ignored);
        (await MessagesAsync(id)).Count.ShouldBe(2);
    }

    private DateTimeOffset Ago(int days) => _company.Clock.GetUtcNow().AddDays(-days);

    private string Mail(string id, int daysAgo, string? inReplyTo = null, string extra = "") => Dated(Mails.Of(id: id, inReplyTo: inReplyTo, extra: extra), daysAgo);

    private string Ours(string id, int daysAgo, string? inReplyTo = null, string to = "Nora Vale <nora@mail.example>") =>
        Dated(Mails.Of(from: Support, to: to, id: id, inReplyTo: inReplyTo), daysAgo);

    private string Dated(string mail, int daysAgo) => mail.Replace(
        "Date: Mon, 2 Nov 2026 08:59:00 +0000", $"Date: {Ago(daysAgo).ToString("ddd, d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000", StringComparison.Ordinal);

    private Task<List<Message>> MessagesAsync(long caseId) => _company.DbAsync(db => db.Messages.AsNoTracking().Where(m => m.CaseId == caseId).OrderBy(m => m.Id).ToListAsync());

    /// <summary>Files mails as import-mail does, in one batch.</summary>
    private async Task<List<InboundDelivery>> ImportAsync(params string[] mails)
    {
        var adapter = _company.Services.GetRequiredService<ChannelKinds>().Of("email");
        var items = new List<InboundItem>();
        foreach (var content in mails.Select(Encoding.UTF8.GetBytes))
        {
            items.Add(new InboundItem(_company.Mail.Id, await adapter.IdentifyAsync(new MemoryStream(content), default), content, "message/rfc822", Import: true));
        }

        await using var connection = await _company.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var receipts = await InboundInsert.InsertAsync(connection, items, _company.Clock.GetUtcNow(), default);
        await _company.FilePendingAsync();
        var ids = receipts.Select(r => r.DeliveryId).ToArray();
        var filed = await _company.DbAsync(db => db.InboundDeliveries.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id));
        return [.. ids.Select(id => filed[id])];
    }
}
