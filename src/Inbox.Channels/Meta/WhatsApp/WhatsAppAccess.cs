using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Polling;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.WhatsApp;

/// <summary>Whether the number still lets us in: without this look, lost access would show only when somebody answers.</summary>
internal sealed class WhatsAppAccess(GraphApis apis)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(5);

    public async Task<PollResult> LookAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            var settings = apis.SettingsOf(channel);
            using var api = apis.Open(settings);
            if (settings.PhoneNumberId.Length == 0)
            {
                return new PollResult([], cursor, Every, "This channel does not know its phone number's id yet. Give it in its settings.");
            }

            await api.GetAsync($"{Uri.EscapeDataString(settings.PhoneNumberId)}?fields=id,display_phone_number", cancellationToken);
            return new PollResult([], cursor, Every) { RenewBy = await MetaToken.EndAsync(api, settings, cancellationToken) };
        }
        catch (GraphException e) when (e.Trouble == GraphTrouble.Limited)
        {
            return new PollResult([], cursor, Every) { LimitedUntil = e.Until };
        }
        catch (GraphException e)
        {
            return new PollResult([], cursor, AfterFailure, e.Message) { AccessLost = e.Trouble == GraphTrouble.NoAccess };
        }
    }
}
