using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;

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

/// <summary>The kinds of channels that have a form of their own, and how a form becomes the settings of a channel.</summary>
internal static class KindForms
{
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Feed = "feed";
    public const string Mastodon = "mastodon";
    public const string Bluesky = "bluesky";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static string TitleOf(IChannel kind) => kind is IDescribedChannel { Guide: var guide } ? guide.Title : TitleOf(kind.Kind);

    public static string WordsOf(IChannel kind) => kind is IDescribedChannel { Guide: var guide } ? guide.Words : WordsOf(kind.Kind);

    private static string TitleOf(string kind) => kind switch
    {
        Email => "E-mail",
        Phone => "Phone",
        Feed => "Blog or feed",
        Mastodon => "Mastodon",
        Bluesky => "Bluesky",
        [var first, .. var rest] => char.ToUpperInvariant(first) + rest,
        _ => "",
    };

    private static string WordsOf(string kind) => kind switch
    {
        Email => "A mailbox that customers write to, answered from here",
        Phone => "Calls that agents write down while they talk",
        Feed => "RSS, Atom or JSON Feed, read for words you watch",
        Mastodon => "An account on Mastodon, GoToSocial, Pleroma or snac: read, watched and answered",
        Bluesky => "Mentions, replies and quotes of an account, answered from here",
        _ => "",
    };

    public static string AddressOf(string kind) => kind switch
    {
        Email => "Mail address",
        Phone => "Phone number",
        Feed => "Address of the blog, page or feed",
        Mastodon => "Account, such as @acme@example.social",
        Bluesky => "Handle, for example acme.bsky.social",
        _ => "Address",
    };

    /// <summary>The part of the form that holds the fields of a kind.</summary>
    public static string PartOf(string? kind) => kind switch
    {
        Email => nameof(ChannelForm.Email),
        Phone => nameof(ChannelForm.Phone),
        Feed => nameof(ChannelForm.Feed),
        Mastodon => nameof(ChannelForm.Mastodon),
        Bluesky => nameof(ChannelForm.Bluesky),
        _ => "Settings",
    };

    /// <summary>JSON for the channel: a blank password keeps the stored one, null forgets it.</summary>
    /// <param name="form">As typed.</param>
    /// <param name="guide">Of a kind that describes its form.</param>
    public static string Write(ChannelForm form, ChannelGuide? guide) => (form.Kind switch
    {
        Email => form.Email.WriteProtection(new JsonObject([.. form.Email.SendFields(), .. form.Email.ReceiveFields()])
        {
            ["fromName"] = form.Email.FromName?.Trim() ?? "",
            ["plusAddressing"] = form.Email.PlusAddressing,
            ["webForms"] = ListOf(form.Email.WebForms),
        }),
        Phone => new JsonObject { ["countryCode"] = form.Phone.CountryCode?.Trim().TrimStart('+') ?? "" },
        Feed => form.Feed.Write(),
        Mastodon => form.Mastodon.Fields(),
        Bluesky => form.Bluesky.Write(),
        _ => guide is null ? [] : DescribedForm.Write(guide, form.Described),
    }).ToJsonString();

    /// <param name="form">Knows its kind.</param>
    /// <param name="guide">Of a kind that describes its form.</param>
    /// <param name="settings">With its secrets withheld.</param>
    /// <param name="kept">The names of those that are stored.</param>
    public static void Read(ChannelForm form, ChannelGuide? guide, string settings, IReadOnlySet<string> kept)
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
                form.Feed = FeedForm.Read(fields);
                break;
            case Mastodon:
                form.Mastodon = MastodonForm.Of(fields, kept);
                break;
            case Bluesky:
                form.Bluesky = BlueskyForm.Read(fields, kept);
                break;
            default:
                form.Described = guide is null ? [] : DescribedForm.Read(guide, fields);
                break;
        }
    }

    internal static JsonArray ListOf(string? typed) => JsonSerializer.SerializeToNode(Choices.Split(typed), Web)!.AsArray();

    internal static string? Text(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static int? Number(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    internal static bool Flag(JsonElement fields, string name) => fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    internal static string? Lines(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? string.Join('\n', value.EnumerateArray().Select(v => v.ToString()))
            : null;
}
