using System.Text.Json;
using System.Text.Json.Serialization;
using Inbox.Channels.Api;

namespace Inbox.Channels.Meta;

/// <summary>What an administrator sets for a page, an Instagram account or a WhatsApp number. One record: an app often serves all three.</summary>
internal sealed record MetaSettings
{
    public const string UsualGraph = "https://graph.facebook.com/v23.0";
    public const string InstagramGraph = "https://graph.instagram.com/v23.0";

    /// <summary>The login of Instagram itself, without a page of Facebook.</summary>
    public const string LoginInstagram = "instagram";

    /// <summary>With it the end of a token is known.</summary>
    public string AppId { get; init; } = "";

    /// <summary>Signs what Meta sends.</summary>
    public string AppSecret { get; init; } = "";

    /// <summary>The one before it, while it is being changed.</summary>
    public string OldAppSecret { get; init; } = "";

    /// <summary>A word of our own that Meta repeats when it first calls.</summary>
    public string VerifySecret { get; init; } = "";

    /// <summary>Who has it reads and writes as the page, account or number.</summary>
    public string TokenSecret { get; init; } = "";

    /// <summary>Kept by ourselves: the token of Instagram's login as it was last renewed.</summary>
    public string SessionSecret { get; init; } = "";

    /// <summary>Meta has granted the tag for answers by people up to seven days later.</summary>
    public bool HumanAgent { get; init; }

    /// <summary>Of Instagram: the page that the account is joined to.</summary>
    public string PageId { get; init; } = "";

    /// <summary>Of Instagram: by which login the token was made.</summary>
    public string Login { get; init; } = "";

    /// <summary>Of WhatsApp: the number's id, which is not the number.</summary>
    public string PhoneNumberId { get; init; } = "";

    /// <summary>Of WhatsApp: the account that the number belongs to.</summary>
    public string BusinessAccountId { get; init; } = "";

    /// <summary>Of WhatsApp: an approved template with one variable, for answers after 24 hours.</summary>
    public string TemplateName { get; init; } = "";

    public string TemplateLanguage { get; init; } = "";

    /// <summary>Blank: Meta's own.</summary>
    public string GraphUrl { get; init; } = "";

    /// <summary>Tells the renewals of this token from those of one typed before it.</summary>
    [JsonIgnore]
    public string Key => OAuthSession.KeyOf(Login, GraphUrl, TokenSecret);

    [JsonIgnore]
    public OAuthSession? Session => OAuthSession.Read(SessionSecret) is { } kept && kept.For == Key ? kept : null;

    /// <summary>The one to use.</summary>
    [JsonIgnore]
    public string Token => Session?.Access ?? TokenSecret;

    [JsonIgnore]
    public bool InstagramLogin => Login == LoginInstagram;

    /// <summary>Where the API is, with its version.</summary>
    [JsonIgnore]
    public Uri Graph => TryAddress(GraphUrl, out var typed) ? typed : new Uri(InstagramLogin ? InstagramGraph : UsualGraph);

    [JsonIgnore]
    public IReadOnlyList<string> AppSecrets => [AppSecret, OldAppSecret];

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    /// <summary>Never in a log or an error by accident.</summary>
    public override string ToString() => Graph.Host;

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static MetaSettings Read(string settings) => TryRead(settings) ?? new MetaSettings();

    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
            return problems;
        }

        foreach (var (field, value, what) in (ReadOnlySpan<(string, string, string)>)[
            ("appId", read.AppId, "app's id"), ("pageId", read.PageId, "page's id"),
            ("phoneNumberId", read.PhoneNumberId, "phone number's id"), ("businessAccountId", read.BusinessAccountId, "WhatsApp Business account's id")])
        {
            if (!value.Trim().All(char.IsAsciiDigit))
            {
                problems[field] = $"The {what} has digits only.";
            }
        }

        if (read.TemplateName.Length > 0 && !read.TemplateName.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
        {
            problems["templateName"] = "The name of a template has small letters, digits and _ only, as WhatsApp Manager shows it.";
        }

        if (read.TemplateName.Length > 0 && read.TemplateLanguage.Trim().Length == 0)
        {
            problems["templateLanguage"] = "Give the template's language as WhatsApp Manager shows it, for example en or pt_BR.";
        }

        if (read.GraphUrl.Trim().Length > 0)
        {
            if (!TryAddress(read.GraphUrl, out var address))
            {
                problems["graphUrl"] = $"Give the address with its version, for example {UsualGraph}.";
            }
            else if (address is { Scheme: "http", IsLoopback: false })
            {
                problems["graphUrl"] = "The access token would travel unencrypted. Give an address that begins with https://.";
            }
        }

        return problems;
    }

    private static bool TryAddress(string typed, out Uri address) =>
        Uri.TryCreate(typed.Trim(), UriKind.Absolute, out address!) && address.Scheme is "https" or "http" && address.Host.Length > 0 && address.UserInfo.Length == 0 && address.Query.Length == 0;

    private static MetaSettings? TryRead(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<MetaSettings>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
