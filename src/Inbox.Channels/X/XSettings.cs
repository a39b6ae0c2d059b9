using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.X;

/// <summary>What an administrator sets for an account on X. Its handle is the channel's address.</summary>
internal sealed record XSettings
{
    public const string UsualServer = "https://api.x.com";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    public string Server { get; init; } = UsualServer;

    /// <summary>OAuth 1.0a: the consumer key of the app.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>OAuth 1.0a, and what X signs its calls with.</summary>
    public string ConsumerSecret { get; init; } = "";

    /// <summary>While the consumer secret is being changed.</summary>
    public string PreviousConsumerSecret { get; init; } = "";

    /// <summary>OAuth 1.0a: of the account.</summary>
    public string AccessKeySecret { get; init; } = "";

    public string AccessTokenSecret { get; init; } = "";

    /// <summary>OAuth 2.0.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Empty for a public client.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>The first one; X gives a new one at each renewal.</summary>
    public string RefreshTokenSecret { get; init; } = "";

    /// <summary>Of the app alone: searches are asked with it, and count apart from the account's limits.</summary>
    public string BearerSecret { get; init; } = "";

    /// <summary>Kept by ourselves: the newest tokens.</summary>
    public string SessionSecret { get; init; } = "";

    public IReadOnlyList<string> SearchWords { get; init; } = [];

    /// <summary>What was found by a word opens a case at once.</summary>
    public bool SearchOpensCase { get; init; }

    public bool DirectMessages { get; init; }

    /// <summary>The contract with X allows answers to whoever did not mention us.</summary>
    public bool AnswersAnybody { get; init; }

    public int PollSeconds { get; init; } = 60;

    /// <summary>For so long posts are looked at again, for edits and deletions. 0: they are not, and their reach is not asked for.</summary>
    public int WatchHours { get; init; } = 24;

    /// <summary>Each request is signed (OAuth 1.0a); otherwise it bears a token (OAuth 2.0).</summary>
    public bool Signs => AccessTokenSecret.Length > 0 && ApiKey.Length > 0;

    public string Key => OAuthSession.KeyOf(Server, ApiKey, AccessKeySecret, ClientId, ClientSecret, RefreshTokenSecret);

    public IReadOnlyList<string> ConsumerSecrets => [ConsumerSecret, PreviousConsumerSecret];

    /// <summary>Never in a log or an error by accident.</summary>
    public override string ToString() => Server;

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static XSettings Read(string settings) => TryRead(settings) ?? new XSettings();

    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
            return problems;
        }

        if (ServerAddress.Problem(read.Server, UsualServer) is { } problem)
        {
            problems["server"] = problem;
        }

        if (read.AccessTokenSecret.Length > 0 && (read.ApiKey.Length == 0 || read.ConsumerSecret.Length == 0 || read.AccessKeySecret.Length == 0))
        {
            problems["accessTokenSecret"] = "OAuth 1.0a needs all four: API key, API key secret, access token and access token secret.";
        }

        if (read.RefreshTokenSecret.Length > 0 && read.ClientId.Length == 0)
        {
            problems["clientId"] = "A refresh token is renewed with the client ID of the app that it was made for. Give it too.";
        }

        if (read.PollSeconds is < 5 or > 3600)
        {
            problems["pollSeconds"] = "Choose between 5 seconds and an hour (3600).";
        }

        if (read.WatchHours is < 0 or > 168)
        {
            problems["watchHours"] = "Choose between 0 and 168 hours (a week).";
        }

        if (read.SearchWords.Count > 10 || read.SearchWords.Any(w => w.Length > 200))
        {
            problems["searchWords"] = "Choose at most 10 of at most 200 letters: each of them is one more question at every look.";
        }

        return problems;
    }

    private static XSettings? TryRead(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<XSettings>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
