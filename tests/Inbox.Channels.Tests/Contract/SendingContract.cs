using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Inbox.Core.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Contract;

/// <summary>What Core relies on of every door that takes answers: none is lost, and none is given twice without a person's word.</summary>
public abstract class SendingContract<T> : AnsweringContract<T>
    where T : IAnsweringFarSide
{
    [Fact]
    public async Task Answer_arrives_once_and_a_reply_to_it_joins_the_case()
    {
        var message = await OwedAsync();
        await SendAsync();
        await StateIsAsync(OutboundState.Sent);

        Far.Answers.ShouldBe([Answer]);
        var sent = await Company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == message.Id));
        sent.ExternalId.ShouldNotBeNullOrEmpty();
        await PollAsync();
        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1, "our own post opens nothing");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(500)]
    [InlineData(502)]
    public async Task Lost_answer_is_looked_for_and_not_given_twice(int? error)
    {
        await OwedAsync();
        Far.LoseNextAnswer(error);
        await SendAsync();
        await UnsureAsync();

        await NextAttemptAsync();

        await StateIsAsync(OutboundState.Sent);
        Far.Answers.ShouldBe([Answer]);
    }

    [Fact]
    public async Task Request_that_never_arrived_is_sent_again()
    {
        await OwedAsync();
        Far.LoseNextRequest();
        await SendAsync();
        await UntilAsync(async () => await DeliveryAsync() is { State: OutboundState.Pending, Attempts: 1 });
        Far.Answers.ShouldBeEmpty();

        await NextAttemptAsync();

        await StateIsAsync(OutboundState.Sent);
        Far.Answers.ShouldBe([Answer]);
    }

    [Fact]
    public async Task Node_that_dies_between_sending_and_saving_gives_no_second_answer()
    {
        await OwedAsync();
        Far.HangsAfterTaking = true;
        await SendAsync();
        await UntilAsync(() => Task.FromResult(Far.Answers.Count == 1));
        await Company.StopAsync<DeliveryWorker>();
        (await DeliveryAsync()).State.ShouldBe(OutboundState.Sending);

        Far.HangsAfterTaking = false;
        Company.Clock.Advance(TimeSpan.FromMinutes(3));
        await Company.RunAsync<DeliveryWorker>();

        await StateIsAsync(OutboundState.Sent);
        Far.Answers.ShouldBe([Answer]);
    }

    [Fact]
    public async Task Far_side_that_never_tells_leaves_it_to_a_person()
    {
        var message = await OwedAsync();
        Far.LoseNextAnswer();
        Far.CannotBeRead = true;
        await SendAsync();
        await UnsureAsync();
        if (Adapter.Traits.ResendIsSafe)
        {
            // The same once more does no harm there, so nobody is asked.
            await NextAttemptAsync();
            await StateIsAsync(OutboundState.Sent);
            Far.Answers.ShouldBe([Answer]);
            return;
        }

        for (var i = 0; i < 10 && (await DeliveryAsync()).State != OutboundState.Unknown; i++)
        {
            var before = (await DeliveryAsync()).Attempts;
            await NextAttemptAsync();
            await UntilAsync(async () => await DeliveryAsync() is var d && d.Attempts > before && d.State != OutboundState.Sending);
        }

        (await DeliveryAsync()).State.ShouldBe(OutboundState.Unknown);
        Far.Answers.ShouldBe([Answer], "nobody has decided yet");

        (await Company.SendAsync(new RetryAnswer.Command(message.Id, Company.Ana))).IsOk.ShouldBeTrue();
        await StateIsAsync(OutboundState.Sent);
        Far.Answers.ShouldBe([Answer, Answer]);
    }

    [Fact]
    public async Task Limit_makes_all_answers_of_the_door_wait_for_its_reset()
    {
        await OwedAsync();
        var reset = Core.Clock.Stored(Now.AddMinutes(30));
        Far.LimitedUntil = reset;
        await SendAsync();
        await UntilAsync(async () => await DeliveryAsync() is { State: OutboundState.Pending, Attempts: 1 });

        (await DeliveryAsync()).NotBefore.ShouldBe(reset);
        await UntilAsync(async () => await StateAsync() == DoorState.Limited);
        (await ToldAsync()).ShouldBeEmpty();

        Far.LimitedUntil = null;
        Company.Clock.MoveTo(reset);
        await StateIsAsync(OutboundState.Sent);
    }

    [Fact]
    public async Task Lost_access_is_told_at_once_and_the_answer_waits()
    {
        await OwedAsync();
        Far.RevokeAccess();
        await SendAsync();
        await UntilAsync(async () => await DeliveryAsync() is { State: OutboundState.Pending, Attempts: 1 } && (await DoorAsync()).SendingProblem is not null);

        (await StateAsync()).ShouldBe(DoorState.AccessLost);
        (await ToldAsync()).ShouldHaveSingleItem().ShouldContain("lost its access");
        Far.Answers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Access_that_is_lost_for_sending_is_back_once_an_answer_leaves()
    {
        await OwedAsync();
        Far.RevokeAccess();
        await SendAsync();
        await UntilAsync(async () => await DeliveryAsync() is { State: OutboundState.Pending, Attempts: 1 } && await StateAsync() == DoorState.AccessLost);

        var settings = Far.RenewAccess();
        await Company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == DoorId)).Settings = settings);
        await NextAttemptAsync();
        await StateIsAsync(OutboundState.Sent);

        await UntilAsync(async () => await StateAsync() == DoorState.Working);
        (await ToldAsync()).Count(t => t.Contains("lost its access", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Broken_far_side_gets_the_answer_later()
    {
        await OwedAsync();
        Far.Fault = FarFault.Broken;
        await SendAsync();
        await UntilAsync(async () => await DeliveryAsync() is { State: OutboundState.Pending, Attempts: 1 });

        Far.Fault = FarFault.None;
        await NextAttemptAsync();

        await StateIsAsync(OutboundState.Sent);
        Far.Answers.ShouldBe([Answer]);
    }

    private async Task NextAttemptAsync() => Company.Clock.Advance(Later((await DeliveryAsync()).NotBefore - Now, TimeSpan.Zero));

    /// <summary>What may be sent once more without harm just waits for that.</summary>
    private Task UnsureAsync() => UntilAsync(async () => await DeliveryAsync() is { State: OutboundState.Pending, Attempts: > 0 } delivery && (delivery.Unsure || Adapter.Traits.ResendIsSafe));
}
