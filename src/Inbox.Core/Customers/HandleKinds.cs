using System.Text;

namespace Inbox.Core.Customers;

/// <summary>The kinds of handles and how two spellings of one address are found equal.</summary>
public static class HandleKinds
{
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Blog = "blog";
    public const string Mastodon = "mastodon";
    public const string Bluesky = "bluesky";
    public const string X = "x";
    public const string Reddit = "reddit";
    public const string YouTube = "youtube";
    public const string GoogleReviews = "google-reviews";
    public const string PlayReviews = "play-reviews";
    public const string AppStore = "app-store";
    public const string Webhook = "webhook";

    /// <summary>By the number that the page knows the person by.</summary>
    public const string Facebook = "facebook";

    /// <summary>The same of an account on Instagram.</summary>
    public const string Instagram = "instagram";

    /// <summary>A phone number, or the id that stands for one that is not told.</summary>
    public const string WhatsApp = "whatsapp";

    /// <summary>The form under which a handle is unique. Empty when the text holds no address at all.</summary>
    /// <param name="kind">email, phone, or any other kind (compared without case).</param>
    /// <param name="value">The address as written.</param>
    /// <param name="countryCode">Calling code without plus for national numbers that begin with one zero, e.g. "44".</param>
    public static string Normalise(string kind, string value, string? countryCode = null) => kind switch
    {
        Phone => NormalisePhone(value, countryCode),
        Email => value.Trim().Trim('<', '>').ToLowerInvariant(),
        // Ids, in which case tells.
        YouTube or GoogleReviews or PlayReviews or AppStore => value.Trim(),
        WhatsApp when value.Any(char.IsAsciiLetter) => value.Trim(),
        WhatsApp => string.Concat(value.Where(char.IsAsciiDigit)),
        Mastodon or Bluesky or X => value.Trim().TrimStart('@').ToLowerInvariant(),
        Reddit => RedditName(value.Trim().Trim('/').ToLowerInvariant()),
        // The id of a far side that we know nothing about: "aB" and "Ab" may be two people.
        Webhook => value.Trim(),
        _ => value.Trim().ToLowerInvariant(),
    };

    /// <summary>"/u/name", "u/name" and "name" are one account.</summary>
    private static string RedditName(string name) =>
        name.StartsWith("u/", StringComparison.Ordinal) ? name[2..] : name.StartsWith("user/", StringComparison.Ordinal) ? name[5..] : name;

    /// <summary>A normalised address without the last word behind a plus (support+c1@… is support@…); empty when there is none.</summary>
    public static string WithoutTag(string normal)
    {
        var at = normal.LastIndexOf('@');
        var plus = at < 0 ? -1 : normal.AsSpan(0, at).LastIndexOf('+');
        return plus > 0 ? normal[..plus] + normal[at..] : "";
    }

    /// <summary>E.164 digits with a plus; a number that cannot be completed keeps its digits.</summary>
    private static string NormalisePhone(string value, string? countryCode)
    {
        var text = value.Trim();
        if (text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            text = text[4..].Split(';')[0];
        }

        // "+44 (0)20 …": the bracketed trunk zero is not dialled from abroad.
        text = text.Replace("(0)", "", StringComparison.Ordinal);
        var digits = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsDigit(rune))
            {
                digits.Append((int)Rune.GetNumericValue(rune));
            }
        }

        var number = digits.ToString();
        return text switch
        {
            _ when number.Length == 0 => "",
            ['+' or '\uFF0B', ..] => "+" + number,
            ['0', '0', ..] when number.Length > 4 => "+" + number[2..],
            ['0', ..] when countryCode is { Length: > 0 } => "+" + countryCode + number[1..],
            _ => number,
        };
    }
}
