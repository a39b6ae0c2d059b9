using Inbox.Core.Access;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using Inbox.Core.Webhooks;
using MediatR;

namespace Inbox.Core.Channels;

/// <summary>
/// Makes a signing secret for the far side of a door and answers it, to be shown this once. The one before it counts on, until
/// it is forgotten or pushed out by the next: the far side is given the new one in peace.
/// </summary>
public static class RenewSigningSecret
{
    /// <param name="Revision">As the form knew it.</param>
    public sealed record Command(long ChannelId, int Revision, Actor Actor) : ICommand<string>;

    internal sealed class Handler(SettingsChange settings, ChannelSecrets secrets, ChannelKinds kinds) : IRequestHandler<Command, Result<string>>
    {
        public async Task<Result<string>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = await SigningSecrets.EditAsync(settings, kinds, request.ChannelId, request.Revision, request.Actor, cancellationToken);
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var ((channel, names), made) = (opened.Value, WebhookSecrets.NewSecret());
            if (secrets.Of(channel.Settings, names.Name) is { } before)
            {
                channel.Settings = secrets.With(channel.Settings, names.Previous, before);
            }

            channel.Settings = secrets.With(channel.Settings, names.Name, made);
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : made;
        }
    }
}
