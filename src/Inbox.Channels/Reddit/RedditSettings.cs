using System.Text.Json;
using System.Text.RegularExpressions;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Reddit;

/// <summary>What an administrator sets for an account on Reddit. Its name is the channel's address.</summary>
internal sealed partial record RedditSettings
{
    public const string UsualServer = "https://oauth.reddit.com";
    public const string UsualLoginServer = "https://www.reddit.com";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    public string Server { get; init; } = UsualServer;

    /// <summary>Gives out tokens.</summary>
    public string LoginServer { get; init; } = UsualLoginServer;

    public string ClientId { get; init; } = "";

    public string ClientSecret { get; init; } = "";

    /// <summary>Of a web app, which the account has allowed for good.</summary>
    public string RefreshTokenSecret { get; init; } = "";

    /// <summary>Of a script app, which its owner's password opens.</summary>
    public string AccountPassword { get; init; } = "";

    /// <summary>Kept by ourselves: the newest tokens.</summary>
    public string SessionSecret { get; init; } = "";

    /// <summary>Every new post there is a mention.</summary>
    public IReadOnlyList<string> Subreddits { get; init; } = [];

    /// <summary>So is every new comment there that holds one of the words.</summary>
    public bool SubredditComments { get; init; }

    /// <summary>Posts that hold one of them are mentions, wherever they stand.</summary>
    public IReadOnlyList<string> SearchWords { get; init; } = [];

    /// <summary>What was found so opens a case at once.</summary>
    public bool SearchOpensCase { get; init; }

    public int PollSeconds { get; init; } = 60;

    public string Key => OAuthSession.KeyOf(LoginServer, ClientId, ClientSecret, RefreshTokenSecret, AccountPassword);

    /// <summary>"a+b+c", as Reddit lists several at once; empty where none is watched.</summary>
    public string Watched => string.Join('+', Subreddits.Select(NameOf));

    /// <summary>Never in a log or an error by accident.</summary>
    public override string ToString() => Server;

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static RedditSettings Read(string settings) => TryRead(settings) ?? new RedditSettings();

    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
            return problems;
        }

        foreach (var (field, typed, usual) in (ReadOnlySpan<(string, string, string)>)[("server", read.Server, UsualServer), ("loginServer", read.LoginServer, UsualLoginServer)])
        {
            if (ServerAddress.Problem(typed, usual) is { } problem)
            {
                problems[field] = problem;
            }
        }

        if ((read.RefreshTokenSecret.Length > 0 || read.AccountPassword.Length > 0) && read.ClientId.Length == 0)
        {
            problems["clientId"] = "Give the client ID of the app too: it stands below the app's name.";
        }

        if (read.Subreddits.FirstOrDefault(s => !Subreddit().IsMatch(NameOf(s))) is { } wrong)
        {
            problems["subreddits"] = $"“{wrong}” is no name of a subreddit. Write it like r/kettles.";
        }
        else if (read.Subreddits.Count > 50)
        {
            problems["subreddits"] = "Choose at most 50.";
        }

        if (read.SearchWords.Count > 10 || read.SearchWords.Any(w => w.Length > 200))
        {
            problems["searchWords"] = "Choose at most 10 of at most 200 letters: each of them is one more question at every look.";
        }

        if (read.PollSeconds is < 5 or > 3600)
        {
            problems["pollSeconds"] = "Choose between 5 seconds and an hour (3600).";
        }

        return problems;
    }

    /// <summary>Without "r/" and slashes.</summary>
    private static string NameOf(string subreddit) =>
        subreddit.Trim().Trim('/') is var name && name.StartsWith("r/", StringComparison.OrdinalIgnoreCase) ? name[2..] : name;

    private static RedditSettings? TryRead(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<RedditSettings>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_]{2,40}$", RegexOptions.NonBacktracking)]
    private static partial Regex Subreddit();
}
