using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Reddit;

public sealed class RedditSendingTests : RedditTests
{
    [Fact]
    public async Task Private_message_is_answered_in_its_conversation_and_never_twice()
    {
        var written = Far.Write(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        (await MessagesAsync()).ShouldHaveSingleItem().Visibility.ShouldBe(Visibility.Private);
        Far.LoseNextAnswer();

        await AnswerAsync("We look into it.", sent: false);
        await UntilAsync(async () => await DeliveryAsync() is { State: OutboundState.Pending, Unsure: true });
        Company.Clock.Advance(Later((await DeliveryAsync()).NotBefore - Now, TimeSpan.Zero));
        await UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Sent);

        Far.Answers.ShouldBe(["We look into it."]);
        Far.Requests.Single(r => r.Url.AbsolutePath == "/api/comment").Text.ShouldContain("thing_id=" + written);
    }

    [Fact]
    public async Task Author_of_a_post_can_be_written_to_in_private()
    {
        Far.Post(Now, "It leaks");

        var sent = await SendAsync(Outgoing("Tell us your order.") with { Visibility = Visibility.Private, To = [new Party("ana", "ana")], Subject = "Kettle" });

        (sent.Outcome, sent.ExternalId?[..3]).ShouldBe((SendOutcome.Sent, "t4_"));
        var form = Far.Requests.Single(r => r.Url.AbsolutePath == "/api/compose").Text;
        form.ShouldContain("to=ana");
        form.ShouldContain("subject=Kettle");
    }

    [Theory]
    [InlineData("THREAD_LOCKED", "Comments are locked.", "locked this conversation")]
    [InlineData("DELETED_COMMENT", "that comment has been deleted", "was deleted")]
    [InlineData("TOO_OLD", "that's a piece of history now", "archived")]
    [InlineData("NOT_WHITELISTED_BY_USER_MESSAGE", "can't", "takes no private messages")]
    [InlineData("SOMETHING_NEW", "Words of Reddit", "Words of Reddit (SOMETHING_NEW)")]
    public async Task Refusal_is_told_in_words(string code, string words, string told)
    {
        Far.Refusal = (code, words, null);

        var sent = await SendAsync(Outgoing("Hello"));

        sent.Outcome.ShouldBe(SendOutcome.Failed);
        sent.Detail.ShouldNotBeNull().ShouldContain(told);
    }

    [Theory]
    [InlineData(542.4, "you are doing that too much", 543)]
    [InlineData(null, "Looks like you've been doing that a lot. Take a break for 9 minutes before trying again.", 600)]
    [InlineData(null, "try again in 12 seconds", 13)]
    [InlineData(null, "later", 600)]
    public async Task Slow_account_waits_as_long_as_Reddit_says(double? seconds, string words, int waits)
    {
        Far.Refusal = ("RATELIMIT", words, seconds);

        var sent = await SendAsync(Outgoing("Hello"));

        (sent.Outcome, sent.LimitedUntil).ShouldBe((SendOutcome.Later, Now.AddSeconds(waits)));
    }
}
