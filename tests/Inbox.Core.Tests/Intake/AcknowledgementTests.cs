using System.Text;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Delivery;
using Inbox.Core.Intake;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Inbox.Core.Tests.Intake;

public sealed class AcknowledgementTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        await SetAsync(new Acknowledgement(Enabled: true, "Auto: {subject} [{number}]", "Hello {name}, we are here {hours}. {channel}"));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Customer_who_opens_a_case_is_told_at_once_and_nothing_is_settled_by_it()
    {
        var id = await _company.MailAsync(Mails.Of(id: "first@mail.example"));

        var told = await ToldAsync(id);
        told.Automatic.ShouldBe(Automatic.Acknowledgement);
        told.Subject.ShouldBe($"Auto: Third repair and still nothing [C-{id}]");
        told.Text.ShouldBe("Hello Nora Vale, we are here around the clock. Support mail");
        told.To.ShouldHaveSingleItem().Address.ShouldBe("nora@mail.example");
        told.InReplyTo.ShouldBe("first@mail.example");
        told.AuthorId.ShouldBeNull();
        var @case = await _company.CaseAsync(id);
        (@case.Status, @case.LastAnswerAt, @case.TouchedByPerson).ShouldBe((CaseStatus.New, null, false));
        @case.Preview.ShouldStartWith("My son's laptop");
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
        var delivery = await _company.DbAsync(db => db.OutboundDeliveries.SingleAsync(d => d.MessageId == told.Id));
        (delivery.State, delivery.NotBefore).ShouldBe((OutboundState.Pending, _company.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Reply_to_it_joins_and_an_answer_by_a_person_still_counts_as_the_first()
    {
        var id = await _company.MailAsync(Mails.Of());
        var told = await ToldAsync(id);

        (await _company.MailAsync(Mails.Of(from: "Other <other@mail.example>", inReplyTo: told.ExternalId))).ShouldBe(id);
        await _company.AnswerAsync(id);

        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().StoppedAt.ShouldNotBeNull();
        (await AcknowledgementsAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("List-Id: <news.mail.example>")]
    [InlineData("Precedence: bulk")]
    [InlineData("X-Auto-Response-Suppress: DR, AutoReply")]
    [InlineData("Auto-Submitted: auto-generated")]
    [InlineData("Return-Path: <>")]
    [InlineData("X-Spam-Flag: YES")]
    [InlineData("Authentication-Results: mx.acme.example; dmarc=fail")]
    public async Task Mail_that_forbids_it_gets_none(string header)
    {
        await FileAsync(Mails.Of(extra: header + "\r\n"));

        (await AcknowledgementsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("noreply@mail.example")]
    [InlineData("No-Reply+orders@mail.example")]
    [InlineData("MAILER-DAEMON@mail.example")]
    [InlineData("news-request@mail.example")]
    [InlineData("support@acme.example")]
    public async Task Sender_that_nobody_reads_or_that_is_ourselves_gets_none(string from)
    {
        await FileAsync(Mails.Of(from: from));

        (await AcknowledgementsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Web_form_is_acknowledged_to_its_customer_whatever_its_mailer_writes()
    {
        await _company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == _company.Mail.Id)).Settings = """{"webForms":["noreply@acme.example"]}""");

        await FileAsync(Mails.Of(from: "Web <noreply@acme.example>", extra: "Reply-To: Nora <nora@mail.example>\r\nAuto-Submitted: auto-generated\r\nPrecedence: bulk\r\n"));

        (await AcknowledgementsAsync()).ShouldHaveSingleItem().To[0].Address.ShouldBe("nora@mail.example");
    }

    [Fact]
    public async Task Nobody_gets_more_than_three_in_an_hour()
    {
        for (var i = 0; i < 5; i++)
        {
            await FileAsync(Mails.Of(subject: $"Question {i}"));
        }

        await FileAsync(Mails.Of(from: "Other <other@mail.example>"));
        (await AcknowledgementsAsync()).GroupBy(m => m.To[0].Address).Select(g => (g.Key, g.Count())).ShouldBe([("nora@mail.example", 3), ("other@mail.example", 1)], ignoreOrder: true);

        _company.Clock.Advance(TimeSpan.FromMinutes(61));
        await FileAsync(Mails.Of(subject: "Question 6"));
        (await AcknowledgementsAsync()).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Limit_holds_within_one_batch()
    {
        await FileAsync([.. Enumerable.Range(0, 6).Select(i => Mails.Of(subject: $"Burst {i}"))]);

        (await AcknowledgementsAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Same_subject_is_acknowledged_once_a_day_however_it_is_marked()
    {
        await FileAsync(Mails.Of(subject: "My order"));
        _company.Clock.Advance(TimeSpan.FromHours(3));
        await FileAsync(Mails.Of(subject: "Re: AW: my ORDER"));
        (await AcknowledgementsAsync()).Count.ShouldBe(1);

        _company.Clock.Advance(TimeSpan.FromHours(22));
        await FileAsync(Mails.Of(subject: "My order"));

        (await AcknowledgementsAsync()).Count.ShouldBe(2);
        (await _company.DbAsync(db => db.AutomaticAnswers.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Two_machines_that_answer_each_other_fall_silent()
    {
        // A responder that marks nothing and keeps nothing but a subject of its own.
        for (var turn = 0; turn < 10; turn++)
        {
            await FileAsync(Mails.Of(from: "Bot <bot@mail.example>", subject: "We got your mail", text: $"Thanks {turn}"));
            _company.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        (await AcknowledgementsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Automatic_answer_to_it_opens_nothing_and_gets_none()
    {
        var id = await _company.MailAsync(Mails.Of());
        var told = await ToldAsync(id);

        var delivery = (await FileAsync(Mails.Of(subject: "Out of office", inReplyTo: told.ExternalId, extra: "Auto-Submitted: auto-replied\r\n")))[0];

        delivery.CaseId.ShouldBe(id);
        (await AcknowledgementsAsync()).Count.ShouldBe(1);
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.New);
    }

    [Fact]
    public async Task Its_bounce_only_marks_it()
    {
        var id = await _company.MailAsync(Mails.Of());
        var told = await ToldAsync(id);
        await _company.AnswerAsync(id);

        await FileAsync(Bounces.Hard("nora@mail.example", told.ExternalId));

        (await _company.DbAsync(db => db.Messages.SingleAsync(m => m.Id == told.Id))).Failure!.ShouldContain("Came back");
        (await _company.DbAsync(db => db.OutboundDeliveries.SingleAsync(d => d.MessageId == told.Id))).State.ShouldBe(OutboundState.Bounced);
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().StoppedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task It_cannot_be_undone_and_sending_it_again_settles_nothing()
    {
        var id = await _company.MailAsync(Mails.Of());
        var told = await ToldAsync(id);
        (await _company.SendAsync(new UndoReply.Command(told.Id, _company.Ana))).IsOk.ShouldBeFalse();
        await _company.DbAsync(async db =>
        {
            await db.Messages.Where(m => m.Id == told.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Failure, "refused"));
            return await db.OutboundDeliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, OutboundState.Failed));
        });

        (await _company.SendAsync(new RetryAnswer.Command(told.Id, _company.Ana))).IsOk.ShouldBeTrue();

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.New);
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
        (await ToldAsync(id)).Failure.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_wants_none_gets_none_until_they_do()
    {
        var told = await ToldAsync(await _company.MailAsync(Mails.Of(subject: "One")));
        var token = told.ExternalId.Split('@')[0];

        (await _company.SendAsync(new StopAutomaticAnswers.Command(token, Stop: true, Actor.System))).Value.Address.ShouldBe("nora@mail.example");
        await FileAsync(Mails.Of(subject: "Two"));
        (await AcknowledgementsAsync()).Count.ShouldBe(1);

        await _company.SendAsync(new StopAutomaticAnswers.Command(token, Stop: false, Actor.System));
        await FileAsync(Mails.Of(subject: "Three"));
        (await AcknowledgementsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_the_signed_token_of_an_automatic_message_stops_them()
    {
        var id = await _company.MailAsync(Mails.Of());
        var answer = await _company.AnswerAsync(id);
        var told = await ToldAsync(id);

        foreach (var token in new[] { answer.ExternalId.Split('@')[0], "c1.m2.1.aaaaaaaaaaaaaaaa", "", told.ExternalId.Split('@')[0] + "a" })
        {
            (await _company.SendAsync(new StopAutomaticAnswers.Command(token, Stop: true, Actor.System))).Error!.Code.ShouldBe("link_not_ours");
        }
    }

    [Fact]
    public async Task Dead_address_and_switched_off_words_get_none()
    {
        await FileAsync(Mails.Of(subject: "One"));
        await _company.DbAsync(db => db.Handles.ExecuteUpdateAsync(set => set.SetProperty(h => h.DeadSince, _company.Clock.GetUtcNow())));
        await FileAsync(Mails.Of(subject: "Two"));
        await SetAsync(new Acknowledgement(Enabled: false, "x", "y"));
        await FileAsync(Mails.Of(from: "Other <other@mail.example>"));

        (await AcknowledgementsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Import_acknowledges_nothing()
    {
        var content = Encoding.UTF8.GetBytes(Mails.Of());
        var identity = await _company.Services.GetRequiredService<ChannelKinds>().Of("email").IdentifyAsync(new MemoryStream(content), default);
        await using var connection = await _company.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await InboundInsert.InsertAsync(connection, [new InboundItem(_company.Mail.Id, identity, content, "message/rfc822", Import: true)], _company.Clock.GetUtcNow(), default);
        await _company.FilePendingAsync();

        (await AcknowledgementsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Words_of_the_customer_are_cut_to_a_line()
    {
        await FileAsync(Mails.Of(from: "Buy now https://spam.example <victim@mail.example>", subject: new string('x', 900)));

        (await AcknowledgementsAsync()).ShouldHaveSingleItem().Subject.Length.ShouldBeLessThan(200);
    }

    private Task SetAsync(Acknowledgement words) => _company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == _company.Mail.Id)).Acknowledgement = words);

    private async Task<IReadOnlyList<InboundDelivery>> FileAsync(params string[] mails) => await _company.FileAsync(_company.Mail, [.. mails.Select(Encoding.UTF8.GetBytes)]);

    private Task<List<Message>> AcknowledgementsAsync() =>
        _company.DbAsync(db => db.Messages.AsNoTracking().Where(m => m.Direction == Direction.Outbound && m.Automatic == Automatic.Acknowledgement).OrderBy(m => m.Id).ToListAsync());

    private async Task<Message> ToldAsync(long caseId) => (await AcknowledgementsAsync()).Last(m => m.CaseId == caseId);
}
