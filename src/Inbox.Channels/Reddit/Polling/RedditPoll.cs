using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Reddit.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Reddit.Polling;

/// <summary>One look: the inbox, searches, watched subreddits, what they answer, and whether earlier things still stand. What was read is kept, whatever fails behind it.</summary>
internal sealed class RedditPoll(RedditApi api, RedditCursor cursor)
{
    /// <summary>Fewer requests than one look may need: the rest of the period is waited for.</summary>
    private const double FewLeft = 15;

    /// <summary>Each may cost a request for what it answers; the oldest are taken, and the others by the next look.</summary>
    private const int MostHits = 100;

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    /// <summary>A look that takes longer than a minute and a half is given up, and nothing of it is kept.</summary>
    private static readonly TimeSpan MostListing = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan MostTaking = TimeSpan.FromSeconds(50);

    /// <summary>How far up a mention is read.</summary>
    private const int MostContext = 8;

    private readonly RedditNews _news = new(api, cursor);
    private readonly List<(RedditItem Item, RedditReason Reason)> _taken = [];

    public async Task<PollResult> RunAsync(CancellationToken cancellationToken)
    {
        var began = api.Now;
        var hits = await _news.InboxAsync(cancellationToken);
        var (late, failed) = (false, (ApiException?)null);
        try
        {
            foreach (var readAsync in _news.Found())
            {
                if (late = api.Now - began >= MostListing)
                {
                    break;
                }

                hits.AddRange(await readAsync(cancellationToken));
            }
        }
        catch (ApiException e)
        {
            failed = e;
        }

        // Unless all lists were read, something older may still lie in one of them.
        var complete = !late && failed is null;
        hits = [.. hits.DistinctBy(h => h.Item.Name).Reverse().OrderBy(h => h.Item.At)];
        var (taken, gone, next) = (0, new HashSet<string>(StringComparer.Ordinal), cursor.Next);
        try
        {
            for (; taken < hits.Count && taken < MostHits && (taken == 0 || api.Now - began < MostTaking); taken++)
            {
                await TakeContextAsync(hits[taken].Item, hits, cancellationToken);
                _taken.Add((hits[taken].Item, hits[taken].Reason));
            }

            (gone, next) = failed is null && api.Now - began < MostTaking ? await LookAgainAsync([.. hits.Select(h => h.Item.Name)], cancellationToken) : (gone, next);
        }
        catch (ApiException e)
        {
            failed = e;
        }

        var items = _taken.Select(t => RedditDelivery.Of(t.Item, api.Account, t.Reason, Opens(t.Reason))).ToList();
        var moved = (cursor with { Next = next }).With(
            [.. _taken.Select(t => new RedditWatch(t.Item.Name, RedditDelivery.VersionOf(t.Item), t.Reason.Name, t.Reason.Word))], _news.Passed, complete && taken > 0 ? hits[taken - 1].Item.At : cursor.Since);
        moved = moved with { Watched = [.. moved.Watched.Where(w => !gone.Contains(w.Name))] };
        if (failed is not null)
        {
            return failed.ToPoll(moved.ToString()) with { Items = items };
        }

        var usual = late || taken < hits.Count ? AtOnce : TimeSpan.FromSeconds(api.Settings.PollSeconds);
        return new PollResult(items, moved.ToString(), api.Allowance is { } allowance && allowance.Left < FewLeft && allowance.For > usual ? allowance.For : usual);
    }

    private bool Opens(RedditReason reason) => reason.Name switch
    {
        "search" or "watch" => api.Settings.SearchOpensCase,
        "context" => false,
        _ => true,
    };

    /// <summary>The post below which it stands and the comments above it, the highest first.</summary>
    private async Task TakeContextAsync(RedditItem item, List<RedditHit> hits, CancellationToken cancellationToken)
    {
        if (item.Kind != "t1" || item.Data.Filled("parent_id") is not { } parent || Holds(parent, hits) || RedditThing.LinkOf(item.Data) is not { } link)
        {
            return;
        }

        JsonElement answer;
        try
        {
            answer = await api.GetAsync(
                $"/comments/{Uri.EscapeDataString(link[3..])}", [("comment", item.Name[3..]), ("context", MostContext.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("limit", "1"), ("depth", "1")], cancellationToken);
        }
        catch (ApiException e) when (e.Failure == ApiFailure.Refused)
        {
            return; // A private or banned subreddit: the comment is read without what it answers.
        }

        foreach (var above in Above(answer, item.Name).Where(a => !Holds(a.Name, hits) && !RedditDelivery.IsGone(a)))
        {
            _taken.Add((above, RedditReason.Context));
        }
    }

    /// <summary>The post, then the one comment of each level, down to the one that was asked about.</summary>
    private static List<RedditItem> Above(JsonElement answer, string name)
    {
        var listings = answer.Items().ToList();
        List<RedditItem> above = [.. listings.Take(1).SelectMany(l => RedditItem.ListOf(l) ?? [])];
        var level = listings.Count > 1 ? RedditItem.ListOf(listings[1]) : null;
        for (var depth = 0; depth <= MostContext && level is [var comment, ..] && comment.Name != name; depth++)
        {
            above.Add(comment);
            level = RedditItem.ListOf(comment.Data.Get("replies"));
        }

        return above;
    }

    private bool Holds(string name, List<RedditHit> hits) => _news.Knows(name) || hits.Exists(h => h.Item.Name == name) || _taken.Exists(t => t.Item.Name == name);

    /// <summary>Some of the things taken before, in turn: changed and deleted ones are taken again; says which are gone.</summary>
    private async Task<(HashSet<string> Gone, int Next)> LookAgainAsync(HashSet<string> fresh, CancellationToken cancellationToken)
    {
        var first = cursor.Next < cursor.Watched.Count ? cursor.Next : 0;
        var due = cursor.Watched.Skip(first).Take(RedditApi.MostAtOnce).ToList();
        var looked = due.Where(w => !fresh.Contains(w.Name)).ToList();
        HashSet<string> gone = [];
        if (looked.Count > 0)
        {
            var there = (await api.ThingsAsync(looked.Select(w => w.Name), cancellationToken)).DistinctBy(i => i.Name).ToDictionary(i => i.Name, StringComparer.Ordinal);
            foreach (var watch in looked.Where(w => there.TryGetValue(w.Name, out var now) && RedditDelivery.VersionOf(now) != w.Version))
            {
                // Whoever deletes it, author or moderator: its page stays, without its words.
                _taken.Add((there[watch.Name], new RedditReason(watch.Reason, watch.Word)));
                if (RedditDelivery.IsGone(there[watch.Name]))
                {
                    gone.Add(watch.Name);
                }
            }
        }

        return (gone, Math.Max(0, first + due.Count - gone.Count));
    }
}
