using System.Text.Json;

namespace Inbox.Channels.WordPress;

/// <summary>What an administrator sets for a blog. Its address is the channel's address.</summary>
internal sealed record WordPressSettings
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>The account that answers; without one we only read.</summary>
    public string User { get; init; } = "";

    public string ApplicationPassword { get; init; } = "";

    /// <summary>Names of accounts of our own people: what they write there themselves opens nothing.</summary>
    public IReadOnlyList<string> OwnAuthors { get; init; } = [];

    /// <summary>A comment opens a case at once instead of waiting for a person to do so.</summary>
    public bool OpensCase { get; init; } = true;

    /// <summary>The posts of the blog are taken as mentions too.</summary>
    public bool TakesPosts { get; init; }

    public int PollSeconds { get; init; } = 60;

    public bool HasLogin => User.Length > 0 && ApplicationPassword.Length > 0;

    /// <summary>Null where the address is no web address.</summary>
    public static Uri? SiteOf(string address) =>
        Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0
            ? new Uri(uri.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/")
            : null;

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static WordPressSettings Read(string settings) => TryRead(settings) ?? new WordPressSettings();

    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
            return problems;
        }

        if (read.User.Length > 0 && read.ApplicationPassword.Length == 0)
        {
            problems["applicationPassword"] = "Give the application password of this user, or leave the user empty to read only.";
        }

        if (read.User.Length == 0 && read.ApplicationPassword.Length > 0)
        {
            problems["user"] = "Give the user name that the application password belongs to.";
        }

        if (read.PollSeconds is < 10 or > 24 * 3600)
        {
            problems["pollSeconds"] = "Choose between 10 seconds and a day (86400).";
        }

        return problems;
    }

    private static WordPressSettings? TryRead(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<WordPressSettings>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
