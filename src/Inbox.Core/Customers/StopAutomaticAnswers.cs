using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Customers;

/// <summary>Whoever got an automatic message wants no more of them, or wants them again. The signed token of the message is their right to say so.</summary>
public static class StopAutomaticAnswers
{
    public sealed record Command(string Token, bool Stop, Actor Actor) : ICommand<Stopped>;

    /// <param name="Address">For whom it was set.</param>
    public sealed record Stopped(string Address);

    internal static readonly Error NotOurs = new(ErrorKind.NotFound, "link_not_ours", "This link is not whole. Open it once more from the message, or write to us.");

    internal sealed class Handler(InboxDb db, ThreadTokens tokens, ChannelKinds kinds, Rulebook rulebook, TimeProvider time) : IRequestHandler<Command, Result<Stopped>>
    {
        public async Task<Result<Stopped>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!tokens.TryVerify(request.Token, out var messageId))
            {
                return NotOurs;
            }

            var message = await db.Messages.AsNoTracking()
                .FirstOrDefaultAsync(m => m.Id == messageId && m.Direction == Direction.Outbound && m.Automatic != Automatic.None, cancellationToken);
            if (message is null)
            {
                return NotOurs;
            }

            var kind = kinds.Of((await rulebook.GetAsync(cancellationToken)).Channels[message.ChannelId]).Traits.HandleKind;
            DateTimeOffset? since = request.Stop ? time.Now() : null;
            foreach (var party in message.To)
            {
                var value = HandleKinds.Normalise(kind, party.Address);
                await db.Handles.Where(h => h.Kind == kind && h.Value == value && (h.NoAutomaticSince != null) != request.Stop)
                    .ExecuteUpdateAsync(set => set.SetProperty(h => h.NoAutomaticSince, since), cancellationToken);
            }

            return new Stopped(string.Join(", ", message.To.Select(p => p.Address)));
        }
    }
}
