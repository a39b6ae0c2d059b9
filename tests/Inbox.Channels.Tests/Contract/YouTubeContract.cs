using Inbox.Channels.Tests.YouTube;
using Inbox.Channels.YouTube;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class YouTubeContract : ChannelContract
{
    protected override string Kind => YouTubeChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"comment":{"kind":"youtube#comment","id":"Ugx1.9a","snippet":{"textDisplay":"It leaks, see https://ana.example/kettle","authorDisplayName":"@ana","authorChannelUrl":"http://www.youtube.com/@ana",
        "authorChannelId":{"value":"UCanaanaanaanaanaanaana1"},"parentId":"Ugx1","videoId":"v1deo","likeCount":4,"publishedAt":"2026-11-02T08:00:00Z","updatedAt":"2026-11-02T08:05:00Z"}},"video":"How to boil water","replies":2}
        """u8.ToArray();
}

public sealed class YouTubePollingContract : SocialContract<YouTubeFarSide>
{
    protected override async Task<YouTubeFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class YouTubeSendingContract : SendingContract<YouTubeFarSide>
{
    protected override async Task<YouTubeFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class YouTubeChangingContract : ChangingContract<YouTubeFarSide>
{
    protected override async Task<YouTubeFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}
