using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.X;

public sealed class XSendingTests : XTests
{
    [Fact]
    public async Task Direct_messages_open_one_case_and_are_answered_in_their_conversation()
    {
        await SetAsync(s => s["directMessages"] = true);
        foreach (var i in Enumerable.Range(1, 5))
        {
            Far.Write(Now.AddMinutes(i - 9), $"message {i}");
        }

        await PollAsync();
        var last = Far.Write(Now, "the last");
        await PollAsync();

        (await TextsAsync()).ShouldBe(["message 1", "message 2", "message 3", "message 4", "message 5", "the last"]);
        (await MessagesAsync()).ShouldAllBe(m => m.Visibility == Visibility.Private);
        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);

        await AnswerAsync("We look into it.");

        Far.Answers.ShouldBe(["We look into it."]);
        Far.Requests.ShouldContain(r => r.Url.AbsolutePath == "/2/dm_events/" + last);
        (await Company.DbAsync(db => db.Messages.SingleAsync(m => m.Direction == Direction.Outbound))).ExternalId.ShouldStartWith("dm-");
    }

    [Fact]
    public async Task Lost_direct_message_is_looked_for_and_not_written_twice()
    {
        await SetAsync(s => s["directMessages"] = true);
        Far.Write(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        Far.LoseNextAnswer();

        await AnswerAsync("We look into it.", sent: false);
        await UntilAsync(async () => await DeliveryAsync() is { State: OutboundState.Pending, Unsure: true });
        Company.Clock.Advance(Later((await DeliveryAsync()).NotBefore - Now, TimeSpan.Zero));
        await UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Sent);

        Far.Answers.ShouldBe(["We look into it."]);
    }

    [Fact]
    public async Task Second_post_of_the_same_words_that_stands_there_counts_as_sent()
    {
        Far.Post(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        Far.RefusesDuplicates = true;
        var message = Outgoing("Hello", await LastIdAsync());
        (await SendAsync(message)).Outcome.ShouldBe(SendOutcome.Sent);

        var again = await SendAsync(message);

        (again.Outcome, again.ExternalId is { Length: > 0 }).ShouldBe((SendOutcome.Sent, true));
        Far.Answers.ShouldBe(["Hello"]);
        (await SendAsync(Outgoing("Hello", "1"))).Detail.ShouldNotBeNull().ShouldContain("same words");
    }

    [Theory]
    [InlineData("Forbidden", "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.", SendOutcome.Failed, "neither mentioned")]
    [InlineData("Forbidden", "You attempted to reply to a Tweet that is deleted or not visible to you.", SendOutcome.Failed, "no longer there")]
    [InlineData("Forbidden", "Your account is suspended and is not permitted to access this feature.", SendOutcome.Later, "does not let this account act")]
    [InlineData("Forbidden", "You are not permitted to perform this action.", SendOutcome.Failed, "You are not permitted")]
    public async Task Refusal_is_told_in_words(string title, string detail, SendOutcome outcome, string words)
    {
        Far.Refusal = (title, detail);

        var sent = await SendAsync(Outgoing("Hello", "1"));

        sent.Outcome.ShouldBe(outcome);
        sent.Detail.ShouldNotBeNull().ShouldContain(words);
    }

    [Fact]
    public async Task Allowance_that_is_used_up_is_a_limit_and_no_trouble()
    {
        Far.IsCapped = true;

        await PollAsync();

        (await DoorAsync()).Problem.ShouldBeNull();
        (await StateAsync()).ShouldBe(DoorState.Limited);
        (await DoorAsync()).NextPollAt.ShouldBeGreaterThanOrEqualTo(Now.AddHours(6));
    }

    [Fact]
    public async Task Images_go_up_before_the_post()
    {
        var message = Outgoing("See", "1") with { Attachments = [new OutgoingAttachment("kettle.png", "image/png", 3, false, null, _ => Task.FromResult<Stream>(new MemoryStream([1, 2, 3])))] };

        (await SendAsync(message)).Outcome.ShouldBe(SendOutcome.Sent);

        Far.Requests.Single(r => r.Url.AbsolutePath == "/2/media/upload").Text.ShouldContain("tweet_image");
        ((string?)Far.Sent.ShouldHaveSingleItem()["media"]!["media_ids"]![0]).ShouldBe("9001");
    }

    [Fact]
    public async Task Text_that_is_too_long_by_weight_is_not_sent()
    {
        (await SendAsync(Outgoing(new string('日', 141), "1"))).Detail.ShouldNotBeNull().ShouldContain("282 characters");
        (await SendAsync(Outgoing(new string('日', 140), "1"))).Outcome.ShouldBe(SendOutcome.Sent);
    }
}
