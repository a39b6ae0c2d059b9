using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>The settings of an account on Mastodon as they are typed. Property names are the field names of the channel's JSON.</summary>
public sealed class MastodonForm
{
    public string? Server { get; set; }

    /// <summary>Blank keeps the stored one.</summary>
    public string? TokenSecret { get; set; }

    public bool HasToken { get; set; }

    public string? Hashtags { get; set; }

    public string? Accounts { get; set; }

    public bool WatchedOpensCase { get; set; }

    internal JsonObject Fields() => new()
    {
        ["server"] = Server?.Trim() ?? "",
        ["tokenSecret"] = TokenSecret?.Trim() ?? "",
        ["hashtags"] = KindForms.ListOf(Hashtags),
        ["accounts"] = KindForms.ListOf(Accounts),
        ["watchedOpensCase"] = WatchedOpensCase,
    };

    internal static MastodonForm Of(JsonElement fields, IReadOnlySet<string> kept) => new()
    {
        Server = KindForms.Text(fields, "server"),
        HasToken = kept.Contains("tokenSecret"),
        Hashtags = KindForms.Lines(fields, "hashtags"),
        Accounts = KindForms.Lines(fields, "accounts"),
        WatchedOpensCase = KindForms.Flag(fields, "watchedOpensCase"),
    };
}
