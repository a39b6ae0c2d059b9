using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Notifications;

/// <summary>Chooses the channel by which mails of Inbox itself leave; null: the first that can.</summary>
public static class SaveNoticeChannel
{
    public sealed record Command(long? ChannelId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange settings, ChannelKinds kinds, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            if (request.ChannelId is { } id
                && (await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.Enabled, cancellationToken) is not { } channel || kinds.Notices(channel) is null))
            {
                return new Error(ErrorKind.Invalid, "cannot_send_notices", "This channel is closed, or cannot send mail. Choose another one.");
            }

            // The old one first: at most one has it at any moment.
            await db.Channels.Where(c => c.SendsNotices && c.Id != request.ChannelId).ExecuteUpdateAsync(set => set.SetProperty(c => c.SendsNotices, false), cancellationToken);
            await db.Channels.Where(c => c.Id == request.ChannelId).ExecuteUpdateAsync(set => set.SetProperty(c => c.SendsNotices, true), cancellationToken);

            // What waits for another attempt by the old one leaves by the new one now.
            var now = time.Now();
            await db.NoticeMails.Where(m => m.State == NoticeMailState.Pending && m.NotBefore > now).ExecuteUpdateAsync(set => set.SetProperty(m => m.NotBefore, now), cancellationToken);
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}
