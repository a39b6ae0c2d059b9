using System.Text.Json.Nodes;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Bluesky.Sending;

/// <summary>Deletes posts of ours. The network takes it for done where a record is gone already.</summary>
internal sealed class BlueskyChanges(BlueskyApi api)
{
    public async Task<SendResult> DeleteAsync(StandingAnswer answer, CancellationToken cancellationToken)
    {
        var did = await api.DidAsync(cancellationToken);
        foreach (var uri in answer.LastFirst())
        {
            // The server would answer as if our login were wrong.
            if (!BlueskyPost.TryName(uri, out var owner, out var key) || owner != did)
            {
                return new SendResult(SendOutcome.Failed, "The post is none of the account that this channel uses now. Delete it there.");
            }

            await api.PostAsync("com.atproto.repo.deleteRecord", new JsonObject { ["repo"] = did, ["collection"] = BlueskyPost.Collection, ["rkey"] = key }, cancellationToken);
        }

        return SendResult.Sent;
    }
}
