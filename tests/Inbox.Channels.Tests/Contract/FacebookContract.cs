using Inbox.Channels.Meta.Facebook;
using Inbox.Testing.Social.Meta;

namespace Inbox.Channels.Tests.Contract;

public sealed class FacebookContract : ChannelContract
{
    protected override string Kind => FacebookChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"object":"page","entry":[{"id":"77001","time":1793606400,"changes":[{"field":"feed","value":{"item":"comment","verb":"add","comment_id":"1_2","post_id":"77001_1","parent_id":"77001_1",
        "from":{"id":"5005","name":"Ana Ruiz"},"message":"It leaks","created_time":1793606400,"photo":"https://cdn.example/1.jpg"}}]}]}
        """u8.ToArray();
}

public sealed class FacebookPollingContract : SocialContract<MetaFarSide>
{
    protected override Task<MetaFarSide> OpenFarSideAsync() => MetaFarSide.OpenAsync(GraphStub.Page);
}

public sealed class FacebookSendingContract : SendingContract<MetaFarSide>
{
    protected override Task<MetaFarSide> OpenFarSideAsync() => MetaFarSide.OpenAsync(GraphStub.Page);
}

public sealed class FacebookChangingContract : ChangingContract<MetaFarSide>
{
    protected override Task<MetaFarSide> OpenFarSideAsync() => MetaFarSide.OpenAsync(GraphStub.Page);
}
