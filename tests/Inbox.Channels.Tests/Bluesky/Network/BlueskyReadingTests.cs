using Inbox.Channels.Tests.Contract;
using Inbox.Core.Cases;
using Inbox.Testing.Social.Bluesky;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Bluesky.Network;

/// <summary>What the real network tells us.</summary>
[Collection(BlueskyNetworkTests.Name)]
public sealed class BlueskyReadingTests : FarSideContract<BlueskyAccount>
{
    protected override Task<BlueskyAccount> OpenFarSideAsync() => BlueskyAccount.OpenAsync();

    protected override DateTimeOffset? Start => DateTimeOffset.UtcNow;

    [Fact]
    public async Task Mention_reply_and_quote_arrive_with_their_author_and_open_cases()
    {
        var ours = await Far.Ours.PostAsync("Our kettles never leak");
        await Far.Ana.PostAsync($"It leaks, @{Far.Ours.Handle}", Far.Ours);
        await Far.Ana.PostAsync("Mine does", parent: ours);
        await Far.Ana.PostAsync("Look at this", embed: BlueskyPerson.Quote(ours));

        await PollUntilAsync(3);

        (await TextsAsync()).ShouldBe([$"It leaks, @{Far.Ours.Handle}", "Mine does", "Look at this"], ignoreOrder: true);
        var messages = await MessagesAsync();
        messages.Where(m => m.CaseId is not null).ShouldAllBe(m => m.FromAddress == Far.Ana.Handle && m.Visibility == Visibility.Public);
        messages.Single(m => m.ReplyText == "Look at this").Html.ShouldNotBeNull().ShouldContain($"<blockquote><p>@{Far.Ours.Handle}: Our kettles never leak");
        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Images_arrive_with_their_alternative_text()
    {
        await Far.Ana.PostAsync($"See, @{Far.Ours.Handle}", Far.Ours, embed: await Far.Ana.ImageAsync(BlueskyAccount.Image, "image/png", "A kettle in a puddle"));

        await PollUntilAsync(1);

        (await MessagesAsync())[0].Html.ShouldNotBeNull().ShouldContain("A kettle in a puddle");
    }

    [Fact]
    public async Task Deletion_at_the_far_side_marks_the_message()
    {
        var post = await Far.Ana.PostAsync($"It leaks, @{Far.Ours.Handle}", Far.Ours);
        await PollUntilAsync(1);
        await Far.Ana.DeleteAsync(post);

        await UntilAsync(async () =>
        {
            await PollAsync();
            return (await MessagesAsync())[0].DeletedAt is not null;
        });
        (await Company.CaseAsync((await MessagesAsync())[0].CaseId!.Value)).Status.ShouldBe(CaseStatus.New);
    }

    [Fact]
    public async Task Post_with_a_search_word_is_a_mention_without_a_case()
    {
        await Company.SetAsync(async db =>
        {
            var door = await db.Channels.SingleAsync(c => c.Id == DoorId);
            door.Settings = door.Settings.Replace("}", $",\"searchWords\":[\"{Word}\"]}}", StringComparison.Ordinal);
        });
        await Far.Ana.PostAsync($"My {Word} leaks");
        await Far.Ana.PostAsync($"This {Word} too, @{Far.Ours.Handle}", Far.Ours);

        await PollUntilAsync(2);

        var messages = await MessagesAsync();
        messages.Single(m => m.ReplyText.StartsWith("My", StringComparison.Ordinal)).ShouldSatisfyAllConditions(m => m.CaseId.ShouldBeNull(), m => m.MatchedWord.ShouldBe(Word));
        messages.Single(m => m.ReplyText.StartsWith("This", StringComparison.Ordinal)).CaseId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Inbox_that_was_down_takes_what_was_said_meanwhile_once()
    {
        await Far.Ana.PostAsync($"One, @{Far.Ours.Handle}", Far.Ours);
        await PollUntilAsync(1);
        await StopPollingAsync();
        await Far.Ana.PostAsync($"Two, @{Far.Ours.Handle}", Far.Ours);

        await PollUntilAsync(2);
        await PollAsync();

        (await TextsAsync()).ShouldBe([$"One, @{Far.Ours.Handle}", $"Two, @{Far.Ours.Handle}"]);
    }

    /// <summary>One that no other test writes, since the search is over the whole network.</summary>
    private string Word => "kettle" + Far.Ours.Handle.Split('.')[0];

    /// <summary>The network takes a moment to tell.</summary>
    private Task PollUntilAsync(int messages) => UntilAsync(async () =>
    {
        await PollAsync();
        return (await MessagesAsync()).Count(m => m.ExternalId.StartsWith("at://" + Far.Ana.Did, StringComparison.Ordinal)) >= messages;
    });
}
