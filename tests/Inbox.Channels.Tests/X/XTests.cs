using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.X;

/// <summary>A door to an account on X.</summary>
public abstract class XTests : FarSideContract<XFarSide>
{
    protected override async Task<XFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    protected async Task AnswerAsync(string text, bool sent = true)
    {
        await StopPollingAsync();
        await Company.AnswerAsync((await MessagesAsync()).Last(m => m.CaseId != null).CaseId!.Value, text: text);
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();
        if (sent)
        {
            await UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Sent);
        }
    }

    protected async Task<string> LastIdAsync() => (await MessagesAsync())[^1].ExternalId;

    protected OutgoingMessage Outgoing(string text, string answered) => new()
    {
        MessageId = 1, CaseId = 1, ExternalId = "ours", Token = "ours", FromName = "Acme", Visibility = Visibility.Public, To = [], Subject = "", Text = text, InReplyTo = answered, At = Now,
    };

    protected async Task<SendResult> SendAsync(OutgoingMessage message) => await ((ISendingChannel)Adapter).SendAsync(message, await InfoAsync(), default);

    protected async Task<ChannelInfo> InfoAsync() => (await Company.Services.GetRequiredService<Rulebook>().GetAsync(default)).Info(await DoorAsync());

    protected Task SetAsync(Action<JsonObject> change) => Company.SetAsync(async db =>
        (await db.Channels.SingleAsync(c => c.Id == DoorId)).Settings = Far.Settings("first", change));
}
