using Inbox.Channels.Tests.WordPress;
using Inbox.Channels.WordPress;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class WordPressContract : ChannelContract
{
    protected override string Kind => WordPressChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"site":"https://blog.example/","account":"1","edition":2,"post":{"id":7,"title":{"rendered":"Our new kettle"},"link":"https://blog.example/our-new-kettle/"},
        "item":{"id":31,"post":7,"parent":30,"author":0,"author_name":"Ana Ruiz","author_url":"https://ana.example/","date_gmt":"2026-11-02T08:00:00","content":{"rendered":"<p>It <b>leaks</b></p>\n"},
        "link":"https://blog.example/our-new-kettle/#comment-31","status":"approved","type":"comment"}}
        """u8.ToArray();
}

public sealed class WordPressPollingContract : SocialContract<WordPressFarSide>
{
    protected override async Task<WordPressFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class WordPressSendingContract : SendingContract<WordPressFarSide>
{
    protected override async Task<WordPressFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class WordPressChangingContract : ChangingContract<WordPressFarSide>
{
    protected override async Task<WordPressFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}
