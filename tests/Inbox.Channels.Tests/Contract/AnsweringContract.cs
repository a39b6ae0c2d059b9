using Inbox.Core.Cases;
using Inbox.Core.Delivery;

namespace Inbox.Channels.Tests.Contract;

/// <summary>A door with an answer on its way out.</summary>
public abstract class AnsweringContract<T> : FarSideContract<T>
    where T : IAnsweringFarSide
{
    protected const string Answer = "We look into it.";

    /// <summary>A customer wrote, and Ana has answered; nothing has left yet.</summary>
    protected async Task<Message> OwedAsync()
    {
        Far.Post(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        await StopPollingAsync();
        var asked = (await MessagesAsync()).ShouldHaveSingleItem();
        return await Company.AnswerAsync(asked.CaseId!.Value, text: Answer);
    }

    protected async Task SendAsync()
    {
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();
    }

    protected Task StateIsAsync(OutboundState state) => UntilAsync(async () => (await DeliveryAsync()).State == state);
}
