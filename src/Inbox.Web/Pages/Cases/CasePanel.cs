using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Core.Playbooks;
using Inbox.Web.Pages.Drafts;
using MediatR;

namespace Inbox.Web.Pages.Cases;

/// <summary>Everything about one case that the page shows: conversation, composer and context. Seven queries, whatever the case holds, and one more while somebody writes, and where it is linked with others.</summary>
internal sealed record CasePanel
{
    public required ReadCase.View View { get; init; }

    public required Conversation.Stretch Talk { get; init; }

    public required CustomerContext.View? Customer { get; init; }

    public required IReadOnlyList<CasePerson> People { get; init; }

    public required IReadOnlyList<Story.Chapter> Story { get; init; }

    public required CaseSurroundings.View Around { get; init; }

    public required IReadOnlyList<CaseLinks.Linked> Links { get; init; }

    public required IReadOnlyList<Promise> Promises { get; init; }

    public required AnswerLine Answer { get; init; }

    public required IReadOnlyList<OfferedRecipients.Person> Offered { get; init; }

    public required IReadOnlyList<DraftView> Drafts { get; init; }

    public required IReadOnlyList<ColleagueDraft> ColleagueDrafts { get; init; }

    public required Rules Rules { get; init; }

    public required ChannelIcons Icons { get; init; }

    public required Actor Me { get; init; }

    public required DateTimeOffset Now { get; init; }

    public Case Case => View.Case;

    public Department Department => Rules.Departments[Case.DepartmentId];

    /// <summary>May answer, assign, resolve; others read and write notes.</summary>
    public bool MayChange => Me.MayChange(Case);

    /// <summary>Playbooks that are not open here yet.</summary>
    public IReadOnlyList<Playbook> PlaybooksToOpen =>
        [.. Rules.PlaybooksFor(Case.DepartmentId, Me).Where(p => !Around.Playbooks.Any(open => open.PlaybookId == p.Id))];

    public bool MayDecide => Case.OfferedToId is { } to && Me.Works(to);

    public bool Follows => Around.Followers.Any(f => f.Id == Me.AgentId);

    /// <summary>What to think of before the case is resolved; null when nothing.</summary>
    public string? OpenChildren => Links.Where(l => l is { Role: LinkRole.ParentOf, Open: true }).Select(l => CaseNumber.Format(l.Id)).ToList() is { Count: > 0 } open
        ? $"{string.Join(", ", open)} {(open.Count == 1 ? "is a child of this case and" : "are children of this case and")} still open. Resolve it all the same?"
        : null;

    /// <summary>Where the case seems to belong, as long as nobody has answered it or offered it to somebody.</summary>
    public Department? Suggested => MayChange && Case is { Status: CaseStatus.New, OfferedToId: null, SuggestedDepartmentId: { } id } && id != Case.DepartmentId
        ? Rules.Departments.GetValueOrDefault(id)
        : null;

    /// <summary>What is offered and not decided yet.</summary>
    public CaseSurroundings.Transfer? Offer => Around.Handoffs.LastOrDefault(h => h.State == HandoffState.Offered);

    /// <summary>The handoff by which the case is here, so that it can be handed back done.</summary>
    public CaseSurroundings.Transfer? CameBy => Case.OfferedToId is null && Me.Works(Case.DepartmentId)
        ? Around.Handoffs.LastOrDefault(h => h.State == HandoffState.Accepted && h.To == Case.DepartmentId)
        : null;

    /// <summary>How it came back from another department, while nobody has acted on it.</summary>
    public CaseSurroundings.Transfer? CameBack => Case.ReturnedAt is null ? null
        : Around.Handoffs.LastOrDefault(h => h.State is HandoffState.Declined or HandoffState.Done);

    /// <summary>Contractors read this case, or will: notes may be shared with them.</summary>
    public bool HasContractor => Department.External || (Case.OfferedToId is { } to && Rules.Departments[to].External);

    /// <summary>Answers from here are letters, so that one chooses who gets them.</summary>
    public bool ByMail => Answer.Channel is null || Icons.TraitsOf(Answer.Channel.Id).Letters;

    /// <summary>What stands under an answer of this agent.</summary>
    public string Signature => Rules.Signature(Case.DepartmentId, Me.AgentId);

    /// <summary>Whose limit holds for files.</summary>
    public Channel WritesThrough => Answer.Channel ?? Rules.Channels[Case.ChannelId];

    /// <summary>A third party can be written to: there is a mail channel and the case is open for changes.</summary>
    public bool CanForward => MayChange && Case.Status is not (CaseStatus.Closed or CaseStatus.Spam)
        && Icons.LetterDoors.Any();

    /// <summary>The channel has no mail server, so an answer is written to the outbox folder.</summary>
    public bool MailGoesToFolder => Answer.Channel is { } channel && Icons.OnlyWritesDown(channel);

    public static async Task<CasePanel?> ReadAsync(long id, Actor me, IMediator mediator, Rulebook rulebook, ChannelKinds kinds, TimeProvider time, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        if (await mediator.Send(new ReadCase.Query(id, me), cancellationToken) is not { } view)
        {
            return null;
        }

        var now = time.Now();
        var talk = await mediator.Send(new Conversation.Query(id, Before: null, me), cancellationToken);
        var icons = new ChannelIcons(kinds, rules);
        var drafts = view.HasDrafts ? await mediator.Send(new CaseDrafts.Query(id, me), cancellationToken) : CaseDrafts.None;
        var customer = view.Case.CustomerId is { } who ? await mediator.Send(new CustomerContext.Query(who, id, me), cancellationToken) : null;
        var around = await mediator.Send(new CaseSurroundings.Query(id, me), cancellationToken);
        return new CasePanel
        {
            View = view,
            Talk = talk,
            Customer = customer,
            People = view.People,
            Story = await mediator.Send(new Story.Query(id, me), cancellationToken),
            Around = around,
            Links = around.HasLinks ? await mediator.Send(new CaseLinks.Query(id, me), cancellationToken) : [],
            Promises = Promise.Of(view.Clocks, rules, now),
            Answer = AnswerLine.Of(talk.Messages, view.People, rules, icons, now),
            Offered = OfferedRecipients.Of(customer, view.People),
            Drafts = drafts.Own,
            ColleagueDrafts = drafts.Others,
            Rules = rules,
            Icons = icons,
            Me = me,
            Now = now,
        };
    }
}
