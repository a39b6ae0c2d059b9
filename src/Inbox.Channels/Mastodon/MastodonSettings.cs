using System.Text.Json;
using System.Text.Json.Serialization;
using Inbox.Core.Customers;

namespace Inbox.Channels.Mastodon;

/// <summary>What an administrator sets for an account on Mastodon. The account itself, @acme@example.social, is the channel's address.</summary>
internal sealed record MastodonSettings
{
    public const int MostWatched = 20;

    /// <summary>The server's address, where it is another than the account's host.</summary>
    public string Server { get; init; } = "";

    /// <summary>Who has it reads and posts as the account.</summary>
    public string TokenSecret { get; init; } = "";

    /// <summary>Without #.</summary>
    public IReadOnlyList<string> Hashtags { get; init; } = [];

    /// <summary>Accounts of others whose public posts are read: @rival@example.social.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>What is watched opens a case at once; what is said to us always does.</summary>
    public bool WatchedOpensCase { get; init; }

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static MastodonSettings Read(string settings) => TryRead(settings) ?? new MastodonSettings();

    /// <summary>Null where neither the settings nor the account name one.</summary>
    public Uri? ServerOf(string account)
    {
        var typed = Server.Trim().Length > 0 ? Server.Trim() : HandleKinds.Normalise(HandleKinds.Mastodon, account) is var plain && plain.Contains('@', StringComparison.Ordinal) ? plain.Split('@')[^1] : "";
        if (typed.Length == 0)
        {
            return null;
        }

        var address = typed.Contains("://", StringComparison.Ordinal) ? typed : $"https://{typed}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Host.Length > 0 && uri.UserInfo.Length == 0
            ? new Uri(uri.GetLeftPart(UriPartial.Authority))
            : null;
    }

    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
            return problems;
        }

        if (read.Server.Trim().Length > 0)
        {
            var server = read.ServerOf("");
            if (server is null)
            {
                problems["server"] = "Give the address of the server, for example https://example.social.";
            }
            else if (server is { Scheme: "http", IsLoopback: false })
            {
                problems["server"] = "The access token would travel unencrypted. Give an address that begins with https://.";
            }
        }

        if (read.Hashtags.FirstOrDefault(t => !IsHashtag(t)) is { } tag)
        {
            problems["hashtags"] = $"“{tag}” is no hashtag: letters, digits and _ only, one hashtag on each line.";
        }

        if (read.Accounts.FirstOrDefault(a => !IsAccount(a)) is { } account)
        {
            problems["accounts"] = $"“{account}” is no account. Write it like @name@example.social.";
        }

        foreach (var (field, count) in (ReadOnlySpan<(string, int)>)[("hashtags", read.Hashtags.Count), ("accounts", read.Accounts.Count)])
        {
            if (count > MostWatched)
            {
                problems[field] = $"At most {MostWatched} are watched by one channel: each costs a request of the few that the server allows.";
            }
        }

        return problems;
    }

    public static bool IsAccount(string account) =>
        HandleKinds.Normalise(HandleKinds.Mastodon, account).Split('@') is [{ Length: > 0 }, { Length: > 2 } host] && Uri.CheckHostName(host.Split(':')[0]) != UriHostNameType.Unknown;

    private static bool IsHashtag(string tag) => tag.Trim().TrimStart('#') is { Length: > 0 } word && word.All(c => char.IsLetterOrDigit(c) || c == '_' || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark);

    private static MastodonSettings? TryRead(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<MastodonSettings>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
