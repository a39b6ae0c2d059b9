using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Intake;

public sealed class CustomerWroteTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Assignee_is_told_once_however_much_the_customer_writes()
    {
        var (id, answer) = await AssignedAsync();

        await _company.FileAsync(_company.Mail, Reply(answer), Reply(answer));
        await _company.FileAsync(_company.Mail, Reply(answer));

        var told = await ToldAsync();
        (told.AgentId, told.CaseId, told.Text, told.Times).ShouldBe((_company.Ana.AgentId!.Value, id, $"{CaseNumber.Format(id)}: the customer wrote", 3));
    }

    [Fact]
    public async Task Third_party_is_named_as_such()
    {
        var (id, answer) = await AssignedAsync();
        await _company.FileAsync(_company.Mail, Reply(answer, "Courier <drop@courier.example>"));
        await _company.DbAsync(db => db.Notifications.ExecuteDeleteAsync());
        await _company.DbAsync(db => db.Participants.ExecuteUpdateAsync(set => set.SetProperty(p => p.State, ParticipantState.ThirdParty)));

        await _company.FileAsync(_company.Mail, Reply(answer, "Courier <drop@courier.example>"));

        (await ToldAsync()).Text.ShouldBe($"{CaseNumber.Format(id)}: a third party wrote");
    }

    [Fact]
    public async Task New_cases_machines_and_cases_of_nobody_tell_nobody()
    {
        var id = await _company.MailAsync(Mails.Of());
        await _company.MailAsync(Mails.Of());
        var (_, answer) = await AssignedAsync();
        await _company.FileAsync(_company.Mail, Reply(answer, extra: "Auto-Submitted: auto-replied\r\n"));
        await _company.SendAsync(new AssignCase.Command(id, AgentId: null, _company.Ana));

        (await _company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(0);
    }

    private async Task<(long Id, Message Answer)> AssignedAsync()
    {
        var id = await _company.MailAsync(Mails.Of());
        return (id, await _company.AnswerAsync(id));
    }

    private static byte[] Reply(Message answer, string from = "Nora Vale <nora@mail.example>", string extra = "") =>
        System.Text.Encoding.UTF8.GetBytes(Mails.Of(from: from, inReplyTo: answer.ExternalId, text: "One more thing: it hums, too.", extra: extra));

    private Task<Notification> ToldAsync() => _company.DbAsync(db => db.Notifications.SingleAsync());
}
