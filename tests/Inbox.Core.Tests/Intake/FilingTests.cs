using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Intake;

public sealed class FilingTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Mail_from_a_stranger_opens_a_case_with_owner_customer_and_clocks()
    {
        var id = await _company.MailAsync(Mails.Of(subject: "Charged twice", text: "Please look."));

        var opened = await _company.CaseAsync(id);
        opened.Status.ShouldBe(CaseStatus.New);
        opened.Subject.ShouldBe("Charged twice");
        opened.Preview.ShouldBe("Please look.");
        opened.DepartmentId.ShouldBe(_company.Support.Id);
        opened.RoutingReason.ShouldBe("Support mail belongs to Support");
        opened.NextDueAt.ShouldBe(_company.Clock.GetUtcNow().AddMinutes(60));
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
        (await _company.ClocksAsync(id, SlaMetric.Resolution)).Single().IsRunning.ShouldBeTrue();
        (await _company.DbAsync(db => db.Handles.SingleAsync())).Value.ShouldBe("nora@mail.example");
        (await _company.DbAsync(db => db.Customers.SingleAsync())).Name.ShouldBe("Nora Vale");
    }

    [Fact]
    public async Task Mail_that_comes_twice_is_one_delivery()
    {
        var mail = Encoding.UTF8.GetBytes(Mails.Of());
        await _company.FileAsync(_company.Mail, mail);
        var again = Encoding.UTF8.GetBytes("Received: from b.example by c.example; Mon, 2 Nov 2026 09:00:00 +0000\r\n" + Encoding.UTF8.GetString(mail));
        await _company.FileAsync(_company.Mail, again);

        (await _company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(1);
        (await _company.DbAsync(db => db.Messages.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Mail_with_a_reused_id_and_other_content_is_not_lost()
    {
        await _company.MailAsync(Mails.Of(id: "same@mail.example", text: "one"));
        await _company.MailAsync(Mails.Of(id: "same@mail.example", text: "two"));

        (await _company.DbAsync(db => db.Messages.Select(m => m.ReplyText).OrderBy(t => t).ToListAsync())).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task Mail_to_two_of_our_doors_is_one_message_and_says_so()
    {
        Channel billing = null!;
        await _company.SetAsync(db =>
        {
            billing = db.Channels.Add(new Channel { Key = "billing", Name = "Billing mail", Kind = "email", DepartmentId = _company.Billing.Id, Address = "billing@acme.example" }).Entity;
            return Task.CompletedTask;
        });
        var mail = Encoding.UTF8.GetBytes(Mails.Of(to: "support@acme.example, billing@acme.example"));
        var first = await _company.FileAsync(_company.Mail, mail);
        var second = await _company.FileAsync(billing, mail);

        second[0].MessageId.ShouldBe(first[0].MessageId);
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
        (await _company.DbAsync(db => db.Events.CountAsync(e => e.Kind == CaseEventKind.SecondDelivery))).ShouldBe(1);
    }

    [Fact]
    public async Task Conversation_in_one_batch_is_one_case_whatever_the_order()
    {
        var deliveries = await _company.FileAsync(
            _company.Mail,
            Bytes(Mails.Of(id: "c@mail.example", references: "<a@mail.example> <b@mail.example>", inReplyTo: "b@mail.example")),
            Bytes(Mails.Of(id: "a@mail.example")),
            Bytes(Mails.Of(id: "b@mail.example", inReplyTo: "a@mail.example")));

        deliveries.Select(d => d.CaseId).Distinct().Count().ShouldBe(1);
        (await _company.CaseAsync(deliveries[0].CaseId!.Value)).MessageCount.ShouldBe(3);
    }

    [Fact]
    public async Task Burst_from_one_sender_is_held_where_a_person_sees_it()
    {
        var mails = Enumerable.Range(0, 25).Select(i => Bytes(Mails.Of(from: "robot@mail.example", text: $"Alarm {i}"))).ToArray();
        var deliveries = await _company.FileAsync(_company.Mail, mails);

        deliveries.Count(d => d.State == InboundState.Filed).ShouldBe(20);
        deliveries.Count(d => d.State == InboundState.Held).ShouldBe(5);
    }

    [Fact]
    public async Task Mail_without_sender_is_parked_with_a_reason_and_its_raw_bytes()
    {
        var delivery = (await _company.FileAsync(_company.Mail, Bytes("Subject: hello\r\n\r\nWho am I?")))[0];

        delivery.State.ShouldBe(InboundState.Parked);
        delivery.Error!.ShouldContain("names no sender");
        (await _company.DbAsync(db => db.Database.SqlQuery<int>($"SELECT length(data) AS \"Value\" FROM inbound_raw WHERE delivery_id = {delivery.Id}").SingleAsync())).ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Out_of_office_without_a_case_is_listed_and_opens_none()
    {
        var delivery = (await _company.FileAsync(_company.Mail, Bytes(Mails.Of(subject: "Out of office", extra: "Auto-Submitted: auto-replied\r\n"))))[0];

        delivery.State.ShouldBe(InboundState.Filed);
        delivery.CaseId.ShouldBeNull();
        (await _company.DbAsync(db => db.Messages.SingleAsync(m => m.Id == delivery.MessageId))).Automatic.ShouldBe(Automatic.AutoReply);
    }

    private static byte[] Bytes(string mail) => Encoding.UTF8.GetBytes(mail);
}
