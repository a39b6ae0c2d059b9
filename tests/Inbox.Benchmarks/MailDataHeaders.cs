using System.Text;
using System.Text.Json;
using Inbox.Mail;

namespace Inbox.Benchmarks;

/// <summary>Single header fields against what they mean, read the way they arrive: inside a mail.</summary>
internal static class MailDataHeaders
{
    private const double Target = 0.98;

    public static void Check(string folder, FigureTable table)
    {
        Each("address", (header, expected) => Addresses(expected) is var wanted
            && Addresses(Read("To", header).To) is var found ? (wanted, found) : default);
        Each("date", (header, expected) => (Date(expected), Read("Date", header).Date is { } date ? Format(date) : "null"));
        Each("content_type", (header, expected) => (Type(expected), Type(ContentType.Parse(Field("Content-Type", header)))));
        Each("id", (header, expected) => (Items(expected), string.Join(" | ", Read("References", header).References)));
        Each("list", (header, expected) => (Items(expected), string.Join(" | ", Field("Keywords", header, decoded: true).Split(',').Select(item => item.Trim()))));
        Each("unstructured", (header, expected) => (expected.GetString()!, Field("Comments", header, decoded: true)));

        void Each(string kind, Func<string, JsonElement, (string Wanted, string Found)> compare)
        {
            using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, kind + ".json")));
            foreach (var item in cases.RootElement.EnumerateArray())
            {
                var header = item.GetProperty("header").GetString()!;
                var (wanted, found) = compare(header, item.GetProperty("expected"));
                // Unstructured text glued to an encoded word against the standard has no right reading.
                table.Add($"headers: {kind}", kind == "unstructured" ? 0.8 : Target, wanted == found, () => $"{header.TrimEnd()}\n  wanted {wanted}\n  found  {found}");
            }
        }
    }

    private static MailMessage Read(string name, string header) =>
        MailReader.Read(Encoding.UTF8.GetBytes($"{name}: {header.TrimEnd('\r', '\n')}\r\n\r\n"));

    private static string Field(string name, string header, bool decoded = false)
    {
        var field = Read(name, header).Headers.Find(name);
        return (decoded ? field?.Value : field?.Raw) ?? "";
    }

    private static string Addresses(JsonElement expected)
    {
        var items = expected.TryGetProperty("List", out var list)
            ? list.EnumerateArray()
            : expected.GetProperty("Group").EnumerateArray().SelectMany(group => group.GetProperty("addresses").EnumerateArray());
        return string.Join(", ", items.Select(item => Format(item.GetProperty("name").GetString(), item.GetProperty("address").GetString() ?? "")));
    }

    private static string Addresses(IReadOnlyList<Mailbox> found) => string.Join(", ", found.Select(item => Format(item.Name, item.Address)));

    /// <summary>How a comment stands in a name, and space in obsolete addresses, is taste.</summary>
    private static string Format(string? name, string address) => $"{name?.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)} <{address.Replace(" ", "", StringComparison.Ordinal)}>";

    private static string Date(JsonElement expected)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            return "null";
        }
        int Number(string name) => expected.GetProperty(name).GetInt32();
        var offset = new TimeSpan(Number("tz_hour"), Number("tz_minute"), 0);
        return Format(new DateTimeOffset(
            Number("year"), Number("month"), Number("day"), Number("hour"), Number("minute"), Number("second"),
            expected.GetProperty("tz_before_gmt").GetBoolean() ? -offset : offset));
    }

    private static string Format(DateTimeOffset date) => date.ToString("yyyy-MM-dd HH:mm:ss zzz", System.Globalization.CultureInfo.InvariantCulture);

    private static string Type(JsonElement expected)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            return "null";
        }
        var attributes = expected.TryGetProperty("attributes", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(pair => $"{pair[0].GetString()}={pair[1].GetString()}").Where(pair => !pair.Contains("-language=", StringComparison.Ordinal))
            : [];
        var subtype = expected.GetProperty("c_subtype").GetString();
        return $"{expected.GetProperty("c_type").GetString()}/{subtype}; {string.Join("; ", attributes)}";
    }

    private static string Type(ContentType? found) => found is null
        ? "null"
        : $"{found.Type}/{found.Subtype}; {string.Join("; ", found.Parameters.Select(pair => $"{pair.Key}={pair.Value}"))}";

    private static string Items(JsonElement expected) => string.Join(" | ", expected.EnumerateArray().Select(item => item.GetString()));
}
