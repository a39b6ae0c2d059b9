using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Web.Pages.Cases;

/// <summary>Who would receive an answer sent now, as the composer shows it; or why nobody can.</summary>
/// <param name="Answers">The message answered.</param>
/// <param name="Cc">The others who were addressed, without ourselves.</param>
/// <param name="LastTo">Where our last answer went, when that was another address than the customer wrote from now.</param>
/// <param name="Impossible">Why there is no answering from here, in words; null when there is.</param>
internal sealed record AnswerLine(long? Answers, Party? To, IReadOnlyList<Party> Cc, Channel? Channel, Visibility Visibility, string? LastTo, string? Impossible)
{
    /// <summary>In which ways the message may be answered; null when in none.</summary>
    public ReplyOptions? Options { get; init; }

    /// <summary>Who asks for the answer at another address than they wrote from; null where they do not.</summary>
    public Party? AskedBy { get; init; }

    /// <param name="messages">The newest of the case.</param>
    /// <param name="people">Who is on the case besides its customer: guests and third parties are left out.</param>
    public static AnswerLine Of(IReadOnlyList<Conversation.Said> messages, IReadOnlyList<CasePerson> people, Rules rules, ChannelIcons channels, DateTimeOffset now)
    {
        // The same choice as ReplyToCase makes: the newest message by a person who is neither guest nor third party.
        var answered = messages.LastOrDefault(m => m.Direction == Direction.Inbound && !m.Guest && !m.ThirdParty
            && m.Automatic is not (Automatic.AutoReply or Automatic.Bounce or Automatic.Complaint or Automatic.Calendar));
        if (answered is null)
        {
            return No("No customer has written on this case yet, so there is nobody to answer.");
        }

        var channel = rules.Channels[answered.ChannelId];
        if (channels.SenderOf(answered.ChannelId) is not { } sender)
        {
            return No(channels.TraitsOf(answered.ChannelId).LogsCalls
                ? "The customer called, so call back and log the call."
                : $"Inbox cannot write on {channel.Name}: answer there and add a note of what you wrote.");
        }

        if (answered is { Dead: true, ReplyTo: null })
        {
            return No(DeadAddresses.Error(answered.FromAddress).Message);
        }

        var options = sender.OptionsFor(Answerable(messages, answered), rules.Info(channel));
        if (options.Usual(answered.Visibility, now) is not { } usual)
        {
            return No($"{channel.Name} takes no answer to this message. Reach the customer another way.");
        }

        return options.Of(usual) is { Closed: { } closed }
            ? No(closed)
            : new AnswerLine(
                answered.Id, answered.ReplyTo ?? From(answered), sender.Traits.Letters ? Others(answered, people, rules, channel) : [], channel, usual, Elsewhere(messages, answered), Impossible: null)
            {
                Options = options,
                AskedBy = answered.ReplyTo is null ? null : From(answered),
            };
    }

    /// <summary>Addressed by nobody we are: we were a blind copy, which an answer to all would give away.</summary>
    public static bool IsBlindCopy(Conversation.Said said, Rules rules, ChannelIcons channels) =>
        said is { Direction: Direction.Inbound, Call: null } && channels.TraitsOf(said.ChannelId).Letters && IsBlindLetter(said, rules);

    private static bool IsBlindLetter(Conversation.Said said, Rules rules) =>
        said.To.Count + said.Cc.Count > 0
        && !said.To.Concat(said.Cc).Any(p => rules.DoorOf(HandleKinds.Email, p.Address) is not null);

    /// <summary>As ReplyToCase sees it, out of what the page has read.</summary>
    private static AnswerableMessage Answerable(IReadOnlyList<Conversation.Said> messages, Conversation.Said answered)
    {
        bool Answered(Visibility visibility) => messages.Any(m => m.AnswersId == answered.Id && m.Visibility == visibility && m is { Automatic: Automatic.None, Failure: null });

        return new AnswerableMessage
        {
            ExternalId = answered.ExternalId,
            Visibility = answered.Visibility,
            At = answered.PostedAt < answered.ReceivedAt ? answered.PostedAt : answered.ReceivedAt,
            LastPrivateAt = messages.LastOrDefault(m => m is { Direction: Direction.Inbound, Visibility: Visibility.Private } && m.HandleId == answered.HandleId && m.ChannelId == answered.ChannelId)?.PostedAt,
            Deleted = answered.DeletedAt is not null,
            AnsweredPublicly = Answered(Visibility.Public),
            AnsweredPrivately = Answered(Visibility.Private),
        };
    }

    private static Party From(Conversation.Said answered) => new(answered.FromName, answered.FromAddress);

    private static AnswerLine No(string why) => new(Answers: null, To: null, [], Channel: null, Visibility.Private, LastTo: null, why);

    private static string? Elsewhere(IReadOnlyList<Conversation.Said> messages, Conversation.Said answered) =>
        messages.LastOrDefault(m => m is { Direction: Direction.Outbound, ToThirdParties: false, Call: null, To.Count: > 0 }) is { } last
        && !last.To.Concat(last.Cc).Any(p => IsSenders(p, answered))
            ? last.To[0].Address
            : null;

    private static bool IsSenders(Party party, Conversation.Said answered) =>
        party.Address.Equals(answered.FromAddress, StringComparison.OrdinalIgnoreCase) || party.Address.Equals(answered.ReplyTo?.Address, StringComparison.OrdinalIgnoreCase);

    private static List<Party> Others(Conversation.Said answered, IReadOnlyList<CasePerson> people, Rules rules, Channel channel)
    {
        bool IsOurs(Party p) => rules.DoorOf(channel.Kind, p.Address) is not null;

        var left = people.Where(p => p.State != ParticipantState.Accepted).Select(p => HandleKinds.Normalise(HandleKinds.Email, p.Address)).ToHashSet(StringComparer.Ordinal);
        var everybody = answered.To.Concat(answered.Cc).ToList();
        return IsBlindLetter(answered, rules)
            ? []
            : [.. everybody.Where(p => p.Address.Length > 0 && !IsOurs(p) && !left.Contains(HandleKinds.Normalise(HandleKinds.Email, p.Address)) && !IsSenders(p, answered)).DistinctBy(p => p.Address.ToLowerInvariant())];
    }
}
