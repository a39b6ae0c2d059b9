using Inbox.Channels.Mastodon.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.Mastodon.Sending;

/// <summary>One attempt to write something at the server of a channel: what goes wrong is how it ends.</summary>
internal static class MastodonAttempt
{
    public static async Task<SendResult> TryAsync(this MastodonApis apis, ChannelInfo channel, Func<MastodonApi, Task<SendResult>> writeAsync)
    {
        MastodonApi api;
        try
        {
            api = apis.Open(channel);
        }
        catch (MastodonException e)
        {
            return new SendResult(SendOutcome.Later, e.Message, DoorFails: true) { AccessLost = e.Trouble == MastodonTrouble.NoAccess };
        }

        using (api)
        {
            try
            {
                return await writeAsync(api);
            }
            catch (MastodonException e)
            {
                return NotDone(e);
            }
        }
    }

    /// <summary>Of what left nothing at the server, or may be done twice.</summary>
    public static SendResult NotDone(MastodonException e) => e.Trouble switch
    {
        MastodonTrouble.Limited => new SendResult(SendOutcome.Later, e.Message) { LimitedUntil = e.Until },
        MastodonTrouble.NoAccess => new SendResult(SendOutcome.Later, e.Message, DoorFails: true) { AccessLost = true },
        MastodonTrouble.Refused or MastodonTrouble.Missing => new SendResult(SendOutcome.Failed, e.Message),
        _ => new SendResult(SendOutcome.Later, e.Message, DoorFails: true),
    };
}
