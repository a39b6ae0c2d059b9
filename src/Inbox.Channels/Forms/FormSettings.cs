using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inbox.Channels.Forms;

/// <summary>What an administrator sets for a contact form. Its answers leave over the mail channel that has the form's address.</summary>
public sealed record FormSettings
{
    public const int MostQuestions = 8;
    public const int MostQuestionLength = 80;
    private const int MostWords = 600;

    /// <summary>Above the form; empty: the usual one.</summary>
    public string Heading { get; init; } = "";

    /// <summary>Below the heading.</summary>
    public string Intro { get; init; } = "";

    /// <summary>What is said once the message is stored; empty: the usual words.</summary>
    public string Thanks { get; init; } = "";

    public bool AsksOrderNumber { get; init; }

    /// <summary>Further questions, each a line of text. One that ends in * must be answered.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    public bool TakesFiles { get; init; }

    /// <summary>The page that tells what becomes of what is typed; empty: none is linked.</summary>
    public string PrivacyPage { get; init; } = "";

    /// <summary>Sites that may show the form within a page of theirs; empty: none but ours.</summary>
    public IReadOnlyList<string> FrameSites { get; init; } = [];

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static FormSettings Read(string settings) => TryRead(settings) ?? new FormSettings();

    /// <summary>A question without its mark.</summary>
    public static string WordsOf(string question) => question.Trim(' ', '*');

    public static bool IsNeeded(string question) => question.TrimEnd().EndsWith('*');

    /// <summary>As a policy for browsers names a site: scheme, host and port, and nothing that could end the policy. Null where it is none.</summary>
    public static string? OriginOf(string site) =>
        Uri.TryCreate(site.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.IdnHost.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
            ? uri.IsDefaultPort ? $"{uri.Scheme}://{uri.IdnHost}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}")
            : null;

    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
            return problems;
        }

        foreach (var (field, words) in (ReadOnlySpan<(string, string)>)[("heading", read.Heading), ("intro", read.Intro), ("thanks", read.Thanks)])
        {
            if (words.Length > MostWords)
            {
                problems[field] = $"Keep it under {MostWords} characters.";
            }
        }

        if (read.Questions.Count > MostQuestions)
        {
            problems["questions"] = $"Ask at most {MostQuestions} questions: each one more makes people give up.";
        }
        else if (read.Questions.FirstOrDefault(q => WordsOf(q).Length is 0 or > MostQuestionLength) is { } question)
        {
            problems["questions"] = $"“{Core.Words.Cut(question, MostQuestionLength)}” is no question of 1 to {MostQuestionLength} characters.";
        }
        else if (read.Questions.Select(q => WordsOf(q)).Distinct(StringComparer.OrdinalIgnoreCase).Count() < read.Questions.Count)
        {
            problems["questions"] = "Two questions are the same.";
        }

        if (read.FrameSites.FirstOrDefault(s => OriginOf(s) is null) is { } site)
        {
            problems["frameSites"] = $"“{site}” is no site. Write it like https://www.example.com, without a path.";
        }

        if (read.PrivacyPage.Length > 0 && !Social.SocialHtml.IsWeb(read.PrivacyPage))
        {
            problems["privacyPage"] = "Give the whole address of the page, for example https://www.example.com/privacy.";
        }

        return problems;
    }

    private static FormSettings? TryRead(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<FormSettings>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
