using System.Text.Json;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta;

/// <summary>How many people liked and answered a comment. How many follow its author, or saw it, Meta does not tell.</summary>
internal sealed class MetaReach(GraphApis apis)
{
    public const int MostAtOnce = 20;

    /// <param name="externalIds">At most <see cref="MostAtOnce"/>.</param>
    /// <param name="fields">The names of the figures: likes first, then answers.</param>
    /// <param name="channel">Ours.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<ReachReading> ReadAsync(IReadOnlyList<string> externalIds, string fields, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if (externalIds.Count == 0)
        {
            return new ReachReading([]);
        }

        try
        {
            using var api = apis.Open(apis.SettingsOf(channel));
            return new ReachReading([.. (await FindAsync(api, externalIds, fields, cancellationToken)).Select(f => Figures(f.Id, f.Json, fields.Split(',')))]);
        }
        catch (GraphException e)
        {
            return e is { Trouble: GraphTrouble.Limited, Until: { } until } ? new ReachReading([], until) : new ReachReading([], Failed: true);
        }
    }

    /// <summary>All in one request; where one of them is gone or is a post, which has no such fields, that fails, and each is asked for by itself.</summary>
    private static async Task<List<(string Id, JsonElement Json)>> FindAsync(GraphApi api, IReadOnlyList<string> ids, string fields, CancellationToken cancellationToken)
    {
        try
        {
            var all = await api.GetAsync($"?ids={string.Join(',', ids.Select(Uri.EscapeDataString))}&fields={fields}", cancellationToken);
            return [.. ids.Select(id => (Id: id, Json: all.Get(id))).Where(f => f.Json.IsObject())];
        }
        catch (GraphException e) when (e.Trouble is GraphTrouble.Missing or GraphTrouble.Refused)
        {
            var found = new List<(string Id, JsonElement Json)>();
            foreach (var id in ids)
            {
                if (await FindAsync(api, id, fields, cancellationToken) is { } json)
                {
                    found.Add((id, json));
                }
            }

            return found;
        }
    }

    private static async Task<JsonElement?> FindAsync(GraphApi api, string id, string fields, CancellationToken cancellationToken)
    {
        try
        {
            return await api.FindAsync($"{Uri.EscapeDataString(id)}?fields={fields}", cancellationToken);
        }
        catch (GraphException e) when (e.Trouble == GraphTrouble.Refused)
        {
            return null;
        }
    }

    private static ReachFigures Figures(string id, JsonElement json, string[] fields)
    {
        var (likes, answers) = (json.Count(fields[0]), fields.Length > 1 ? json.Count(fields[1]) : 0);
        return new ReachFigures(id, likes + answers, likes, Shares: 0, answers);
    }
}
