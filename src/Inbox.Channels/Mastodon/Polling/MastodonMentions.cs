using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Mastodon.Polling;

/// <summary>Posts that name our account, in public and in private: notices of the kind "mention".</summary>
internal static class MastodonMentions
{
    private const string Path = "/api/v1/notifications?types[]=mention&limit=80";

    public static async Task ReadAsync(MastodonApi api, MastodonProgress progress, CancellationToken cancellationToken)
    {
        if (progress.Cursor.Mentions is not { } mark)
        {
            var (items, newest) = await MastodonPages.BackwardAsync(api, Path, progress.Cursor.Since, mostPages: 200, cancellationToken);
            if (await TakeAsync(items, progress, cancellationToken))
            {
                progress.Cursor = progress.Cursor with { Mentions = newest };
            }

            return;
        }

        await foreach (var page in MastodonPages.ForwardAsync(api, Path, mark, cancellationToken))
        {
            if (!await TakeAsync(page, progress, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>Moves the mark notice by notice. False: there is more, for the next poll.</summary>
    private static async Task<bool> TakeAsync(IReadOnlyList<JsonElement> notices, MastodonProgress progress, CancellationToken cancellationToken)
    {
        foreach (var notice in notices)
        {
            if (progress.Threads.IsSpent)
            {
                return false;
            }

            if (notice.Text("type") == "mention")
            {
                await progress.TakeAsync(notice.Get("status"), word: null, cancellationToken);
            }

            progress.Cursor = progress.Cursor with { Mentions = MastodonPages.IdOf(notice) };
        }

        return true;
    }
}
