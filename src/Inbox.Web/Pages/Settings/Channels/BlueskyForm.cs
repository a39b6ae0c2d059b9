using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>The settings of an account on Bluesky as they are typed.</summary>
public sealed class BlueskyForm
{
    public const int UsualSeconds = 15;
    public const string UsualService = "https://bsky.social";

    public string? Service { get; set; } = UsualService;

    public string? AppPassword { get; set; }

    public bool HasAppPassword { get; set; }

    public string? SearchWords { get; set; }

    public bool SearchOpensCase { get; set; }

    public int? PollSeconds { get; set; } = UsualSeconds;

    internal static BlueskyForm Read(JsonElement fields, IReadOnlySet<string> kept) => new()
    {
        Service = KindForms.Text(fields, "service"),
        HasAppPassword = kept.Contains("appPassword"),
        SearchWords = KindForms.Lines(fields, "searchWords"),
        SearchOpensCase = KindForms.Flag(fields, "searchOpensCase"),
        PollSeconds = KindForms.Number(fields, "pollSeconds"),
    };

    internal JsonObject Write() => new()
    {
        ["service"] = string.IsNullOrWhiteSpace(Service) ? UsualService : Service.Trim(),
        ["appPassword"] = AppPassword?.Trim() ?? "",
        // Blank keeps what the door itself stored: how it is logged in.
        ["sessionSecret"] = "",
        ["searchWords"] = KindForms.ListOf(SearchWords),
        ["searchOpensCase"] = SearchOpensCase,
        ["pollSeconds"] = PollSeconds ?? UsualSeconds,
    };
}
