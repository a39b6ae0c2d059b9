using Inbox.Channels.Bluesky;
using Inbox.Channels.Tests.Bluesky;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class BlueskyContract : ChannelContract
{
    protected override string Kind => BlueskyChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"did":"did:plc:acme","reason":"mention","word":null,"opensCase":true,"post":{"uri":"at://did:plc:ana/app.bsky.feed.post/3kana","cid":"bafy1","author":{"did":"did:plc:ana","handle":"ana.test","displayName":"Ana Ruiz"},
        "record":{"$type":"app.bsky.feed.post","text":"It leaks","createdAt":"2026-11-02T08:00:00.000Z"},"likeCount":1},"profile":{"did":"did:plc:ana","handle":"ana.test","followersCount":9}}
        """u8.ToArray();
}

public sealed class BlueskyPollingContract : SocialContract<BlueskyFarSide>
{
    protected override async Task<BlueskyFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class BlueskyChangingContract : ChangingContract<BlueskyFarSide>
{
    protected override async Task<BlueskyFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class BlueskySendingContract : SendingContract<BlueskyFarSide>
{
    protected override async Task<BlueskyFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}
