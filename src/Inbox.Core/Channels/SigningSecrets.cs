using Inbox.Core.Access;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Settings;

namespace Inbox.Core.Channels;

internal static class SigningSecrets
{
    private static readonly Error None = new(ErrorKind.Invalid, "no_signing_secret", "Channels of this kind have no signing secret of ours.");

    /// <summary>The channel, about to change, and where it keeps its secrets.</summary>
    public static async Task<Result<(Channel Channel, SigningSecret Names)>> EditAsync(
        SettingsChange settings, ChannelKinds kinds, long channelId, int revision, Actor actor, CancellationToken cancellationToken)
    {
        if (await settings.BeginAsync(actor, cancellationToken) is { } refused)
        {
            return refused;
        }

        var found = await settings.EditAsync<Channel>(channelId, revision, cancellationToken);
        if (!found.IsOk)
        {
            return found.Error;
        }

        return kinds.Of(found.Value) is IDescribedChannel { Guide.SigningSecret: { } names } ? (found.Value, names) : None;
    }
}
