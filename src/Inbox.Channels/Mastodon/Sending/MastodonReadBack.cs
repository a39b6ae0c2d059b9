using Inbox.Channels.Mastodon.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.Mastodon.Sending;

/// <summary>Looks whether an answer stands there, the whole of it: what is missing of a thread is posted by the next attempt.</summary>
internal sealed class MastodonReadBack(MastodonApis apis)
{
    public async Task<ReadBack> LookAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            using var api = apis.Open(channel);
            var parts = MastodonParts.Of(message, channel);
            var standing = await MastodonParts.StandingAsync(api, message, parts, channel, cancellationToken);
            return standing.Count < parts.Count
                ? new ReadBack(ReadBackOutcome.NotThere)
                : new ReadBack(ReadBackOutcome.Found, standing[0].Id, standing[0].Url) { FurtherIds = [.. standing.Skip(1).Select(p => p.Id)] };
        }
        catch (MastodonException)
        {
            // Asked again by Core for a while, then a person decides.
            return new ReadBack(ReadBackOutcome.CannotTell);
        }
    }
}
