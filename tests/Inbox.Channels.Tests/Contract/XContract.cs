using Inbox.Channels.Tests.X;
using Inbox.Channels.X;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class XContract : ChannelContract
{
    protected override string Kind => XChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"me":"7","reason":"mention","word":null,"opensCase":true,"post":{"id":"1790000000000000002","text":"@acme it leaks https://t.co/abc","author_id":"5","conversation_id":"1790000000000000001","created_at":"2026-11-02T08:00:00.000Z",
        "edit_history_tweet_ids":["1790000000000000001","1790000000000000002"],"attachments":{"media_keys":["3_1"]},"referenced_tweets":[{"type":"quoted","id":"1"}],"public_metrics":{"like_count":1}},
        "includes":{"users":[{"id":"5","username":"ana","name":"Ana Ruiz","public_metrics":{"followers_count":9}}],"media":[{"media_key":"3_1","type":"photo","url":"https://pbs.example/1.jpg","alt_text":"A kettle"}]}}
        """u8.ToArray();
}

public sealed class XPollingContract : SocialContract<XFarSide>
{
    protected override async Task<XFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class XChangingContract : ChangingContract<XFarSide>
{
    protected override async Task<XFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class XSendingContract : SendingContract<XFarSide>
{
    protected override async Task<XFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}
