using Inbox.Channels.Generic;
using Inbox.Channels.Tests.Generic;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class GenericContract : ChannelContract
{
    protected override string Kind => GenericChannel.ChannelKind;

    protected override byte[] Sample { get; } =
        """
        {"id":"m-1","conversation":"t-7","reply_to":"m-0","author":{"id":"4711","handle":"ana","name":"Ana Ruiz","email":"ana@mail.example","followers":9},"subject":"Kettle","html":"<p>It <b>leaks</b></p>",
        "visibility":"public","url":"https://forum.example.com/t/7","posted_at":"2026-11-02T08:00:00Z","attachments":[{"name":"a.txt","content_type":"text/plain","content":"aGVsbG8="}],"tags":["forum"],"attributes":{"Order":"A-17","Score":3,"Vip":true}}
        """u8.ToArray();
}

public sealed class GenericCallContract : CallContract<GenericFarSide>
{
    protected override async Task<GenericFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

public sealed class GenericSendingContract : SendingContract<GenericFarSide>
{
    protected override async Task<GenericFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}
