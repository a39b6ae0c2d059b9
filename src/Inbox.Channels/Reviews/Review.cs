using System.Security.Cryptography;
using System.Text;

namespace Inbox.Channels.Reviews;

/// <summary>What a customer says of us in a shop or on a map: stars, mostly words, and at most one reply of ours. Times are UTC.</summary>
internal sealed record Review
{
    public const int MostStars = 5;

    public required string Id { get; init; }

    /// <summary>As shown there; empty where the author hides it. None of these sites tells who it is.</summary>
    public string Author { get; init; } = "";

    /// <summary>1 to <see cref="MostStars"/>; null where the site does not tell.</summary>
    public int? Stars { get; init; }

    public string Title { get; init; } = "";

    public string Text { get; init; } = "";

    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>When its author changed it last.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>What the site tells besides, a line each: "App version 3.1".</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>Our reply that stands there; null while there is none.</summary>
    public string? Reply { get; init; }

    public DateTimeOffset? RepliedAt { get; init; }

    /// <summary>Where a person can read it.</summary>
    public string? Url { get; init; }

    /// <summary>How many people did something about it.</summary>
    public long Reach { get; init; }

    public DateTimeOffset? At => ChangedAt ?? WrittenAt;

    /// <summary>Whether it was answered, here or elsewhere, since its author wrote it.</summary>
    public bool IsAnswered => Reply is not null && !(RepliedAt < At);

    /// <summary>Over what its author can change. Our reply and other people's thumbs are no new version of it.</summary>
    public byte[] Version => SHA256.HashData(Encoding.UTF8.GetBytes($"{At:O}\n{Stars}\n{Title}\n{Text}"));
}
