using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Inbox.Channels.Api;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky.Sending;

/// <summary>
/// What makes names, addresses and tags of a text live (app.bsky.richtext.facet): nobody is notified by a plain "@name".
/// Offsets count bytes of UTF-8.
/// </summary>
internal sealed partial class BlueskyText(BlueskyApi api)
{
    public async Task<JsonArray> FacetsAsync(string text, CancellationToken cancellationToken)
    {
        var facets = new JsonArray();
        foreach (Match match in Live().Matches(text))
        {
            var group = match.Groups.Values.Last(g => g.Success && g.Name != "0");
            if (await FeatureAsync(group, cancellationToken) is { } feature)
            {
                var start = Encoding.UTF8.GetByteCount(text.AsSpan(0, group.Index));
                facets.Add(new JsonObject
                {
                    ["index"] = new JsonObject { ["byteStart"] = start, ["byteEnd"] = start + Encoding.UTF8.GetByteCount(group.ValueSpan) },
                    ["features"] = new JsonArray(feature),
                });
            }
        }

        return facets;
    }

    private async Task<JsonObject?> FeatureAsync(Group group, CancellationToken cancellationToken) => group.Name switch
    {
        "link" => new JsonObject { ["$type"] = "app.bsky.richtext.facet#link", ["uri"] = group.Value },
        "tag" => new JsonObject { ["$type"] = "app.bsky.richtext.facet#tag", ["tag"] = group.Value[1..] },
        _ => await DidOfAsync(group.Value[1..], cancellationToken) is { } did ? new JsonObject { ["$type"] = "app.bsky.richtext.facet#mention", ["did"] = did } : null,
    };

    /// <summary>Null where nobody is called so: then it is mere text.</summary>
    private async Task<string?> DidOfAsync(string handle, CancellationToken cancellationToken)
    {
        try
        {
            return (await api.GetAsync("com.atproto.identity.resolveHandle", [("handle", handle)], cancellationToken)).Filled("did");
        }
        catch (ApiException e) when (e.Failure == ApiFailure.Refused)
        {
            return null;
        }
    }

    [GeneratedRegex(
        """(?<link>https?://[^\s<>"]*[^\s<>".,;:!?)'])|(^|[\s(])((?<mention>@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z][A-Za-z0-9-]*)|(?<tag>#[\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*))""",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Live();
}
