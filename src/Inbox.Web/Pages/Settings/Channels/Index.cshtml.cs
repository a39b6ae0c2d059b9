using MediatR;

namespace Inbox.Web.Pages.Settings.Channels;

public sealed class IndexModel(IMediator mediator) : SettingsPage(mediator)
{
    private readonly IMediator _mediator = mediator;

    public IReadOnlyList<DoorRow> Doors { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Doors = await _mediator.Send(new DoorRows.Query(Id: null), cancellationToken);
}
