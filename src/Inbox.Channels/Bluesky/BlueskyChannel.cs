using Inbox.Channels.Api;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Bluesky.Polling;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.Bluesky;

/// <summary>An account on Bluesky, or on any server of its protocol.</summary>
internal sealed partial class BlueskyChannel(BlueskySessions sessions, TimeProvider time) : IPollingChannel, IReadsBack, IChangesAnswers, IRefreshesReach
{
    public const string ChannelKind = HandleKinds.Bluesky;

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "bluesky",
        HandleKind = HandleKinds.Bluesky,
        Noun = "post",
        Public = true,
        Polls = true,
        PublicReply = new ReplyTerms
        {
            // app.bsky.feed.post and app.bsky.embed.images
            Limit = new TextLimit(300, TextUnit.Grapheme) { MostBytes = 3000 },
            Media = new MediaLimits(4, ["image/"], 1_000_000) { Described = true },
            Splits = true,
        },
        // A record can be put anew, but those who show posts keep to the first one: nothing can be edited.
        Deletes = true,
        // A record under a key of ours.
        ResendIsSafe = true,
    };

    public int MostAtOnce => BlueskyApi.MostAtOnce;

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => BlueskySettings.Check(settings);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        return BlueskyDelivery.Identify(content.ToArray());
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) => BlueskyDelivery.Read(raw.Content);

    public async Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            var api = sessions.Open(channel);
            var did = await api.DidAsync(cancellationToken);
            var from = BlueskyCursor.Read(cursor, HandleKinds.Normalise(Kind, channel.Address), time.GetUtcNow());
            return await new BlueskyPoll(api, BlueskySettings.Read(channel.Settings), from, did, time).RunAsync(cancellationToken);
        }
        catch (ApiException e)
        {
            return e.ToPoll(cursor);
        }
    }

    /// <summary>The followers of the author, and one for everybody who did something about the post.</summary>
    public async Task<ReachReading> ReadReachAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            var api = sessions.Open(channel);
            var posts = await api.PostsAsync(externalIds.Where(id => id.StartsWith("at://", StringComparison.Ordinal)), cancellationToken);
            var profiles = await api.ProfilesAsync(posts.Values.Select(p => p.Get("author").Filled("did")).OfType<string>(), cancellationToken);
            return new ReachReading([.. posts.Select(p => Figures(p.Key, BlueskyPost.Read(p.Value, p.Value.Get("record"), BlueskyPeople.In([p.Value, .. profiles.Values])), p.Value))]);
        }
        catch (ApiException e)
        {
            return e.ToReach();
        }
    }

    private static ReachFigures Figures(string uri, SocialPost post, System.Text.Json.JsonElement view) =>
        new(uri, post.Reach, view.Count("likeCount"), view.Count("repostCount") + view.Count("quoteCount"), view.Count("replyCount"));
}
