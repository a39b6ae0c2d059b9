using Inbox.Channels.Reviews;

namespace Inbox.Channels.YouTube;

/// <summary>What an administrator sets for a channel on YouTube beside the sign-in. Its id is the address.</summary>
internal sealed record YouTubeSettings
{
    public const int UsualMinutes = 5;

    private const int MostMinutes = 1440;

    /// <summary>Comments open a case at once; otherwise they are mentions until a person opens one.</summary>
    public bool OpensCase { get; init; } = true;

    public int? PollMinutes { get; init; }

    public TimeSpan Every => TimeSpan.FromMinutes(PollMinutes ?? UsualMinutes);

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static YouTubeSettings Read(string settings) => ReviewSettings.TryRead<YouTubeSettings>(settings) ?? new YouTubeSettings();

    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var read = ReviewSettings.TryRead<YouTubeSettings>(settings);
        if (read is null && ReviewSettings.TryRead<Dictionary<string, System.Text.Json.JsonElement>>(settings) is null)
        {
            problems[""] = "These settings cannot be read.";
        }
        else if (read is null || read.PollMinutes is < 1 or > MostMinutes)
        {
            problems["pollMinutes"] = $"Choose between 1 and {MostMinutes} minutes.";
        }

        return problems;
    }
}
