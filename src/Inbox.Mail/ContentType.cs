using Inbox.Mail.Parsing;

namespace Inbox.Mail;

/// <summary>
/// A header of the form <c>value; name=value</c> (RFC 2045, 5.1; RFC 2183): Content-Type and Content-Disposition.
/// Type and subtype are lower case; parameter values are decoded (RFC 2231, and RFC 2047 words where mailers misuse them).
/// </summary>
public sealed class ContentType
{
    internal static readonly ContentType PlainText = new("text", "plain", []);
    internal static readonly ContentType EmbeddedMessage = new("message", "rfc822", []);

    private readonly IReadOnlyList<KeyValuePair<string, string>> _parameters;

    internal ContentType(string type, string? subtype, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        Type = type;
        Subtype = subtype;
        _parameters = parameters;
        MediaType = subtype is null ? type : $"{type}/{subtype}";
    }

    public string Type { get; }

    /// <summary>Null where the header has none (<c>Content-Type: text</c>, or a disposition).</summary>
    public string? Subtype { get; }

    /// <summary>For instance <c>text/plain</c>.</summary>
    public string MediaType { get; }

    /// <summary>In their order; names in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters => _parameters;

    /// <summary>The value of a parameter, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _parameters)
            {
                if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }
            return null;
        }
    }

    /// <summary>Reads a header value; null when it names no type at all.</summary>
    public static ContentType? Parse(string value) => ParameterParser.Parse(value);

    public bool Is(string mediaType) => MediaType.Equals(mediaType, StringComparison.Ordinal);

    public override string ToString() => MediaType;
}
