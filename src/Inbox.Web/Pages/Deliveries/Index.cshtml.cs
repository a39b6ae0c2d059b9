using Inbox.Channels.Email.Receiving;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Web.Pages.Cases;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Deliveries;

/// <summary>What arrived and waits for somebody: parked because it cannot be read, held as part of a burst.</summary>
internal sealed class IndexModel(IMediator mediator, Rulebook rulebook, ChannelKinds kinds) : InboxPage
{
    private const int PageSize = 50;

    private static readonly InboundState[] Tabs = [InboundState.Parked, InboundState.Held, InboundState.Pending, InboundState.Ignored, InboundState.Filed];

    [BindProperty(SupportsGet = true)]
    public InboundState State { get; set; } = InboundState.Parked;

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public Query.Result Found { get; private set; } = null!;

    public Rules Rules { get; private set; } = null!;

    public ChannelIcons Icons { get; private set; } = null!;

    public IReadOnlyList<InboundState> States => Tabs;

    /// <summary>Doors with a mailbox that the person may look into.</summary>
    public IReadOnlyList<Channel> Mailboxes { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Rules = await rulebook.GetAsync(cancellationToken);
        Icons = new ChannelIcons(kinds, Rules);
        Mailboxes = [.. Rules.Channels.Values.AsQueryable().VisibleTo(Me).Where(c => MailboxContents.Has(c.Settings)).OrderBy(c => c.Name)];
        Found = await mediator.Send(new Query(State, After, Me), cancellationToken);
    }

    public Task<IActionResult> OnPostRetryAsync(long id, CancellationToken cancellationToken) => DoAsync(new RetryDelivery.Command(id, Me), cancellationToken);

    public Task<IActionResult> OnPostReleaseAsync(long id, CancellationToken cancellationToken) => DoAsync(new ReleaseDelivery.Command(id, Me), cancellationToken);

    public Task<IActionResult> OnPostDiscardAsync(long id, string? reason, CancellationToken cancellationToken) =>
        DoAsync(new DiscardDelivery.Command(id, reason ?? "", Me), cancellationToken);

    public Task<IActionResult> OnPostReleaseSenderAsync(long handle, CancellationToken cancellationToken) => DoAsync(new ReleaseSender.Command(handle, Me), cancellationToken);

    public Task<IActionResult> OnPostDiscardSenderAsync(long handle, string? reason, CancellationToken cancellationToken) =>
        DoAsync(new DiscardSender.Command(handle, reason ?? "", Me), cancellationToken);

    private async Task<IActionResult> DoAsync<T>(IRequest<Result<T>> command, CancellationToken cancellationToken)
    {
        var done = await mediator.Send(command, cancellationToken);
        return done.IsOk ? this.GoTo($"/deliveries?state={State.ToString().ToLowerInvariant()}") : Refuse(done.Error);
    }

    internal sealed record Query(InboundState State, long? After, Actor Actor) : IRequest<Query.Result>
    {
        /// <param name="Waiting">How many there are of the states that somebody has to look at.</param>
        /// <param name="Senders">Whose bursts are held, the largest first.</param>
        internal sealed record Result(IReadOnlyList<Row> Rows, long? Next, IReadOnlyDictionary<InboundState, int> Waiting, IReadOnlyList<Burst> Senders);
    }

    internal sealed record Burst(long HandleId, string Address, int Count);

    internal sealed record Row(long Id, long ChannelId, DateTimeOffset ReceivedAt, long Size, int Attempts, string? Error, long? CaseId, string? Sender);

    internal sealed class Handler(InboxDb db, Rulebook rulebook) : IRequestHandler<Query, Query.Result>
    {
        public async Task<Query.Result> Handle(Query request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var visible = db.InboundDeliveries.AsNoTracking().VisibleTo(request.Actor, rules);
            var rows = await visible
                .Where(d => d.State == request.State && (request.After == null || d.Id < request.After))
                .OrderByDescending(d => d.Id)
                .Take(PageSize + 1)
                .Select(d => new Row(d.Id, d.ChannelId, d.ReceivedAt, d.Size, d.Attempts, d.Error, d.CaseId, db.Handles.Where(h => h.Id == d.HandleId).Select(h => h.Display).FirstOrDefault()))
                .ToListAsync(cancellationToken);

            // Apart, so that each is answered from the partial index of its state.
            var waiting = await visible.Where(d => d.State == InboundState.Parked || d.State == InboundState.Held)
                .GroupBy(d => d.State).Select(g => new { State = g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.State, g => g.Count, cancellationToken);
            waiting[InboundState.Pending] = await visible.CountAsync(d => d.State == InboundState.Pending, cancellationToken);
            return new Query.Result([.. rows.Take(PageSize)], rows.Count > PageSize ? rows[PageSize - 1].Id : null, waiting, request.State == InboundState.Held ? await SendersAsync(visible, cancellationToken) : []);
        }

        private Task<List<Burst>> SendersAsync(IQueryable<InboundDelivery> visible, CancellationToken cancellationToken) => (
            from d in visible
            where d.State == InboundState.Held && d.HandleId != null
            group d by d.HandleId!.Value into held
            orderby held.Count() descending
            select new Burst(held.Key, db.Handles.Where(h => h.Id == held.Key).Select(h => h.Display).First(), held.Count()))
            .Take(PageSize).ToListAsync(cancellationToken);
    }
}
