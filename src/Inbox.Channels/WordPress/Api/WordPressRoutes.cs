using System.Collections.Concurrent;

namespace Inbox.Channels.WordPress.Api;

/// <summary>How blogs name the routes of their REST API: <c>/wp-json/…</c>, or <c>/?rest_route=/…</c> where permalinks are plain.</summary>
internal sealed class WordPressRoutes
{
    private readonly ConcurrentDictionary<Uri, bool> _plain = new();

    /// <summary>Null where it is not known yet.</summary>
    public bool? IsPlain(Uri site) => _plain.TryGetValue(site, out var plain) ? plain : null;

    public void Learn(Uri site, bool plain) => _plain[site] = plain;

    public static Uri Address(Uri site, string route, IEnumerable<(string Name, string Value)> query, bool plain)
    {
        IEnumerable<(string Name, string Value)> all = plain ? query.Prepend(("rest_route", route)) : query;
        var asked = string.Join('&', all.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"));
        return new Uri(site, $"{(plain ? "" : "wp-json" + route)}{(asked.Length > 0 ? "?" + asked : "")}");
    }
}
