using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Inbox.Core.Tests.Intake;

/// <summary>What tests of threading and protection need of a company beyond its own verbs.</summary>
internal static class ProtectionFixture
{
    public static byte[] Bytes(string mail) => Encoding.UTF8.GetBytes(mail);

    /// <summary>A second door: billing@acme.example, owned by Billing.</summary>
    public static async Task<Channel> OpenBillingAsync(this Company company)
    {
        Channel billing = null!;
        await company.SetAsync(db =>
        {
            billing = db.Channels.Add(new Channel { Key = "billing", Name = "Billing mail", Kind = "email", DepartmentId = company.Billing.Id, Address = "billing@acme.example" }).Entity;
            return Task.CompletedTask;
        });
        return billing;
    }

    public static async Task<InboundDelivery> DeliverAsync(this Company company, string mail) => (await company.FileAsync(company.Mail, Bytes(mail)))[0];

    /// <summary>Accepted, and left to the next <see cref="Company.FilePendingAsync"/>.</summary>
    public static async Task DeliverUnfiledAsync(this Company company, Channel door, string mail)
    {
        var identity = await company.Services.GetRequiredService<ChannelKinds>().Of(door).IdentifyAsync(new MemoryStream(Bytes(mail)), default);
        await using var connection = await company.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await InboundInsert.InsertAsync(connection, [new InboundItem(door.Id, identity, Bytes(mail), "message/rfc822")], company.Clock.GetUtcNow(), default);
    }

    public static Task<Message> MessageAsync(this Company company, InboundDelivery delivery) =>
        company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == delivery.MessageId));

    public static string TokenOf(this Company company, Message answer) =>
        company.Services.GetRequiredService<ThreadTokens>().Sign(answer.CaseId!.Value, answer.Id);

    public static Task CloseAsync(this Company company, long caseId) =>
        company.SendAsync(new ChangeStatus.Command(caseId, CaseStatus.Closed, "done by phone", company.Ana));
}
