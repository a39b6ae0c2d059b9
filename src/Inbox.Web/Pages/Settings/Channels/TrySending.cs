using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>Sends a message over a door to the admin who asks, with the settings as they are stored. Nothing is kept of it.</summary>
internal static class TrySending
{
    public sealed record Query(long ChannelId, Actor Actor) : IRequest<Tried?>;

    /// <param name="Said">In plain words.</param>
    public sealed record Tried(bool Sent, string Said);

    internal sealed class Handler(InboxDb db, ChannelKinds kinds, ThreadTokens tokens, Rulebook rulebook, TimeProvider time) : IRequestHandler<Query, Tried?>
    {
        public async Task<Tried?> Handle(Query request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            if (!request.Actor.IsAdmin || rules.Channels.GetValueOrDefault(request.ChannelId) is not { } channel || kinds.Sender(channel) is not { } sender)
            {
                return null;
            }

            var address = await db.Users.Where(u => u.Id == request.Actor.AgentId).Select(u => u.Email).FirstOrDefaultAsync(cancellationToken);
            if (string.IsNullOrEmpty(address))
            {
                return new Tried(false, "Your account has no address to send to.");
            }

            // No case and no message have the number 0, so whatever comes back to this token finds nothing.
            var token = tokens.Sign(0, 0);
            var info = rules.Info(channel);
            var result = await sender.SendAsync(
                new OutgoingMessage
                {
                    MessageId = 0,
                    CaseId = 0,
                    ExternalId = sender.Identify(token, info).ExternalId.Replace("@", $".{Guid.NewGuid():N}@", StringComparison.Ordinal),
                    Token = token,
                    FromName = "",
                    To = [new Party(request.Actor.Name, address)],
                    Subject = $"{channel.Name} can send",
                    Text = $"Inbox sent this to try {channel.Name} out. Answers to customers leave in the same way.",
                    At = time.Now(),
                },
                info,
                cancellationToken);
            return new Tried(
                result.Outcome == SendOutcome.Sent,
                result.Outcome == SendOutcome.Sent
                    ? $"Sent to {address}{(result.Detail is { } detail ? $": {detail}" : "")}. Look whether it arrives, and not as spam."
                    : result.Detail ?? "The far side refused it.");
        }
    }
}
