using Inbox.Channels.Meta.Instagram;
using Inbox.Testing.Social.Meta;

namespace Inbox.Channels.Tests.Contract;

public sealed class InstagramContract : ChannelContract
{
    protected override string Kind => InstagramChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"object":"instagram","entry":[{"id":"17841400000077","time":1793606400,"changes":[{"field":"comments","value":{"id":"17901","from":{"id":"5005","username":"ana.ruiz"},
        "text":"It leaks","media":{"id":"1800","media_product_type":"FEED"},"parent_id":"17900"}}]}]}
        """u8.ToArray();
}

public sealed class InstagramPollingContract : SocialContract<MetaFarSide>
{
    protected override Task<MetaFarSide> OpenFarSideAsync() => MetaFarSide.OpenAsync(GraphStub.Instagram);
}

public sealed class InstagramSendingContract : SendingContract<MetaFarSide>
{
    protected override Task<MetaFarSide> OpenFarSideAsync() => MetaFarSide.OpenAsync(GraphStub.Instagram);
}

public sealed class InstagramChangingContract : ChangingContract<MetaFarSide>
{
    protected override Task<MetaFarSide> OpenFarSideAsync() => MetaFarSide.OpenAsync(GraphStub.Instagram);
}
