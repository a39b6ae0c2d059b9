using Inbox.Channels.AppStore;
using Inbox.Channels.Tests.AppStore;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class AppStoreContract : ChannelContract
{
    protected override string Kind => AppStoreChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"review":{"type":"customerReviews","id":"00000018-c1","attributes":{"rating":2,"title":"Leaks","body":"Since version 3","reviewerNickname":"ana88","createdDate":"2026-11-02T01:00:00-07:00","territory":"GBR"},
        "response":{"type":"customerReviewResponses","id":"r1","attributes":{"responseBody":"We look into it","lastModifiedDate":"2026-11-02T09:00:00Z","state":"PUBLISHED"}}}}
        """u8.ToArray();
}

public sealed class AppStorePollingContract : SocialContract<AppStoreFarSide>
{
    protected override async Task<AppStoreFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class AppStoreSendingContract : SendingContract<AppStoreFarSide>
{
    protected override async Task<AppStoreFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class AppStoreChangingContract : ChangingContract<AppStoreFarSide>
{
    protected override async Task<AppStoreFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}
