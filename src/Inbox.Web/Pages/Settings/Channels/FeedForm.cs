using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>The settings of a feed as they are typed.</summary>
public sealed class FeedForm
{
    private const int UsualMinutes = 15;

    public string? WatchWords { get; set; }

    public string? BrandNames { get; set; }

    public string? ExcludeWords { get; set; }

    public bool OpensCase { get; set; }

    public bool FollowsComments { get; set; }

    public bool UsesHub { get; set; } = true;

    public int? PollMinutes { get; set; } = UsualMinutes;

    public int? Audience { get; set; }

    internal static FeedForm Read(JsonElement fields) => new()
    {
        WatchWords = KindForms.Lines(fields, "watchWords"),
        BrandNames = KindForms.Lines(fields, "brandNames"),
        ExcludeWords = KindForms.Lines(fields, "excludeWords"),
        OpensCase = KindForms.Flag(fields, "opensCase"),
        FollowsComments = KindForms.Flag(fields, "followsComments"),
        UsesHub = !fields.TryGetProperty("usesHub", out var uses) || uses.ValueKind != JsonValueKind.False,
        PollMinutes = KindForms.Number(fields, "pollMinutes"),
        Audience = KindForms.Number(fields, "audience"),
    };

    internal JsonObject Write() => new()
    {
        ["watchWords"] = KindForms.ListOf(WatchWords),
        ["brandNames"] = KindForms.ListOf(BrandNames),
        ["excludeWords"] = KindForms.ListOf(ExcludeWords),
        ["opensCase"] = OpensCase,
        ["followsComments"] = FollowsComments,
        ["usesHub"] = UsesHub,
        ["pollMinutes"] = PollMinutes ?? UsualMinutes,
        ["audience"] = Audience ?? 0,
        // Kept by the channel itself; blank keeps what is stored.
        ["webSubSecret"] = "",
    };
}
