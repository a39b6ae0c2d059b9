using Inbox.Channels.Mastodon.Api;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.Mastodon.Polling;

/// <summary>One look for news: mentions first, then what is watched, then edits and deletions of young posts.</summary>
internal sealed class MastodonPoll(MastodonApis apis, TimeProvider time)
{
    /// <summary>15 looks of the 300 requests that Mastodon allows in five minutes.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AboutEvery = TimeSpan.FromHours(1);

    public async Task<PollResult> RunAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        MastodonProgress? progress = null;
        TextLimit? limit = null;
        try
        {
            using var api = apis.Open(channel);
            var now = time.GetUtcNow();
            var stands = MastodonCursor.Read(cursor, api.Server, now);
            progress = new MastodonProgress(stands, channel, api, now);
            if (now - stands.AskedAt >= AboutEvery)
            {
                limit = await AskAsync(api, channel, progress, cancellationToken);
            }

            await MastodonMentions.ReadAsync(api, progress, cancellationToken);
            await MastodonWatches.ReadAsync(api, MastodonSettings.Read(channel.Settings), progress, cancellationToken);
            await MastodonYoung.ReadAsync(api, progress, cancellationToken);
            return new PollResult(progress.Items, progress.Cursor.ToString(), progress.Threads.IsSpent ? AtOnce : Every)
            {
                RenewBy = progress.Cursor.AccessEndsAt, TextLimit = limit, Unread = await MastodonAbout.UnreadAsync(api, cancellationToken),
            };
        }
        catch (MastodonException e)
        {
            // As it was where nothing was read: a cursor that does not move is not written anew.
            var kept = progress is { Items.Count: > 0 } ? progress.Cursor.ToString() : cursor;
            var result = new PollResult(progress?.Items ?? [], kept, Every) { TextLimit = limit };
            return e.Trouble == MastodonTrouble.Limited
                ? result with { LimitedUntil = e.Until }
                : result with { Problem = e.Message, AccessLost = e.Trouble == MastodonTrouble.NoAccess };
        }
    }

    private static async Task<TextLimit?> AskAsync(MastodonApi api, ChannelInfo channel, MastodonProgress progress, CancellationToken cancellationToken)
    {
        var about = await MastodonAbout.ReadAsync(api, progress.Domain, progress.Now, cancellationToken);
        if (!progress.IsOurs(about.Account))
        {
            throw new MastodonException(
                MastodonTrouble.NoAccess, $"The access token belongs to @{about.Account}, and this channel is @{HandleKinds.Normalise(HandleKinds.Mastodon, channel.Address)}. Connect the right account.");
        }

        progress.Cursor = progress.Cursor with { AskedAt = progress.Now, AccessEndsAt = about.EndsAt, Accounts = new Dictionary<string, string>(StringComparer.Ordinal) };
        return about.Limit;
    }
}
