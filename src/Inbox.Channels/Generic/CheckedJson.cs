using System.Globalization;
using System.Text.Json;
using Inbox.Channels.Feeds;
using Inbox.Channels.Social;

namespace Inbox.Channels.Generic;

/// <summary>An object that must be as it is documented: whatever is not is remembered with the name of its field, and reads as absent.</summary>
internal sealed class CheckedJson
{
    private readonly JsonElement _json;
    private readonly string _path;
    private readonly List<string> _problems;

    private CheckedJson(JsonElement json, string path, List<string> problems) => (_json, _path, _problems) = (json, path, problems);

    public IReadOnlyList<string> Problems => _problems;

    /// <param name="names">Of the fields that it may have.</param>
    public static CheckedJson Of(JsonElement json, IReadOnlyList<string> names)
    {
        var read = new CheckedJson(json, "", []);
        read.Expect(names);
        return read;
    }

    public void Wrong(string name, string words) => _problems.Add($"{_path}{name}: {words}");

    /// <summary>Empty where there is none.</summary>
    public string Text(string name, int most)
    {
        var value = Get(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return "";
        }

        if (!value.IsText())
        {
            Wrong(name, "must be a text.");
            return "";
        }

        var text = FeedText.Clean(value.GetString()!);
        if (text.Length > most)
        {
            Wrong(name, string.Create(CultureInfo.InvariantCulture, $"has {text.Length:N0} characters; at most {most:N0} are taken."));
        }

        return text;
    }

    /// <summary>One of the words; the first where there is none.</summary>
    public string Choice(string name, params ReadOnlySpan<string> words)
    {
        var text = Text(name, 100);
        if (text.Length == 0)
        {
            return words[0];
        }

        if (!words.Contains(text))
        {
            Wrong(name, $"must be one of {string.Join(", ", words)}.");
            return words[0];
        }

        return text;
    }

    public long? Count(string name)
    {
        var value = Get(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number) || number < 0)
        {
            Wrong(name, "must be a whole number from 0.");
            return null;
        }

        return Math.Min(number, 1_000_000_000_000);
    }

    public bool Flag(string name)
    {
        var value = Get(name);
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False))
        {
            Wrong(name, "must be true or false.");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>UTC (RFC 3339).</summary>
    public DateTimeOffset? Time(string name)
    {
        var text = Text(name, 40);
        if (text.Length == 0)
        {
            return null;
        }

        if (text.Length > 10 && Get(name).TryGetDateTimeOffset(out var time))
        {
            return time.ToUniversalTime();
        }

        Wrong(name, "must be a time with its zone, such as 2026-11-02T08:00:00Z.");
        return null;
    }

    public string? Web(string name)
    {
        var text = Text(name, 2_000).Trim();
        if (text.Length == 0)
        {
            return null;
        }

        if (!SocialHtml.IsWeb(text))
        {
            Wrong(name, "must be a whole address that begins with https:// or http://.");
            return null;
        }

        return text;
    }

    /// <summary>Null where there is none.</summary>
    public CheckedJson? Object(string name, IReadOnlyList<string> names)
    {
        var value = Get(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        var inner = new CheckedJson(value, $"{_path}{name}.", _problems);
        if (!value.IsObject())
        {
            Wrong(name, "must be an object.");
            return null;
        }

        inner.Expect(names);
        return inner;
    }

    public IReadOnlyList<CheckedJson> Objects(string name, int most, IReadOnlyList<string> names) => List(name, most, (item, at) =>
    {
        if (!item.IsObject())
        {
            Wrong(at, "must be an object.");
            return null;
        }

        var inner = new CheckedJson(item, $"{_path}{at}.", _problems);
        inner.Expect(names);
        return inner;
    });

    public IReadOnlyList<string> Texts(string name, int most, int mostLength) => List(name, most, (item, at) =>
    {
        var text = item.IsText() ? FeedText.Clean(item.GetString()!).Trim() : "";
        if (text.Length == 0 || text.Length > mostLength)
        {
            Wrong(at, string.Create(CultureInfo.InvariantCulture, $"must be a text of 1 to {mostLength} characters."));
            return null;
        }

        return text;
    });

    /// <summary>The members of an object whose names its sender chose, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string name, int most, int mostLength)
    {
        var value = Get(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return [];
        }

        if (!value.IsObject() || value.GetPropertyCount() > most)
        {
            Wrong(name, string.Create(CultureInfo.InvariantCulture, $"must be an object of at most {most} texts, numbers or flags."));
            return [];
        }

        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var member in value.EnumerateObject())
        {
            var text = member.Value.ValueKind switch
            {
                JsonValueKind.True => "yes",
                JsonValueKind.False => "no",
                _ => member.Value.Text(),
            };
            if (text is null || text.Length > mostLength || member.Name.Length is 0 or > 100)
            {
                Wrong($"{name}.{FeedText.Clean(Core.Words.Cut(member.Name, 100))}", string.Create(CultureInfo.InvariantCulture, $"must be a text of at most {mostLength:N0} characters, a number or a flag."));
            }
            else
            {
                pairs.Add(new(FeedText.Line(FeedText.Clean(member.Name)), text.Trim()));
            }
        }

        return pairs;
    }

    private List<T> List<T>(string name, int most, Func<JsonElement, string, T?> read)
        where T : class
    {
        var value = Get(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most)
        {
            Wrong(name, string.Create(CultureInfo.InvariantCulture, $"must be a list of at most {most}."));
            return [];
        }

        return [.. value.EnumerateArray().Select((item, i) => read(item, string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"))).OfType<T>()];
    }

    private JsonElement Get(string name) => _json.Get(name);

    private void Expect(IReadOnlyList<string> names)
    {
        foreach (var member in _json.Members().Where(m => !names.Contains(m.Name)))
        {
            Wrong(FeedText.Clean(Core.Words.Cut(member.Name, 100)), $"is no field here. There are {string.Join(", ", names)}.");
        }
    }
}
