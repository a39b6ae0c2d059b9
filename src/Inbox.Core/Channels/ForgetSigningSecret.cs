using Inbox.Core.Access;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Channels;

/// <summary>Ends the time of the signing secret before the current one: the far side has the new one, or the old one was read by somebody.</summary>
public static class ForgetSigningSecret
{
    /// <param name="Revision">As the form knew it.</param>
    public sealed record Command(long ChannelId, int Revision, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(SettingsChange settings, ChannelSecrets secrets, ChannelKinds kinds) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = await SigningSecrets.EditAsync(settings, kinds, request.ChannelId, request.Revision, request.Actor, cancellationToken);
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var (channel, names) = opened.Value;
            channel.Settings = secrets.Without(channel.Settings, names.Previous);
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}
