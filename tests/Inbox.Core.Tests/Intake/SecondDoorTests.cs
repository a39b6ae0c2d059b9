using Inbox.Core.Cases;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Intake;

/// <summary>One mail to two of our addresses.</summary>
public sealed class SecondDoorTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Theory]
    [InlineData("support@acme.example, billing@acme.example", true)]
    [InlineData("support@acme.example, billing@acme.example", false)]
    [InlineData("Billing <billing@acme.example>, support+x@acme.example", true)]
    [InlineData("Billing <billing@acme.example>, support+x@acme.example", false)]
    public async Task Department_of_the_first_named_address_owns_whichever_delivery_is_faster(string to, bool supportFirst)
    {
        var billing = await _company.OpenBillingAsync();
        var mail = ProtectionFixture.Bytes(Mails.Of(to: to));
        var first = (await _company.FileAsync(supportFirst ? _company.Mail : billing, mail))[0];
        var second = (await _company.FileAsync(supportFirst ? billing : _company.Mail, mail))[0];

        second.MessageId.ShouldBe(first.MessageId);
        var (owner, other) = to.StartsWith("support", StringComparison.Ordinal) ? (_company.Mail, billing) : (billing, _company.Mail);
        var opened = await _company.CaseAsync(first.CaseId!.Value);
        (opened.DepartmentId, opened.ChannelId).ShouldBe((owner.DepartmentId, owner.Id));
        var message = await _company.MessageAsync(first);
        message.ChannelId.ShouldBe(owner.Id);
        message.AlsoChannelIds.ShouldBe([other.Id]);
        (await _company.ClocksAsync(opened.Id, SlaMetric.DepartmentTime)).Single(c => c.IsRunning).DepartmentId.ShouldBe(owner.DepartmentId);
    }

    [Fact]
    public async Task Both_deliveries_in_one_batch_are_one_message()
    {
        var billing = await _company.OpenBillingAsync();
        var mail = Mails.Of(to: "billing@acme.example, support@acme.example");
        await _company.DeliverUnfiledAsync(_company.Mail, mail);
        await _company.DeliverUnfiledAsync(billing, mail);

        await _company.FilePendingAsync();

        var message = await _company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync());
        message.ChannelId.ShouldBe(billing.Id);
        message.AlsoChannelIds.ShouldBe([_company.Mail.Id]);
        (await _company.CaseAsync(message.CaseId!.Value)).DepartmentId.ShouldBe(_company.Billing.Id);
    }

    [Fact]
    public async Task Case_that_somebody_works_on_stays_where_it_is()
    {
        var billing = await _company.OpenBillingAsync();
        var mail = ProtectionFixture.Bytes(Mails.Of(to: "billing@acme.example, support@acme.example"));
        var id = (await _company.FileAsync(_company.Mail, mail))[0].CaseId!.Value;
        await _company.SendAsync(new AddNote.Command(id, "I look after this", SharedOutside: false, _company.Ana));

        await _company.FileAsync(billing, mail);

        (await _company.CaseAsync(id)).DepartmentId.ShouldBe(_company.Support.Id);
        (await _company.DbAsync(db => db.Messages.SingleAsync(m => m.Direction == Direction.Inbound))).AlsoChannelIds.ShouldBe([billing.Id]);
    }

    [Fact]
    public async Task Third_attempt_through_a_known_door_says_nothing_new()
    {
        var billing = await _company.OpenBillingAsync();
        var mail = Mails.Of(to: "support@acme.example, billing@acme.example");
        await _company.FileAsync(_company.Mail, ProtectionFixture.Bytes(mail));
        await _company.FileAsync(billing, ProtectionFixture.Bytes(mail));
        await _company.FileAsync(billing, ProtectionFixture.Bytes("Received: once more\r\n" + mail));

        (await _company.DbAsync(db => db.Events.CountAsync(e => e.Kind == CaseEventKind.SecondDelivery))).ShouldBe(1);
    }
}
