using Inbox.Channels.Feeds;

namespace Inbox.Channels.Twilio;

/// <summary>The parameters of one request; their names count without case and underscores.</summary>
internal sealed class TwilioParameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public TwilioParameters(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (name, value) in values)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                _values.TryAdd(name.Replace("_", "", StringComparison.Ordinal), FeedText.Clean(value).Trim());
            }
        }
    }

    /// <summary>The first of the names that has a value; null where none has.</summary>
    public string? Get(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_values.TryGetValue(name, out var value))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The id of an object of a sort, which its first letters tell; the REST API calls it just sid.</summary>
    public string? Sid(string name, params ReadOnlySpan<string> sorts)
    {
        var sid = Get(name);
        if (sid is null && Get("sid") is { Length: 34 } plain)
        {
            foreach (var sort in sorts)
            {
                sid ??= plain.StartsWith(sort, StringComparison.Ordinal) ? plain : null;
            }
        }

        return sid;
    }
}
