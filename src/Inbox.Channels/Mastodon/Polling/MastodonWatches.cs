using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;
using Inbox.Core.Customers;

namespace Inbox.Channels.Mastodon.Polling;

/// <summary>Hashtags and accounts of others that the channel watches, as far as its server hears of them.</summary>
internal static class MastodonWatches
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AtFirst = TimeSpan.FromDays(1);

    /// <summary>Servers that were away deliver for some days; what is older is history that they fetched for somebody.</summary>
    private static readonly TimeSpan MostLate = TimeSpan.FromDays(7);

    public static async Task ReadAsync(MastodonApi api, MastodonSettings settings, MastodonProgress progress, CancellationToken cancellationToken)
    {
        if (progress.Now - progress.Cursor.WatchedAt < Every)
        {
            return;
        }

        var tags = settings.Hashtags.Select(t => t.Trim().TrimStart('#').ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        var accounts = settings.Accounts.Select(a => HandleKinds.Normalise(HandleKinds.Mastodon, a)).Distinct(StringComparer.Ordinal).ToList();
        Forget(progress, [.. tags.Select(t => "#" + t), .. accounts.Select(a => "@" + a)]);
        foreach (var tag in tags)
        {
            await ReadAsync(api, $"/api/v1/timelines/tag/{Uri.EscapeDataString(tag)}?limit=40", "#" + tag, progress, cancellationToken);
        }

        foreach (var account in accounts)
        {
            if (await IdOfAsync(api, account, progress, cancellationToken) is { Length: > 0 } id)
            {
                await ReadAsync(api, $"/api/v1/accounts/{Uri.EscapeDataString(id)}/statuses?exclude_reblogs=true&limit=40", "@" + account, progress, cancellationToken);
            }
        }

        if (!progress.Threads.IsSpent)
        {
            progress.Cursor = progress.Cursor with { WatchedAt = progress.Now };
        }
    }

    private static async Task ReadAsync(MastodonApi api, string path, string word, MastodonProgress progress, CancellationToken cancellationToken)
    {
        if (!progress.Cursor.Watched.TryGetValue(word, out var mark))
        {
            var (items, newest) = await MastodonPages.BackwardAsync(api, path, progress.Now - AtFirst, mostPages: 5, cancellationToken);
            if (await TakeAsync(items, word, progress, cancellationToken) && newest is not null)
            {
                Move(progress, word, newest);
            }

            return;
        }

        var head = await MastodonPages.NewestAsync(api, path, cancellationToken);
        if (head is [var oldest, ..] && MastodonIds.IsAfter(MastodonPages.IdOf(oldest), mark))
        {
            // It does not reach back to what was read, so there may be more between.
            await foreach (var page in MastodonPages.ForwardAsync(api, path, mark, cancellationToken))
            {
                if (!await TakeAsync(page, word, progress, cancellationToken))
                {
                    return;
                }
            }
        }

        if (await TakeAsync([.. head.Where(s => MastodonIds.IsAfter(MastodonPages.IdOf(s), mark) || IsLate(s, word, progress))], word, progress, cancellationToken))
        {
            var pages = new Dictionary<string, IReadOnlyList<string>>(progress.Cursor.Pages, StringComparer.Ordinal) { [word] = [.. head.Select(MastodonPages.IdOf)] };
            progress.Cursor = progress.Cursor with { Pages = pages };
        }
    }

    /// <summary>Its id tells when it was written, not when it came: one that its server delivered late stands among those that were read.</summary>
    private static bool IsLate(JsonElement status, string word, MastodonProgress progress)
    {
        var (id, pages) = (MastodonPages.IdOf(status), progress.Cursor.Pages.GetValueOrDefault(word));
        return pages?.Contains(id, StringComparer.Ordinal) != true && !progress.Cursor.Young.Any(y => y.Id == id)
            && status.Time("created_at") >= progress.Now - (pages is null ? AtFirst : MostLate);
    }

    private static async Task<bool> TakeAsync(IReadOnlyList<JsonElement> statuses, string word, MastodonProgress progress, CancellationToken cancellationToken)
    {
        foreach (var status in statuses)
        {
            if (progress.Threads.IsSpent)
            {
                return false;
            }

            await progress.TakeAsync(status, word, cancellationToken);
            Move(progress, word, MastodonPages.IdOf(status));
        }

        return true;
    }

    /// <summary>Known accounts by their name; a server that has not met one yet looks for it.</summary>
    private static async Task<string> IdOfAsync(MastodonApi api, string account, MastodonProgress progress, CancellationToken cancellationToken)
    {
        if (progress.Cursor.Accounts.TryGetValue(account, out var known))
        {
            return known;
        }

        var id = await FindAsync(api, account, cancellationToken) ?? "";
        progress.Cursor = progress.Cursor with { Accounts = new Dictionary<string, string>(progress.Cursor.Accounts, StringComparer.Ordinal) { [account] = id } };
        return id;
    }

    /// <summary>The id of an account, where the server knows or finds one of this name.</summary>
    public static async Task<string?> FindAsync(MastodonApi api, string account, CancellationToken cancellationToken)
    {
        var name = Uri.EscapeDataString(account);
        return (await api.FindAsync($"/api/v1/accounts/lookup?acct={name}", cancellationToken))?.Filled("id")
            ?? (await api.FindAsync($"/api/v2/search?q={name}&type=accounts&resolve=true&limit=1", cancellationToken))?.Items("accounts").Select(a => a.Filled("id")).FirstOrDefault();
    }

    /// <summary>What is no longer watched; watched again, it begins anew.</summary>
    private static void Forget(MastodonProgress progress, HashSet<string> watched)
    {
        if (progress.Cursor.Watched.Keys.Any(w => !watched.Contains(w)))
        {
            progress.Cursor = progress.Cursor with
            {
                Watched = progress.Cursor.Watched.Where(w => watched.Contains(w.Key)).ToDictionary(StringComparer.Ordinal),
                Pages = progress.Cursor.Pages.Where(p => watched.Contains(p.Key)).ToDictionary(StringComparer.Ordinal),
            };
        }
    }

    /// <summary>Never back.</summary>
    private static void Move(MastodonProgress progress, string word, string id)
    {
        if (!progress.Cursor.Watched.TryGetValue(word, out var mark) || MastodonIds.IsAfter(id, mark))
        {
            progress.Cursor = progress.Cursor with { Watched = new Dictionary<string, string>(progress.Cursor.Watched, StringComparer.Ordinal) { [word] = id } };
        }
    }
}
