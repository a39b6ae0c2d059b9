using Inbox.Core.Access;
using Inbox.Core.Channels.Links;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels;

/// <summary>Opens a door, or changes one. Answers its id.</summary>
public static class SaveChannel
{
    /// <param name="Id">Null opens a new one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    /// <param name="Kind">Of a registered <see cref="IChannel"/>; an open door keeps its kind.</param>
    /// <param name="DepartmentId">No door without an owner; null is answered as an error.</param>
    /// <param name="Settings">JSON object that the kind understands. Secrets are plain; blank keeps the stored one, null forgets it.</param>
    public sealed record Command(
        long? Id,
        int Revision,
        string Kind,
        string Key,
        string Name,
        long? DepartmentId,
        long? CalendarId,
        string Address,
        string Settings,
        int ReopenDays,
        bool JoinOpenCase,
        Actor Actor) : ICommand<long>
    {
        /// <summary>How large the files of one message may be in all.</summary>
        public int AttachmentMegabytes { get; init; } = Channel.UsualAttachmentMegabytes;
    }

    internal sealed class Handler(InboxDb db, SettingsChange settings, ChannelSecrets secrets, IEnumerable<IChannel> kinds, TimeProvider time)
        : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var opened = request.Id is { } id
                ? await settings.EditAsync<Channel>(id, request.Revision, cancellationToken)
                : db.Channels.Add(new Channel { Key = "", Name = "", Kind = request.Kind, DepartmentId = 0 }).Entity;
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var channel = opened.Value;
            channel.Key = request.Key;
            channel.Name = request.Name.Trim();
            channel.DepartmentId = request.DepartmentId!.Value;
            channel.CalendarId = request.CalendarId;
            channel.Settings = secrets.Protect(request.Settings, channel.Settings);
            channel.ReopenDays = request.ReopenDays;
            channel.JoinOpenCase = request.JoinOpenCase;
            channel.AttachmentMegabytes = request.AttachmentMegabytes;
            if (channel.Address != request.Address.Trim())
            {
                // Where polling stood belongs to the old address.
                channel.Address = request.Address.Trim();
                channel.Cursor = null;
                channel.Problem = null;
            }

            if (kinds.Any(k => k.Kind == channel.Kind && k is IPollingChannel))
            {
                // The admin who saves wants to see now whether the door works.
                channel.NextPollAt = time.Now();
            }

            if (kinds.Any(k => k.Kind == channel.Kind && k is IConnectedChannel))
            {
                // It connects anew with what was saved; what went wrong before says nothing about that.
                channel.Problem = null;
            }

            if (await settings.SaveAsync(cancellationToken) is { } failed)
            {
                return failed;
            }

            // A door that was waiting after failures starts anew with what was saved; its cursor stays.
            await db.ChannelLinks.Where(l => l.ChannelId == channel.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Failures, 0), cancellationToken);
            await SendingTrouble.ForgetAsync(db, channel.Id, time.Now(), cancellationToken);
            return channel.Id;
        }
    }
}
