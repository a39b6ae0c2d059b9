using Inbox.Core.Cases;
using Inbox.Core.Cases.Following;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Delivery;
using Inbox.Core.Notifications;
using Inbox.Core.Playbooks;
using Inbox.Core.Routing;
using Inbox.Core.Sla;

namespace Inbox.Core.Intake;

/// <summary>A key of a conversation, as the database keeps it.</summary>
internal readonly record struct HashedKey(string Scope, string Hash)
{
    public static HashedKey Of(string scope, string value) => new(scope, Convert.ToHexString(ThreadHash.Of(value)));

    /// <summary>
    /// Of a public conversation, for one who speaks in it: each of them has a case of their own, which their next post finds
    /// whomever it answers, also when it comes first.
    /// </summary>
    public static HashedKey Of(string scope, string value, Handle by) => Of(scope, $"{value}\n{by.Kind}:{by.Value}");

    public byte[] Bytes => Convert.FromHexString(Hash);
}

/// <summary>What a key names: the case that holds it, and the message whose own id it is.</summary>
internal readonly record struct KeyTarget(long? CaseId, long? MessageId);

/// <summary>An open case of the batch: loaded and locked, or just opened.</summary>
internal sealed class FilingCase(Case @case, CaseClocks clocks, bool isNew)
{
    public Case Case { get; } = @case;

    public CaseClocks Clocks { get; } = clocks;

    public bool IsNew { get; } = isNew;

    public Dictionary<long, ParticipantState> Participants { get; } = [];

    /// <summary>The newest message by a person on the customer's side, where an import needs to know.</summary>
    public DateTimeOffset? LastHeardAt { get; set; }

    /// <summary>The sender may join by an unsigned hint: they are the case's customer or accepted on it.</summary>
    public bool Knows(Handle sender) =>
        !sender.Shared && (Case.CustomerId == sender.CustomerId
            || (Participants.TryGetValue(sender.Id, out var state) && state == ParticipantState.Accepted));
}

/// <summary>A message that was filed before, as far as a second delivery of it must be told from a reused id.</summary>
internal sealed record KnownMessage(long Id, long? CaseId, long ChannelId, byte[] Version, Direction Direction, long[] AlsoChannelIds, bool Deleted = false);

/// <summary>Everything that the steps of filing look up, loaded by set, and everything they decide. Later messages of a batch see the earlier ones here.</summary>
internal sealed class FilingBatch(Rules rules, IReadOnlyList<ParsedDelivery> deliveries, DateTimeOffset now)
{
    public Rules Rules { get; } = rules;

    public IReadOnlyList<ParsedDelivery> Deliveries { get; } = deliveries;

    public DateTimeOffset Now { get; } = now;

    public Dictionary<(string Kind, string Value), Handle> Handles { get; set; } = [];

    /// <summary>Whose message it is; not of a tombstone, which names nobody.</summary>
    public Handle SenderOf(ParsedDelivery parsed)
    {
        var sender = FilingLoader.SenderOf(this, parsed);
        return Handles[(sender.Kind, sender.Value)];
    }

    /// <summary>Customer group by customer, where there is one.</summary>
    public Dictionary<long, string> Groups { get; set; } = [];

    public Dictionary<HashedKey, KeyTarget> Keys { get; set; } = [];

    /// <summary>The case that now holds each of our messages named by a signed token.</summary>
    public Dictionary<long, KnownMessage> Messages { get; set; } = [];

    public Dictionary<long, FilingCase> Cases { get; } = [];

    /// <summary>Numbers that people typed, with the case each leads to now.</summary>
    public Dictionary<long, long> Numbers { get; set; } = [];

    /// <summary>The newest open case of each known customer.</summary>
    public Dictionary<long, long> OpenCases { get; set; } = [];

    /// <summary>When the newest cases of each customer opened, newest first, where a rule asks.</summary>
    public Dictionary<long, List<DateTimeOffset>> EarlierCases { get; set; } = [];

    /// <summary>The newest case that goes on with a closed one, and is not closed itself.</summary>
    public Dictionary<long, long> FollowUps { get; set; } = [];

    /// <summary>Messages of each sender in the last ten minutes, those that are held among them.</summary>
    public Dictionary<long, int> Recent { get; set; } = [];

    /// <summary>What came in the last ten minutes through each door where senders type who they are, and was filed or held.</summary>
    public Dictionary<long, int> RecentTyped { get; set; } = [];

    public Queue<long> CaseIds { get; set; } = new();

    public Queue<long> MessageIds { get; set; } = new();

    public Queue<long> AttachmentIds { get; set; } = new();

    /// <summary>Stored mentions without a case that come again as said to us.</summary>
    public Dictionary<long, Message> Mentions { get; } = [];

    // What was decided, written at the end.
    public List<Message> NewMessages { get; } = [];

    /// <summary>Stored before, and on a case only now.</summary>
    public List<Message> LateMessages { get; } = [];

    /// <summary>What came to cases with this batch.</summary>
    public IEnumerable<Message> Heard => NewMessages.Concat(LateMessages);

    public List<(Attachment Attachment, Func<Stream> OpenRead)> NewAttachments { get; } = [];

    public List<CaseEvent> NewEvents { get; } = [];

    public List<Participant> NewParticipants { get; } = [];

    public List<Handoff> NewHandoffs { get; } = [];

    public List<OpenPlaybook> NewPlaybooks { get; } = [];

    public Dictionary<HashedKey, KeyTarget> NewKeys { get; } = [];

    /// <summary>What the rules decided, also for what they hold.</summary>
    public List<RoutingDecision> Routed { get; } = [];

    /// <summary>New cases that a rule wants somebody to look after.</summary>
    public List<(FilingCase Case, Assignment Assignment)> ToAssign { get; } = [];

    public List<CaseFollower> NewFollowers { get; } = [];

    /// <summary>Whom to tell of what, once all is saved.</summary>
    public List<Notice> Notices { get; } = [];

    public List<Filed> Outcomes { get; } = [];

    public List<(KnownMessage Post, ParsedDelivery Edit)> Revisions { get; } = [];

    /// <summary>Stored messages whose authors have deleted them.</summary>
    public HashSet<long> Deleted { get; } = [];

    public List<(FilingCase From, FilingCase Into)> Folds { get; } = [];

    /// <summary>Cases that got imported messages; how they stand is settled when all are in.</summary>
    public HashSet<FilingCase> Imported { get; } = [];

    /// <summary>Cases that opened by the messages of this batch, for what answers them at once.</summary>
    public List<OpenedCase> Opened { get; } = [];

    public List<OutboundDelivery> NewOutbound { get; } = [];

    public List<AutomaticAnswer> NewAutomaticAnswers { get; } = [];

    /// <summary>Reports about messages of ours, by the message each names.</summary>
    public List<(ParsedDelivery Parsed, long MessageId)> Reports { get; } = [];

    /// <summary>Mails of Inbox itself that came back, with the reason.</summary>
    public Dictionary<long, string> NoticeBounces { get; } = [];

    /// <summary>Stored messages that came through one more door, with the doors as they are now.</summary>
    public Dictionary<long, KnownMessage> MoreDoors { get; } = [];

    /// <summary>The agent who wrote it, unless somebody is known to have borrowed their address.</summary>
    public long? AgentOf(IncomingMessage message) =>
        message.HandleKind == HandleKinds.Email && !message.SenderUnproven
        && Rules.AgentsByEmail.TryGetValue(HandleKinds.Normalise(HandleKinds.Email, message.From.Address), out var agent)
            ? agent
            : null;

    /// <summary>Later messages of the batch find the customer's new case.</summary>
    public void Remember(long customerId, Case opened)
    {
        OpenCases[customerId] = opened.Id;
        if (Rules.Router.AsksEarlierCases)
        {
            (EarlierCases.TryGetValue(customerId, out var earlier) ? earlier : EarlierCases[customerId] = []).Insert(0, opened.OpenedAt);
        }
    }

    public void Note(long caseId, CaseEventKind kind, string detail) =>
        NewEvents.Add(new CaseEvent { CaseId = caseId, At = Now, Kind = kind, Detail = detail });
}

/// <summary>A case and the message that opened it.</summary>
internal sealed record OpenedCase(ParsedDelivery Parsed, Handle Sender, FilingCase Case, Message Message);

/// <summary>What became of a delivery.</summary>
/// <param name="HeldFrom">The handle of the sender, where it was held.</param>
internal sealed record Filed(long DeliveryId, InboundState State, long? CaseId, long? MessageId, string? Error = null, long? HeldFrom = null);
