using System.Globalization;
using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Google;
using Inbox.Channels.Social;
using Inbox.Channels.YouTube.Api;
using Inbox.Channels.YouTube.Polling;
using Inbox.Channels.YouTube.Sending;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.YouTube;

/// <summary>What people write below the videos of a channel of ours.</summary>
internal sealed class YouTubeChannel(GoogleApis apis, ChannelSecrets secrets, TimeProvider time) : IPollingChannel, IReadsBack, IChangesAnswers, IRefreshesReach, IDescribedChannel, IChecksAccess
{
    public const string ChannelKind = HandleKinds.YouTube;

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "youtube",
        HandleKind = HandleKinds.YouTube,
        Noun = "comment",
        Public = true,
        Polls = true,
        PublicReply = new ReplyTerms { Limit = new TextLimit(10_000, TextUnit.Utf16) },
        Edits = true,
        Deletes = true,
    };

    public ChannelGuide Guide { get; } = new()
    {
        Title = "YouTube",
        Words = "Comments below the videos of a channel, answered from here",
        AddressLabel = "Id of the channel",
        AddressHint = "It begins with UC. YouTube shows it at youtube.com/account_advanced.",
        Steps = [.. GoogleSignIn.StepsFor("YouTube Data API v3", "https://www.googleapis.com/auth/youtube.force-ssl", "the owner or a manager of the channel, and choose the channel")],
        Fields =
        [
            .. GoogleSignIn.Fields,
            new("pollMinutes", "Minutes between two looks", ChannelFieldType.Number)
            {
                Default = YouTubeSettings.UsualMinutes.ToString(CultureInfo.InvariantCulture),
                Hint = "Google allows 10,000 units a day for the whole project: a look costs about 4, an answer about 51.",
            },
            new("opensCase", "Comments open a case", ChannelFieldType.Flag) { Default = "true", Hint = "Off: they are mentions, until a person opens a case." },
        ],
    };

    public int MostAtOnce => YouTubeApi.MostAtOnce;

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => YouTubeSettings.Check(settings);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        return YouTubeDelivery.Identify(content.ToArray());
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) => YouTubeDelivery.Read(raw.Content, channel);

    public async Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            return await new YouTubePoll(Open(channel), YouTubeCursor.Read(cursor, channel.Address, now), YouTubeSettings.Read(channel.Settings).Every, now).RunAsync(cancellationToken);
        }
        catch (ApiException e)
        {
            return e.ToPoll(cursor);
        }
    }

    /// <summary>YouTube gives every comment an id of its own; until then it goes by our signed word.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(token, ChannelKind);

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if (Traits.PublicReply!.Limit!.Problem(message.Text) is { } tooLong)
        {
            return new SendResult(SendOutcome.Failed, tooLong);
        }

        return await ApiAttempt.TryAsync(() => new YouTubeSender(Open(channel), channel.Address).SendAsync(message, cancellationToken));
    }

    public Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        ChangeAsync(channel, changes => changes.EditAsync(answer, cancellationToken));

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        ChangeAsync(channel, changes => changes.DeleteAsync(answer, cancellationToken));

    private Task<SendResult> ChangeAsync(ChannelInfo channel, Func<YouTubeChanges, Task<SendResult>> changeAsync) =>
        ApiAttempt.TryAsync(() => changeAsync(new YouTubeChanges(Open(channel))));

    public async Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            return await new YouTubeSender(Open(channel), channel.Address).ReadBackAsync(message, cancellationToken);
        }
        catch (ApiException)
        {
            return new ReadBack(ReadBackOutcome.CannotTell);
        }
    }

    /// <summary>Those who did something about a comment. How many saw its video is left out: most of them never saw the comment.</summary>
    public async Task<ReachReading> ReadReachAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            var api = Open(channel);
            var threads = (await api.ThreadsByIdAsync(externalIds, cancellationToken)).Select(t => (Comment: t.Get("snippet", "topLevelComment"), Replies: t.Get("snippet").Count("totalReplyCount"))).ToList();
            var found = threads.Select(t => t.Comment.Filled("id")).ToHashSet(StringComparer.Ordinal);
            var replies = await api.CommentsByIdAsync(externalIds.Where(id => !found.Contains(id)), cancellationToken);
            return new ReachReading([.. threads.Concat(replies.Select(r => (Comment: r, Replies: 0L))).Where(c => c.Comment.Filled("id") is not null).Select(c => Figures(c.Comment, c.Replies))]);
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
            var own = await Open(typed).OwnChannelAsync(cancellationToken);
            var (id, name) = (own.Filled("id"), own.Get("snippet").Filled("title") ?? "");
            return id is null ? AccessFindings.Wrong("The account that agreed has no channel on YouTube. Agree again, and choose the channel.")
                : id != typed.Address ? AccessFindings.Wrong($"The account that agreed is the channel “{name}” with the id {id}, and not {typed.Address}.")
                : new AccessFindings(null, [$"YouTube lets us in as “{name}”."]);
        }
        catch (ApiException e)
        {
            return AccessFindings.Wrong(e.Message);
        }
    }

    /// <exception cref="ApiException">The secrets cannot be read any more.</exception>
    private YouTubeApi Open(ChannelInfo channel) => secrets.TryReveal(channel.Settings, out var revealed)
        ? new YouTubeApi(apis.YouTube(GoogleSignIn.GrantOf(revealed)))
        : throw new ApiException(ApiFailure.AccessLost, "The stored secrets can no longer be read. Type them again.");

    private static ReachFigures Figures(JsonElement comment, long replies)
    {
        var likes = comment.Get("snippet").Count("likeCount");
        return new ReachFigures(comment.Filled("id")!, likes + replies, likes, 0, replies);
    }
}
