namespace Inbox.Channels.Tests.Rest;

/// <summary>A review as a far side keeps it.</summary>
public sealed record FarReview(string Id, string Text, int Stars, DateTimeOffset At, DateTimeOffset ChangedAt)
{
    public string Title { get; init; } = "";

    public string Author { get; init; } = "Ana Ruiz";

    public string? Reply { get; init; }

    public DateTimeOffset RepliedAt { get; init; }
}

/// <summary>The reviews of a far side, in the order in which they were written.</summary>
public sealed class FarReviews
{
    private readonly List<FarReview> _reviews = [];

    public IEnumerable<FarReview> NewestFirst => _reviews.AsEnumerable().Reverse().OrderByDescending(r => r.ChangedAt);

    public IReadOnlyList<string> Replies => [.. _reviews.Select(r => r.Reply).OfType<string>()];

    public int Count { get; private set; }

    public FarReview? Find(string id) => _reviews.Find(r => r.Id == id);

    public void Add(FarReview review)
    {
        Count++;
        _reviews.Add(review);
    }

    public void Change(string id, Func<FarReview, FarReview> change)
    {
        var at = _reviews.FindIndex(r => r.Id == id);
        _reviews[at] = change(_reviews[at]);
    }

    /// <summary>The newest of our replies goes.</summary>
    public void RemoveReply() => Change(_reviews.Last(r => r.Reply is not null).Id, r => r with { Reply = null });

    public void Remove(string id) => _reviews.RemoveAll(r => r.Id == id);
}
