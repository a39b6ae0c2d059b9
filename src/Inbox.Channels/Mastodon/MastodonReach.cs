using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Mastodon;

/// <summary>How far posts have spread: many by one request where the server can.</summary>
internal sealed class MastodonReach(MastodonApis apis)
{
    public async Task<ReachReading> ReadAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            using var api = apis.Open(channel);
            var statuses = await MastodonBatch.ReadAsync(api, externalIds, externalIds.Count, cancellationToken);
            return new ReachReading([.. statuses.Values.OfType<JsonElement>().Where(MastodonStatus.Is).Select(Figures)]);
        }
        catch (MastodonException e)
        {
            return e is { Trouble: MastodonTrouble.Limited, Until: { } until } ? new ReachReading([], until) : new ReachReading([], Failed: true);
        }
    }

    private static ReachFigures Figures(JsonElement status)
    {
        var post = MastodonStatus.Read(status, new MastodonReader.Place(SocialKind.Post));
        return new ReachFigures(
            post.ExternalId, post.Reach, status.Count("favourites_count"), status.Count("reblogs_count") + status.Count("quotes_count"), status.Count("replies_count"));
    }
}
