using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Social;
using Inbox.Channels.YouTube.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.YouTube.Polling;

/// <summary>One look: new threads, new replies in those we know, and whether earlier comments still stand. Nothing moves unless all of it was read.</summary>
internal sealed class YouTubePoll(YouTubeApi api, YouTubeCursor cursor, TimeSpan every, DateTimeOffset now)
{
    private readonly Dictionary<string, YouTubeWatch> _watched = cursor.Watched.ToDictionary(w => w.Id, StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(cursor.Seen, StringComparer.Ordinal);
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);
    private readonly List<(JsonElement Comment, DateTimeOffset At, long Replies)> _taken = [];
    private readonly List<string> _marks = [];

    public async Task<PollResult> RunAsync(CancellationToken cancellationToken)
    {
        await ReadNewsAsync(cancellationToken);
        var (gone, threads, replies) = await LookAgainAsync(cancellationToken);
        var titles = await api.TitlesAsync(_taken.Select(t => VideoOf(t.Comment)).OfType<string>(), cancellationToken);
        var taken = _taken.AsEnumerable().Reverse().OrderBy(t => t.At).ToList();
        var items = taken.Select(t => YouTubeDelivery.Of(t.Comment, VideoOf(t.Comment) is { } video ? titles.GetValueOrDefault(video) : null, t.Replies))
            .Concat(gone.Where(w => !w.Own).Select(w => YouTubeDelivery.Deleted(w.Id))).ToList();
        var left = _watched.Values.Except(gone).OrderBy(w => w.At);
        var moved = (cursor with { NextThread = threads, NextReply = replies }).With(left, _marks, taken.Count > 0 ? taken[^1].At : null, now);
        return new PollResult(items, moved.ToString(), every) { RenewBy = api.RenewBy };
    }

    private async Task ReadNewsAsync(CancellationToken cancellationToken)
    {
        string? page = null;
        while (true)
        {
            var (threads, next) = await api.ThreadsAsync(cursor.For, page, cancellationToken);
            var before = _marks.Count;
            foreach (var thread in threads)
            {
                await ReadThreadAsync(thread, cancellationToken);
            }

            // Lists move while they are paged: one page that holds nothing new is the end of the news, one known thread is not.
            if (next is null || next == page || _marks.Count == before)
            {
                return;
            }

            page = next;
        }
    }

    private async Task ReadThreadAsync(JsonElement thread, CancellationToken cancellationToken)
    {
        var snippet = thread.Get("snippet");
        var (top, count) = (snippet.Get("topLevelComment"), snippet.Count("totalReplyCount"));
        if (top.Filled("id") is not { } id || !_met.Add(id))
        {
            return;
        }

        var known = _watched.GetValueOrDefault(id);
        if (known is null && At(top) < cursor.Since)
        {
            // From before our time: of its replies only those count that come along with it.
            TakeReplies(thread.Get("replies").Items("comments").Where(r => !(At(r) < cursor.Since)), id, top);
            return;
        }

        Take(top, parent: null, video: null, count);
        if (count != (known?.Replies ?? 0))
        {
            var along = thread.Get("replies").Items("comments").ToList();
            TakeReplies(along.Count == count ? along : await api.RepliesAsync(id, cancellationToken), id, top);
        }
    }

    private void TakeReplies(IEnumerable<JsonElement> replies, string parent, JsonElement top)
    {
        foreach (var reply in replies)
        {
            Take(reply, parent, VideoOf(top), replies: 0);
        }
    }

    /// <summary>Takes what is new or changed, and watches it from now on. What we wrote ourselves is no news.</summary>
    private void Take(JsonElement comment, string? parent, string? video, long replies)
    {
        if (comment.Filled("id") is not { } id)
        {
            return;
        }

        var (at, mark, own) = (At(comment), YouTubeCursor.Mark(id, YouTubeDelivery.VersionOf(comment)), YouTubeComment.AuthorOf(comment) == cursor.For);
        if (!own && _seen.Add(mark))
        {
            _marks.Add(mark);
            _taken.Add((WithVideo(comment, video), at, replies));
        }

        _watched[id] = new YouTubeWatch(id, mark, at, parent, replies, own);
    }

    /// <summary>Some of the comments taken before, in turn.</summary>
    private async Task<(HashSet<YouTubeWatch> Gone, int NextThread, int NextReply)> LookAgainAsync(CancellationToken cancellationToken)
    {
        HashSet<YouTubeWatch> gone = [];
        var (threads, nextThread) = Due(w => w.Parent is null, cursor.NextThread);
        foreach (var thread in await api.ThreadsByIdAsync(threads.Select(w => w.Id), cancellationToken))
        {
            await ReadThreadAsync(thread, cancellationToken);
        }

        foreach (var watch in threads.Where(w => !_met.Contains(w.Id)))
        {
            // Its replies go with it.
            gone.UnionWith(_watched.Values.Where(w => w.Id == watch.Id || w.Parent == watch.Id));
        }

        var (replies, nextReply) = Due(w => w.Parent is not null && !w.Own, cursor.NextReply);
        var there = (await api.CommentsByIdAsync(replies.Select(w => w.Id), cancellationToken)).DistinctBy(c => c.Filled("id"), StringComparer.Ordinal).ToDictionary(c => c.Filled("id") ?? "", StringComparer.Ordinal);
        foreach (var watch in replies)
        {
            if (there.TryGetValue(watch.Id, out var comment))
            {
                Take(comment, watch.Parent, video: null, replies: 0);
            }
            else
            {
                gone.UnionWith(_watched.Values.Where(w => w.Id == watch.Id));
            }
        }

        return (gone, nextThread, nextReply);
    }

    private (List<YouTubeWatch> Due, int Next) Due(Func<YouTubeWatch, bool> which, int next)
    {
        var all = cursor.Watched.Where(which).ToList();
        var first = next < all.Count ? next : 0;
        var due = all.Skip(first).Concat(all.Take(first)).Take(YouTubeApi.MostAtOnce).ToList();
        return ([.. due.Where(w => !_met.Contains(w.Id))], all.Count == 0 ? 0 : (first + due.Count) % all.Count);
    }

    private DateTimeOffset At(JsonElement comment) => comment.Get("snippet").Time("updatedAt") ?? comment.Get("snippet").Time("publishedAt") ?? now;

    private static string? VideoOf(JsonElement comment) => comment.Get("snippet").Filled("videoId");

    /// <summary>Replies do not always say below which video they stand.</summary>
    private static JsonElement WithVideo(JsonElement comment, string? video)
    {
        if (video is null || VideoOf(comment) is not null || JsonObject.Create(comment) is not { } copy || copy["snippet"] is not JsonObject snippet)
        {
            return comment;
        }

        snippet["videoId"] = video;
        return JsonSerializer.SerializeToElement(copy);
    }
}
