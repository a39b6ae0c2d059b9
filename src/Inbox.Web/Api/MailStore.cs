using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Npgsql;

namespace Inbox.Web.Api;

/// <summary>Stores a mail that came by HTTP. Whatever it answers is true only after the commit.</summary>
internal sealed class MailStore(ChannelKinds kinds, DeliveryReceiver receiver)
{
    public async Task<RawIdentity> IdentifyAsync(Channel door, Spool mail, CancellationToken cancellationToken)
    {
        mail.Position = 0;
        return await kinds.Of(door).IdentifyAsync(mail, cancellationToken);
    }

    /// <returns>Null when it could not be stored now: whoever sends it keeps it and comes again.</returns>
    public async Task<Receipt?> StoreAsync(Channel door, RawIdentity identity, Spool mail, string? contentType, CancellationToken cancellationToken)
    {
        var type = string.IsNullOrEmpty(contentType) ? "message/rfc822" : Words.Cut(Words.Storable(contentType), 200);
        try
        {
            if (mail.InMemory is { } content)
            {
                return await receiver.ReceiveAsync(new InboundItem(door.Id, identity, content, type), cancellationToken);
            }

            mail.Position = 0;
            return await receiver.ReceiveStreamAsync(door.Id, identity, mail, type, cancellationToken);
        }
        catch (NpgsqlException e) when (e.IsTransient || e is not PostgresException)
        {
            return null;
        }
    }
}
