using Inbox.Channels.Email;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Departments;
using MediatR;

namespace Inbox.Web.Pages.Cases;

/// <summary>Everything about one case that the page shows: conversation, composer and context. Six queries, whatever the case holds.</summary>
internal sealed record CasePanel
{
    public required ReadCase.View View { get; init; }

    public required Conversation.Stretch Talk { get; init; }

    public required CustomerContext.View? Customer { get; init; }

    public required IReadOnlyList<CasePeople.Person> People { get; init; }

    public required IReadOnlyList<Story.Chapter> Story { get; init; }

    public required IReadOnlyList<Promise> Promises { get; init; }

    public required AnswerLine Answer { get; init; }

    public required Rules Rules { get; init; }

    public required ChannelIcons Icons { get; init; }

    public required Actor Me { get; init; }

    public required DateTimeOffset Now { get; init; }

    public Case Case => View.Case;

    public Department Department => Rules.Departments[Case.DepartmentId];

    /// <summary>May answer, assign, resolve; others read and write notes.</summary>
    public bool MayChange => Me.MayChange(Case);

    public bool MayDecide => Case.OfferedToId is { } to && Me.Works(to);

    /// <summary>Contractors read this case, or will: notes may be shared with them.</summary>
    public bool HasContractor => Department.External || (Case.OfferedToId is { } to && Rules.Departments[to].External);

    /// <summary>The channel has no mail server, so an answer is written to the outbox folder.</summary>
    public bool MailGoesToFolder => Answer.Channel is { Kind: HandleKinds.Email } channel && !EmailSettings.Read(channel.Settings).HasServer;

    public static async Task<CasePanel?> ReadAsync(long id, Actor me, IMediator mediator, Rulebook rulebook, ChannelKinds kinds, TimeProvider time, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        if (await mediator.Send(new ReadCase.Query(id, me), cancellationToken) is not { } view)
        {
            return null;
        }

        var now = time.Now();
        var talk = await mediator.Send(new Conversation.Query(id, Before: null, me), cancellationToken);
        var people = await mediator.Send(new CasePeople.Query(id), cancellationToken);
        var icons = new ChannelIcons(kinds, rules);
        return new CasePanel
        {
            View = view,
            Talk = talk,
            Customer = view.Case.CustomerId is { } customer ? await mediator.Send(new CustomerContext.Query(customer, id, me), cancellationToken) : null,
            People = people,
            Story = await mediator.Send(new Story.Query(id, me), cancellationToken),
            Promises = Promise.Of(view.Clocks, rules, now),
            Answer = AnswerLine.Of(talk.Messages, people, rules, icons),
            Rules = rules,
            Icons = icons,
            Me = me,
            Now = now,
        };
    }
}
