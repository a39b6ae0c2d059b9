using System.Text.Json;
using Inbox.Channels.Social;
using Inbox.Channels.Api;
using Inbox.Channels.X.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.X.Polling;

/// <summary>One look: mentions, messages, searches, and whether young posts still stand. What was read is kept, whatever fails behind it.</summary>
internal sealed class XPoll(XApi api, XCursor cursor, string me)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private readonly XNews _news = new(api, cursor, me);
    private readonly List<RawItem> _items = [];
    private readonly List<XWatch> _taken = [];

    public async Task<PollResult> RunAsync(CancellationToken cancellationToken)
    {
        var settings = api.Settings;
        var mentions = await _news.MentionsAsync(cancellationToken);
        var messages = new XList([], cursor.Message, settings.DirectMessages ? cursor.MessageRest : null);
        var found = settings.SearchWords.Distinct(StringComparer.Ordinal)
            .ToDictionary(w => w, w => new XList([], cursor.Words.GetValueOrDefault(w), cursor.WordRests.GetValueOrDefault(w)), StringComparer.Ordinal);
        var (late, failed) = (false, (ApiException?)null);
        try
        {
            messages = settings.DirectMessages ? await _news.MessagesAsync(cancellationToken) : messages;
            foreach (var word in found.Keys.ToList())
            {
                if (late = _news.IsLate)
                {
                    break;
                }

                found[word] = await _news.SearchAsync(word, cancellationToken);
            }
        }
        catch (ApiException e)
        {
            failed = e;
        }

        // What was said to us is a mention, also where it holds a word.
        foreach (var hit in mentions.Hits.Concat(messages.Hits).Concat(found.Values.SelectMany(f => f.Hits)).DistinctBy(h => (h.Reason == XReason.Message, h.Id)).Reverse().OrderBy(h => h.At))
        {
            Take(hit);
        }

        var (gone, next) = (new HashSet<string>(StringComparer.Ordinal), cursor.Next);
        try
        {
            (gone, next) = failed is null ? await LookAgainAsync(cancellationToken) : (gone, next);
        }
        catch (ApiException e)
        {
            failed = e;
        }

        var more = late || mentions.Rest is not null || messages.Rest is not null || found.Values.Any(f => f.Rest is not null);
        var moved = cursor with
        {
            // A list that was never read to its end begins at this time.
            ReadAt = failed is null && !more ? api.Now : cursor.ReadAt,
            Mention = mentions.Newest,
            Message = messages.Newest,
            Words = found.Where(f => f.Value.Newest is not null).ToDictionary(f => f.Key, f => f.Value.Newest!, StringComparer.Ordinal),
            MentionRest = mentions.Rest,
            MessageRest = messages.Rest,
            WordRests = found.Where(f => f.Value.Rest is not null).ToDictionary(f => f.Key, f => f.Value.Rest!, StringComparer.Ordinal),
            Watched = [.. cursor.Watched.Where(w => !gone.Contains(w.Id))],
            Next = next,
        };
        var kept = moved.Watch(_taken, api.Now.AddHours(-settings.WatchHours)).ToString();
        return failed is null
            ? new PollResult(_items, kept, more ? AtOnce : TimeSpan.FromSeconds(settings.PollSeconds))
            : failed.ToPoll(kept) with { Items = _items };
    }

    private void Take(XHit hit)
    {
        if (hit.Reason == XReason.Message)
        {
            _items.Add(XDelivery.Of(hit.Post, hit.Beside, me, hit.Reason, opensCase: true));
            return;
        }

        TakeParent(hit);
        Take(hit.Post, hit.Beside, hit.Reason);
    }

    private void Take(JsonElement post, JsonElement beside, XReason reason)
    {
        _items.Add(XDelivery.Of(post, beside, me, reason, reason.Name switch { "search" => api.Settings.SearchOpensCase, "context" => false, _ => true }));
        var id = post.Filled("id") ?? "";
        _taken.Add(new XWatch(XDelivery.FirstId(post), id, post.Time("created_at") ?? XIds.TimeOf(id), reason.Name, reason.Word));
    }

    /// <summary>What it answers came along with it; further up would cost a request for each post.</summary>
    private void TakeParent(XHit hit)
    {
        var answered = hit.Post.Items("referenced_tweets").Where(r => r.Text("type") == "replied_to").Select(r => r.Filled("id")).FirstOrDefault();
        var parent = hit.Beside.Get("includes").Items("tweets").FirstOrDefault(t => t.Filled("id") == answered && answered is not null);
        if (parent.IsObject() && !_taken.Concat(cursor.Watched).Any(w => w.Id == XDelivery.FirstId(parent) || w.Latest == answered))
        {
            // One that was said to us comes as a mention too, and is the same delivery: whichever comes first must open its case.
            Take(parent, hit.Beside, XPost.IsTo(parent, me) && parent.Filled("author_id") != me && parent.Time("created_at") >= cursor.ReadAt ? XReason.Mention : XReason.Context);
        }
    }

    /// <summary>Some of the young posts, in turn: changed ones are taken again; says which are gone.</summary>
    private async Task<(HashSet<string> Gone, int Next)> LookAgainAsync(CancellationToken cancellationToken)
    {
        var young = cursor.Watched.Where(w => w.At >= api.Now.AddHours(-api.Settings.WatchHours)).ToList();
        var first = cursor.Next < young.Count ? cursor.Next : 0;
        var due = young.Skip(first).Take(XApi.MostAtOnce).ToList();
        var fresh = _taken.Select(t => t.Id).ToHashSet(StringComparer.Ordinal);
        var looked = due.Where(w => !fresh.Contains(w.Id)).ToList();
        HashSet<string> gone = [];
        if (looked.Count > 0)
        {
            // A lookup by any id of a post gives its latest edit.
            var answer = await api.GetAsync("/2/tweets", [("ids", string.Join(',', looked.Select(w => w.Id))), .. XFields.Posts], cancellationToken);
            var byId = answer.Items("data").SelectMany(p => XDelivery.Versions(p).Append(p.Filled("id") ?? "").Select(id => (id, p))).DistinctBy(p => p.id).ToDictionary(p => p.id, p => p.p, StringComparer.Ordinal);
            foreach (var watch in looked.Where(w => byId.TryGetValue(w.Id, out var now) && now.Filled("id") != w.Latest))
            {
                Take(byId[watch.Id], answer, new XReason(watch.Reason, watch.Word));
            }

            // Others are hidden from us, by their author or because X suspended them: that is no deletion.
            gone = [.. answer.Items("errors").Where(XAnswers.IsMissing).Select(e => e.Filled("resource_id", "value")).OfType<string>().Where(id => looked.Exists(w => w.Id == id))];
            _items.AddRange(gone.Select(id => XDelivery.Deleted(id, me)));
        }

        return (gone, Math.Max(0, first + due.Count - gone.Count));
    }
}
