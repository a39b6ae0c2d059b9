using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Reddit;

/// <summary>A door to an account on Reddit.</summary>
public abstract class RedditTests : FarSideContract<RedditFarSide>
{
    protected override async Task<RedditFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync()) { Now = () => Now };

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

    protected OutgoingMessage Outgoing(string text) => new()
    {
        MessageId = 1, CaseId = 1, ExternalId = "ours", Token = "ours", FromName = "Acme", Visibility = Visibility.Public, To = [], Subject = "", Text = text, InReplyTo = "t1_c0", At = DateTimeOffset.UnixEpoch,
    };

    protected async Task<SendResult> SendAsync(OutgoingMessage message) => await ((ISendingChannel)Adapter).SendAsync(message, await InfoAsync(), default);

    protected async Task<ChannelInfo> InfoAsync() => (await Company.Services.GetRequiredService<Rulebook>().GetAsync(default)).Info(await DoorAsync());

    protected Task SetAsync(Action<JsonObject> change) => Company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == DoorId)).Settings = Far.Settings(change));
}
