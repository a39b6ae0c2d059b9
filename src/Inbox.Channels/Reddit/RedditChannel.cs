using Inbox.Channels.Api;
using Inbox.Channels.Reddit.Api;
using Inbox.Channels.Reddit.Polling;
using Inbox.Channels.Reddit.Sending;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.Reddit;

/// <summary>An account on Reddit.</summary>
internal sealed class RedditChannel(RedditApis apis) : IPollingChannel, IReadsBack, IChangesAnswers, IRefreshesReach, IDescribedChannel, IChecksAccess
{
    public const string ChannelKind = HandleKinds.Reddit;

    private static readonly ReplyTerms Terms = new() { Limit = new TextLimit(10_000, TextUnit.CodePoint) };

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "reddit",
        HandleKind = HandleKinds.Reddit,
        Noun = "post",
        Public = true,
        Polls = true,
        PublicReply = Terms,
        PrivateReply = Terms,
        PrivateToPublic = Terms,
        Edits = true,
        Deletes = true,
    };

    public ChannelGuide Guide => RedditGuide.Guide;

    public int MostAtOnce => RedditApi.MostAtOnce;

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => RedditSettings.Check(settings);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        return RedditDelivery.Identify(content.ToArray());
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) => RedditDelivery.Read(raw.Content);

    public async Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            var api = apis.Open(channel);
            await apis.MeetAsync(api, cancellationToken);
            return await new RedditPoll(api, RedditCursor.Read(cursor, api.Account, api.Now)).RunAsync(cancellationToken);
        }
        catch (ApiException e)
        {
            return e.ToPoll(cursor);
        }
    }

    /// <summary>Reddit gives the name; until then it is our own word.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(token, ChannelKind);

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if (Terms.Limit!.Problem(message.Text) is { } tooLong)
        {
            return new SendResult(SendOutcome.Failed, tooLong);
        }

        return await ApiAttempt.TryAsync(() => new RedditSender(apis.Open(channel)).SendAsync(message, cancellationToken));
    }

    public Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        ChangeAsync(channel, api => new RedditChanges(api).EditAsync(answer, cancellationToken));

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        ChangeAsync(channel, api => new RedditChanges(api).DeleteAsync(answer, cancellationToken));

    private Task<SendResult> ChangeAsync(ChannelInfo channel, Func<RedditApi, Task<SendResult>> changeAsync) =>
        ApiAttempt.TryAsync(() => changeAsync(apis.Open(channel)));

    public async Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            return await new RedditReadBack(apis.Open(channel)).LookAsync(message, cancellationToken);
        }
        catch (ApiException)
        {
            // Asked again by Core for a while, then a person decides.
            return new ReadBack(ReadBackOutcome.CannotTell);
        }
    }

    /// <summary>Points and comments: Reddit tells nobody how many have read something, and members of a subreddit are no readers.</summary>
    public async Task<ReachReading> ReadReachAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken)
    {
        var names = externalIds.Where(id => id.StartsWith("t1_", StringComparison.Ordinal) || id.StartsWith("t3_", StringComparison.Ordinal)).ToList();
        if (names.Count == 0)
        {
            return new ReachReading([]);
        }

        try
        {
            return new ReachReading([.. (await apis.Open(channel).ThingsAsync(names, cancellationToken)).Where(i => !RedditDelivery.IsGone(i)).Select(Figures)]);
        }
        catch (ApiException e)
        {
            return e.ToReach();
        }
    }

    public async Task<AccessFindings> CheckAsync(ChannelInfo typed, CancellationToken cancellationToken)
    {
        try
        {
            return await RedditCheck.RunAsync(apis, typed, cancellationToken);
        }
        catch (ApiException e)
        {
            return AccessFindings.Wrong(e.Message);
        }
    }

    private static ReachFigures Figures(RedditItem item) =>
        new(item.Name, RedditThing.Read(item.Data, item.Kind).Reach, item.Data.Count("score"), item.Data.Count("num_crossposts"), item.Data.Count("num_comments"));
}
