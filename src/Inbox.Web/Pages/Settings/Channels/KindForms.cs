using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>The settings of mail as they are typed. Property names are the field names of the channel's JSON.</summary>
public sealed partial class EmailForm
{
    public string? FromName { get; set; }

    public bool PlusAddressing { get; set; }

    public string? WebForms { get; set; }
}

public sealed class PhoneForm
{
    public string? CountryCode { get; set; }
}

public sealed class FeedForm
{
    public const int UsualMinutes = 15;

    public string? WatchWords { get; set; }

    public bool OpensCase { get; set; }

    public int? PollMinutes { get; set; } = UsualMinutes;

    public int? Audience { get; set; }
}

/// <summary>The kinds of channels that have a form of their own, and how a form becomes the settings of a channel.</summary>
internal static class KindForms
{
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Feed = "feed";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static string TitleOf(string kind) => kind switch
    {
        Email => "E-mail",
        Phone => "Phone",
        Feed => "Blog or feed",
        [var first, .. var rest] => char.ToUpperInvariant(first) + rest,
        _ => "",
    };

    public static string WordsOf(string kind) => kind switch
    {
        Email => "A mailbox that customers write to, answered from here",
        Phone => "Calls that agents write down while they talk",
        Feed => "RSS, Atom or JSON Feed, read for words you watch",
        _ => "",
    };

    public static string AddressOf(string kind) => kind switch
    {
        Email => "Mail address",
        Phone => "Phone number",
        Feed => "Address of the feed",
        _ => "Address",
    };

    /// <summary>The part of the form that holds the fields of a kind.</summary>
    public static string PartOf(string? kind) => kind switch
    {
        Email => nameof(ChannelForm.Email),
        Phone => nameof(ChannelForm.Phone),
        Feed => nameof(ChannelForm.Feed),
        _ => "Settings",
    };

    /// <summary>JSON for the channel: a blank password keeps the stored one, null forgets it.</summary>
    public static string Write(ChannelForm form) => (form.Kind switch
    {
        Email => form.Email.WriteProtection(new JsonObject([.. form.Email.SendFields(), .. form.Email.ReceiveFields()])
        {
            ["fromName"] = form.Email.FromName?.Trim() ?? "",
            ["plusAddressing"] = form.Email.PlusAddressing,
            ["webForms"] = ListOf(form.Email.WebForms),
        }),
        Phone => new JsonObject { ["countryCode"] = form.Phone.CountryCode?.Trim().TrimStart('+') ?? "" },
        Feed => new JsonObject
        {
            ["watchWords"] = ListOf(form.Feed.WatchWords),
            ["opensCase"] = form.Feed.OpensCase,
            ["pollMinutes"] = form.Feed.PollMinutes ?? FeedForm.UsualMinutes,
            ["audience"] = form.Feed.Audience ?? 0,
        },
        _ => [],
    }).ToJsonString();

    /// <param name="settings">With its secrets withheld.</param>
    /// <param name="kept">The names of those that are stored.</param>
    public static void Read(ChannelForm form, string settings, IReadOnlySet<string> kept)
    {
        using var json = JsonDocument.Parse(settings);
        var fields = json.RootElement;
        switch (form.Kind)
        {
            case Email:
                form.Email = new EmailForm
                {
                    FromName = Text(fields, "fromName"),
                    PlusAddressing = Flag(fields, "plusAddressing"),
                    WebForms = Lines(fields, "webForms"),
                };
                form.Email.ReadSending(fields, kept);
                form.Email.ReadReceiving(fields, kept);
                form.Email.ReadProtection(fields, kept);
                break;
            case Phone:
                form.Phone = new PhoneForm { CountryCode = Text(fields, "countryCode") };
                break;
            case Feed:
                form.Feed = new FeedForm { WatchWords = Lines(fields, "watchWords"), OpensCase = Flag(fields, "opensCase"), PollMinutes = Number(fields, "pollMinutes"), Audience = Number(fields, "audience") };
                break;
        }
    }

    private static JsonArray ListOf(string? typed) => JsonSerializer.SerializeToNode(Choices.Split(typed), Web)!.AsArray();

    internal static string? Text(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static int? Number(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static bool Flag(JsonElement fields, string name) => fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Lines(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? string.Join('\n', value.EnumerateArray().Select(v => v.ToString()))
            : null;
}
