using Inbox.Channels.Tests.Contract;
using Inbox.Core.Channels.Listening;
using Inbox.Testing.Social.Mastodon;

namespace Inbox.Channels.Tests.Mastodon;

/// <summary>News are filed when the server tells of them, and not when the next look is due: here the clock stands still.</summary>
public sealed class MastodonStreamTests : FarSideContract<MastodonFarSide>
{
    private MastodonStub Server => Far.Server;

    protected override Task<MastodonFarSide> OpenFarSideAsync() => MastodonFarSide.OpenAsync();

    [Theory]
    [InlineData(MastodonStreaming.Events)]
    [InlineData(MastodonStreaming.Socket)]
    public async Task Mention_is_filed_when_the_server_tells_of_it(MastodonStreaming streaming)
    {
        await ListenAsync(streaming);

        Server.Post(Now, "Is anybody there?");
        await UntilAsync(async () => (await TextsAsync()) is ["Is anybody there?"]);

        Server.Post(Now, "And now?");
        await UntilAsync(async () => (await TextsAsync()) is ["Is anybody there?", "And now?"]);
    }

    [Theory]
    [InlineData(MastodonStreaming.Events)]
    [InlineData(MastodonStreaming.Socket)]
    public async Task What_was_said_while_the_line_was_down_is_fetched_when_it_is_up_again(MastodonStreaming streaming)
    {
        await ListenAsync(streaming);
        Server.BreakStreams();
        Server.Post(Now, "Said meanwhile");

        await UntilAsync(() =>
        {
            // It tries again after a while, longer each time; less than what a look is due after.
            Company.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(Server.Listeners > 0);
        });

        await UntilAsync(async () => (await TextsAsync()) is ["Said meanwhile"]);
    }

    [Fact]
    public async Task Server_that_asked_us_to_wait_is_not_pressed()
    {
        await ListenAsync(MastodonStreaming.Events);
        var until = Now.AddMinutes(5);
        Server.LimitedUntil = until;
        await PollAsync();
        var asked = Server.Requests.Count;

        Server.Post(Now, "Is anybody there?");
        await Company.SetAsync(db => db.AskNowAsync(DoorId, Now, default));

        (await DoorAsync()).NextPollAt.ShouldBe(until, TimeSpan.FromSeconds(2));
        Server.Requests.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task Who_calls_while_the_door_is_asked_is_heard_behind_that()
    {
        await PollAsync();
        var released = new TaskCompletionSource();
        Server.HoldsUntil = released.Task;
        var before = Server.Requests.Count;
        Company.Clock.Advance((await DoorAsync()).NextPollAt - Now + TimeSpan.FromSeconds(1));
        await UntilAsync(() => Task.FromResult(Server.Requests.Count > before));
        Company.Clock.Advance(TimeSpan.FromSeconds(1));

        Server.Post(Now, "Just now");
        await Company.SetAsync(db => db.AskNowAsync(DoorId, Now, default));
        Server.HoldsUntil = null;
        released.SetResult();

        await UntilAsync(async () => (await TextsAsync()) is ["Just now"]);
    }

    /// <summary>The door is open, has been asked once, and listens.</summary>
    private async Task ListenAsync(MastodonStreaming streaming)
    {
        Server.Streaming = streaming;
        await PollAsync();
        await Company.RunAsync<ListenWorker>();
        await UntilAsync(() => Task.FromResult(Server.Listeners == 1));
    }
}
