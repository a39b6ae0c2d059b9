using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Web.Pages.Cases;

/// <summary>Who would receive an answer sent now, as the composer shows it; or why nobody can.</summary>
/// <param name="Answers">The message answered.</param>
/// <param name="Cc">The others who were addressed, without ourselves.</param>
/// <param name="LastTo">Where our last answer went, when that was another address than the customer wrote from now.</param>
/// <param name="Impossible">Why there is no answering from here, in words; null when there is.</param>
internal sealed record AnswerLine(long? Answers, Party? To, IReadOnlyList<Party> Cc, Channel? Channel, Visibility Visibility, string? LastTo, string? Impossible)
{
    public static AnswerLine Of(IReadOnlyList<Conversation.Said> messages, Rules rules, ChannelIcons channels)
    {
        // The same choice as ReplyToCase makes: the newest message by a person who is neither guest nor third party.
        var answered = messages.LastOrDefault(m => m.Direction == Direction.Inbound && !m.Guest && !m.ThirdParty
            && m.Automatic is not (Automatic.AutoReply or Automatic.Bounce or Automatic.Complaint));
        if (answered is null)
        {
            return No("No customer has written on this case yet, so there is nobody to answer.");
        }

        var channel = rules.Channels[answered.ChannelId];
        if (!channels.CanAnswer(answered.ChannelId))
        {
            return No(channel.Kind == HandleKinds.Phone
                ? "The customer called, so call back and log the call."
                : $"Inbox cannot write on {channel.Name}: answer there and add a note of what you wrote.");
        }

        return new AnswerLine(answered.Id, new Party(answered.FromName, answered.FromAddress), Others(answered, rules, channel), channel, answered.Visibility, Elsewhere(messages, answered), Impossible: null);
    }

    private static AnswerLine No(string why) => new(Answers: null, To: null, [], Channel: null, Visibility.Private, LastTo: null, why);

    private static string? Elsewhere(IReadOnlyList<Conversation.Said> messages, Conversation.Said answered) =>
        messages.LastOrDefault(m => m is { Direction: Direction.Outbound, ToThirdParties: false, Call: null, To.Count: > 0 }) is { } last
        && !last.To.Concat(last.Cc).Any(p => p.Address.Equals(answered.FromAddress, StringComparison.OrdinalIgnoreCase))
            ? last.To[0].Address
            : null;

    private static List<Party> Others(Conversation.Said answered, Rules rules, Channel channel)
    {
        var own = rules.Info(channel).OwnAddresses;
        bool IsOurs(Party p) => own.Contains(HandleKinds.Normalise(HandleKinds.Email, p.Address));

        // Addressed by nobody we are: a blind copy, which an answer to all would give away.
        var everybody = answered.To.Concat(answered.Cc).ToList();
        return channel.Kind != HandleKinds.Email || !everybody.Exists(IsOurs)
            ? []
            : [.. everybody.Where(p => p.Address.Length > 0 && !IsOurs(p) && !p.Address.Equals(answered.FromAddress, StringComparison.OrdinalIgnoreCase)).DistinctBy(p => p.Address.ToLowerInvariant())];
    }
}
