using System.Text.Json;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky;

/// <summary>What an administrator sets for an account on Bluesky. Its handle is the channel's address.</summary>
internal sealed record BlueskySettings
{
    public const string UsualService = "https://bsky.social";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>Where we log in; the server of the account is told there.</summary>
    public string Service { get; init; } = UsualService;

    public string AppPassword { get; init; } = "";

    /// <summary>Kept by ourselves: how we are logged in.</summary>
    public string SessionSecret { get; init; } = "";

    /// <summary>Posts that hold one of them are mentions, whoever they speak to.</summary>
    public IReadOnlyList<string> SearchWords { get; init; } = [];

    /// <summary>What was found by a word opens a case at once.</summary>
    public bool SearchOpensCase { get; init; }

    public int PollSeconds { get; init; } = 15;

    public BlueskyLogin LoginOf(string handle) => new(Service.Length == 0 ? UsualService : Service, handle.Trim().TrimStart('@'), AppPassword);

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static BlueskySettings Read(string settings) => TryRead(settings) ?? new BlueskySettings();

    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
            return problems;
        }

        if (read.Service.Length > 0 && ServerAddress.Problem(read.Service, UsualService) is { } problem)
        {
            problems["service"] = problem;
        }

        if (read.PollSeconds is < 1 or > 3600)
        {
            problems["pollSeconds"] = "Choose between 1 second and an hour (3600).";
        }

        if (read.SearchWords.Count > 10)
        {
            problems["searchWords"] = "Choose at most 10: each of them is one more question at every look.";
        }

        return problems;
    }

    private static BlueskySettings? TryRead(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<BlueskySettings>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
