using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Mastodon.Api;

namespace Inbox.Channels.Mastodon.Polling;

/// <summary>Edits and deletions are told to nobody who polls, so young posts are read again.</summary>
internal static class MastodonYoung
{
    private const int MostSingle = 10;

    public static async Task ReadAsync(MastodonApi api, MastodonProgress progress, CancellationToken cancellationToken)
    {
        var due = progress.Cursor.Young.Where(y => y.NextAt <= progress.Now).OrderBy(y => y.NextAt).Take(MastodonBatch.Most).ToList();
        if (due.Count == 0)
        {
            return;
        }

        var read = await MastodonBatch.ReadAsync(api, due.ConvertAll(y => y.Id), MostSingle, cancellationToken);
        foreach (var post in due)
        {
            if (read.TryGetValue(post.Id, out var status))
            {
                await LookAsync(post, status, progress, cancellationToken);
            }
        }
    }

    /// <summary>Short, since many stand in the cursor: it only has to differ.</summary>
    public static string ShortOf(JsonElement status) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(MastodonStatus.VersionOf(status))).AsSpan(0, 8));

    private static async Task LookAsync(YoungPost post, JsonElement? status, MastodonProgress progress, CancellationToken cancellationToken)
    {
        var next = status is { } now && MastodonStatus.Is(now) ? post.Later(progress.Now, ShortOf(now)) : null;
        if (status is null)
        {
            progress.Items.Add((progress.Delivery(post.Word) with { Deleted = post.Id }).ToItem());
        }
        else if (next is not null && next.Version != post.Version)
        {
            // The revision takes the place of the whole text, and so it needs what the post answers again.
            progress.Items.Add((await progress.Threads.AddAsync(progress.Delivery(post.Word) with { Status = status.Value }, cancellationToken)).ToItem());
        }

        progress.Cursor = progress.Cursor with { Young = [.. progress.Cursor.Young.Select(y => y.Id == post.Id ? next : y).OfType<YoungPost>()] };
    }
}
