using System.Text.Json;
using Inbox.Core.Channels;

namespace Inbox.Channels.Reviews;

/// <param name="Every">Between two looks.</param>
/// <param name="LooksAgain">How many earlier reviews are looked up at each look.</param>
/// <param name="Watches">How long a review is looked up again after its author last touched it.</param>
internal sealed record ReviewPace(TimeSpan Every, int LooksAgain, TimeSpan Watches);

/// <summary>One look: what is new or changed, and whether earlier reviews still stand. Nothing moves unless all of it was read.</summary>
internal sealed class ReviewPoll(IReviewSite site, Func<JsonElement, Review?> read, ReviewCursor cursor, ReviewPace pace, DateTimeOffset now)
{
    private readonly List<(JsonElement Json, Review Review)> _taken = [];
    private readonly HashSet<string> _seen = new(cursor.Seen, StringComparer.Ordinal);

    public async Task<PollResult> RunAsync(CancellationToken cancellationToken)
    {
        await ReadNewsAsync(cancellationToken);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        var next = await LookAgainAsync(gone, cancellationToken);
        var taken = _taken.AsEnumerable().Reverse().OrderBy(t => t.Review.At ?? now).ToList();
        var items = taken.Select(t => ReviewDelivery.Of(t.Json, t.Review)).Concat(gone.Select(ReviewDelivery.Deleted)).ToList();
        var moved = (cursor with { Watched = [.. Young.Where(w => !gone.Contains(w.Id))], Next = next })
            .With([.. taken.Select(t => new ReviewWatch(t.Review.Id, ReviewCursor.Mark(t.Review), t.Review.At ?? now))]);
        return new PollResult(items, moved.ToString(), pace.Every) { RenewBy = site.RenewBy };
    }

    private List<ReviewWatch> Young => [.. cursor.Watched.Where(w => w.At > now - pace.Watches)];

    private async Task ReadNewsAsync(CancellationToken cancellationToken)
    {
        string? page = null;
        while (true)
        {
            var answer = await site.PageAsync(page, cancellationToken);
            var before = _taken.Count;
            foreach (var json in answer.Reviews)
            {
                if (read(json) is { } review && !(review.At < cursor.Since))
                {
                    Take(json, review);
                }
            }

            // Lists move while they are paged: one page that holds nothing new is the end of the news, one known review is not.
            if (answer.Next is null || answer.Next == page || _taken.Count == before)
            {
                return;
            }

            page = answer.Next;
        }
    }

    /// <summary>Some of the reviews taken before, in turn. Returns where the next look begins.</summary>
    private async Task<int> LookAgainAsync(HashSet<string> gone, CancellationToken cancellationToken)
    {
        var young = Young;
        var first = cursor.Next < young.Count ? cursor.Next : 0;
        var due = young.Skip(first).Concat(young.Take(first)).Take(pace.LooksAgain).ToList();
        foreach (var watch in due.Where(w => !_taken.Exists(t => t.Review.Id == w.Id)).ToList())
        {
            if (await site.FindAsync(watch.Id, cancellationToken) is not { } json)
            {
                gone.Add(watch.Id);
            }
            else if (read(json) is { } review && ReviewCursor.Mark(review) != watch.Mark)
            {
                Take(json, review);
            }
        }

        return young.Count == 0 ? 0 : (first + due.Count) % young.Count;
    }

    private void Take(JsonElement json, Review review)
    {
        if (_seen.Add(ReviewCursor.Mark(review)))
        {
            _taken.Add((json, review));
        }
    }
}
