using System.Text;
using Inbox.Channels.Mastodon;

namespace Inbox.Channels.Tests.Contract;

public sealed class MastodonContract : ChannelContract
{
    protected override string Kind => MastodonChannel.ChannelKind;

    protected override byte[] Sample { get; } = Encoding.UTF8.GetBytes(
        """
        {"server":"far.example","domain":"far.example","word":"#kettle","root":"https://far.example/posts/1","status":{"id":"113","uri":"https://far.example/posts/113",
        "created_at":"2026-11-02T08:00:00.000Z","edited_at":"2026-11-02T08:05:00.000Z","content":"<p>It leaks &amp; hums</p>","spoiler_text":"Kitchen","visibility":"public","in_reply_to_id":"112",
        "account":{"id":"9","acct":"ana@elsewhere.example","display_name":"Ana Ruiz","followers_count":40},"mentions":[{"id":"1","acct":"acme"}],
        "media_attachments":[{"id":"5","type":"image","url":"https://far.example/5.png","description":"A kettle"}]},
        "context":[{"id":"112","content":"<p>Who has a good one?</p>","visibility":"public","account":{"id":"8","acct":"ben"}}]}
        """);
}

public sealed class MastodonPollingContract : SocialContract<MastodonFarSide>
{
    protected override Task<MastodonFarSide> OpenFarSideAsync() => MastodonFarSide.OpenAsync();
}

public sealed class MastodonChangingContract : ChangingContract<MastodonFarSide>
{
    protected override Task<MastodonFarSide> OpenFarSideAsync() => MastodonFarSide.OpenAsync();
}

public sealed class MastodonSendingContract : SendingContract<MastodonFarSide>
{
    protected override Task<MastodonFarSide> OpenFarSideAsync() => MastodonFarSide.OpenAsync();
}
