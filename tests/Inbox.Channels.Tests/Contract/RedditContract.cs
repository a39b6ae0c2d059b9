using Inbox.Channels.Reddit;
using Inbox.Channels.Tests.Reddit;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class RedditContract : ChannelContract
{
    protected override string Kind => RedditChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"account":"acme","reason":"inbox","word":null,"opensCase":true,"kind":"t1","data":{"id":"c1","name":"t1_c1","author":"ana","author_fullname":"t2_5","body":"It leaks &amp; hums","body_html":"&lt;p&gt;It leaks &amp;amp; hums&lt;/p&gt;",
        "created_utc":1772360430.0,"edited":1772360440.0,"parent_id":"t1_c0","context":"/r/kettles/comments/p1/title/c1/?context=3","score":5,"subreddit":"kettles"}}
        """u8.ToArray();
}

public sealed class RedditPollingContract : SocialContract<RedditFarSide>
{
    protected override async Task<RedditFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync()) { Now = () => Now };
}

public sealed class RedditSendingContract : SendingContract<RedditFarSide>
{
    protected override async Task<RedditFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync()) { Now = () => Now };
}

public sealed class RedditChangingContract : ChangingContract<RedditFarSide>
{
    protected override async Task<RedditFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync()) { Now = () => Now };
}
