using Inbox.Channels.Api;
using Inbox.Channels.X.Api;
using Inbox.Channels.X.Polling;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.X;

/// <summary>An account on X.</summary>
internal sealed partial class XChannel(XApis apis) : IPollingChannel, IPushedChannel, IReadsBack, IChangesAnswers, IRefreshesReach, IDescribedChannel, IChecksAccess
{
    public const string ChannelKind = HandleKinds.X;

    private static readonly MediaLimits Images = new(4, ["image/"], 5_000_000);

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "twitter-x",
        HandleKind = HandleKinds.X,
        Noun = "post",
        Public = true,
        Polls = true,
        Pushes = true,
        PublicReply = new ReplyTerms { Limit = new TextLimit(280, TextUnit.Weighted) { LinkCounts = 23 }, Media = Images },
        PrivateReply = new ReplyTerms { Limit = new TextLimit(10_000, TextUnit.CodePoint), Media = Images with { Most = 1 } },
        PrivateToPublic = new ReplyTerms { Limit = new TextLimit(10_000, TextUnit.CodePoint), Media = Images with { Most = 1 } },
        // X lets only paying accounts edit, and only within an hour.
        Deletes = true,
    };

    public ChannelGuide Guide => XGuide.Guide;

    public int MostAtOnce => XApi.MostAtOnce;

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => XSettings.Check(settings);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        return XDelivery.Identify(content.ToArray());
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) => XDelivery.Read(raw.Content);

    public HookAnswer Receive(HookCall call, ChannelInfo channel) => XHooks.Receive(call, XSettings.Read(channel.Settings));

    public async Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            var api = apis.Open(channel);
            var me = await apis.MeAsync(api, channel.Address, cancellationToken);
            return await new XPoll(api, XCursor.Read(cursor, HandleKinds.Normalise(Kind, channel.Address), api.Now), me.Id).RunAsync(cancellationToken);
        }
        catch (ApiException e)
        {
            return e.ToPoll(cursor);
        }
    }

    public async Task<AccessFindings> CheckAsync(ChannelInfo typed, CancellationToken cancellationToken)
    {
        try
        {
            return await XCheck.RunAsync(apis, typed, cancellationToken);
        }
        catch (ApiException e)
        {
            return AccessFindings.Wrong(e.Message);
        }
    }
}
