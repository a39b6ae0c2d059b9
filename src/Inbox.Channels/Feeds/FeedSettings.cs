using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inbox.Channels.Feeds;

/// <summary>What an administrator sets for a feed. The address of the feed is the channel's address.</summary>
internal sealed record FeedSettings
{
    /// <summary>One word or phrase each, see <see cref="Watching.WatchWords"/>; none: every post is a mention.</summary>
    public IReadOnlyList<string> WatchWords { get; init; } = [];

    /// <summary>Found as whole words whatever their case and accents.</summary>
    public IReadOnlyList<string> BrandNames { get; init; } = [];

    /// <summary>What is not meant: "apple pie" where "apple" is watched, or words of posts that do not concern us.</summary>
    public IReadOnlyList<string> ExcludeWords { get; init; } = [];

    /// <summary>Comments on posts that were taken are read too, where a post names their feed.</summary>
    public bool FollowsComments { get; init; }

    /// <summary>A hub that the feed names is asked to call us (WebSub).</summary>
    public bool UsesHub { get; init; } = true;

    /// <summary>Kept by ourselves: what a hub signs with.</summary>
    public string WebSubSecret { get; init; } = "";

    /// <summary>A mention opens a case at once instead of waiting for a person to do so.</summary>
    public bool OpensCase { get; init; }

    /// <summary>Minutes between two looks, unless the server or the feed asks for more.</summary>
    public int PollMinutes { get; init; } = 15;

    /// <summary>How many people read the blog, as far as known: feeds do not tell.</summary>
    public long Audience { get; init; }

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // A null in place of a list is a mistake to report, not one to stumble over later.
        RespectNullableAnnotations = true,
    };

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static FeedSettings Read(string settings) => TryRead(settings) ?? new FeedSettings();

    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
            return problems;
        }

        if (read.PollMinutes is < 5 or > 24 * 60)
        {
            problems["pollMinutes"] = "Choose between 5 minutes and a day (1440).";
        }

        if (read.Audience < 0)
        {
            problems["audience"] = "The number of readers cannot be below zero.";
        }

        return problems;
    }

    private static FeedSettings? TryRead(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<FeedSettings>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
