using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Web.Pages.Cases;

/// <summary>Who would receive an answer sent now, as the composer shows it; or why nobody can.</summary>
/// <param name="Answers">The message answered.</param>
/// <param name="Cc">The others who were addressed, without ourselves.</param>
/// <param name="Impossible">Why there is no answering from here, in words; null when there is.</param>
internal sealed record AnswerLine(long? Answers, Party? To, IReadOnlyList<Party> Cc, Channel? Channel, Visibility Visibility, string? Impossible)
{
    /// <param name="people">Who is on the case besides its customer: guests and third parties are left out.</param>
    public static AnswerLine Of(IReadOnlyList<Conversation.Said> messages, IReadOnlyList<CasePeople.Person> people, Rules rules, ChannelIcons channels)
    {
        // The same choice as ReplyToCase makes: the newest message by a person who is no guest.
        var answered = messages.LastOrDefault(m => m.Direction == Direction.Inbound && !m.Guest && !m.ThirdParty
            && m.Automatic is not (Automatic.AutoReply or Automatic.Bounce or Automatic.Complaint or Automatic.Calendar));
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

        if (answered.Dead)
        {
            return No(DeadAddresses.Error(answered.FromAddress).Message);
        }

        return new AnswerLine(answered.Id, new Party(answered.FromName, answered.FromAddress), Others(answered, people, rules, channel), channel, answered.Visibility, Impossible: null);
    }

    /// <summary>Addressed by nobody we are: we were a blind copy, which an answer to all would give away.</summary>
    public static bool IsBlindCopy(Conversation.Said said, Rules rules) =>
        said is { Direction: Direction.Inbound, Call: null } && rules.Channels[said.ChannelId].Kind == HandleKinds.Email
        && said.To.Count + said.Cc.Count > 0
        && !said.To.Concat(said.Cc).Any(p => rules.DoorOf(HandleKinds.Email, p.Address) is not null);

    private static AnswerLine No(string why) => new(Answers: null, To: null, [], Channel: null, Visibility.Private, why);

    private static List<Party> Others(Conversation.Said answered, IReadOnlyList<CasePeople.Person> people, Rules rules, Channel channel)
    {
        bool IsOurs(Party p) => rules.DoorOf(channel.Kind, p.Address) is not null;

        var left = people.Where(p => p.State != ParticipantState.Accepted).Select(p => HandleKinds.Normalise(HandleKinds.Email, p.Address)).ToHashSet(StringComparer.Ordinal);
        var everybody = answered.To.Concat(answered.Cc).ToList();
        return channel.Kind != HandleKinds.Email || IsBlindCopy(answered, rules)
            ? []
            : [.. everybody.Where(p => p.Address.Length > 0 && !IsOurs(p) && !left.Contains(HandleKinds.Normalise(HandleKinds.Email, p.Address)) && !p.Address.Equals(answered.FromAddress, StringComparison.OrdinalIgnoreCase)).DistinctBy(p => p.Address.ToLowerInvariant())];
    }
}
