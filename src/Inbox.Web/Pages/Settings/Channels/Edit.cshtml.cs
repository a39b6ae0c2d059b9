using Inbox.Channels.Feeds.Discovery;
using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

public sealed partial class EditModel(IMediator mediator, InboxDb db, IEnumerable<IChannel> kinds, PublicAddress address, FeedDiscovery discovery, TimeProvider time) : SettingsPage(mediator)
{
    private readonly IMediator _mediator = mediator;

    [BindProperty]
    public ChannelForm Input { get; set; } = new();

    public IReadOnlyList<IChannel> Kinds { get; } = [.. kinds];

    /// <summary>How the door stands; null for a new one.</summary>
    public DoorRow? Door { get; private set; }

    public List<SelectListItem> Departments { get; private set; } = [];

    public List<SelectListItem> Calendars { get; private set; } = [];

    public DateTimeOffset Now { get; } = time.Now();

    public async Task<IActionResult> OnGetAsync(string? kind, CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            if (await db.Channels.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } channel)
            {
                return NotFound();
            }

            Input = new ChannelForm
            {
                Revision = channel.Revision, Kind = channel.Kind, Key = channel.Key, Name = channel.Name, DepartmentId = channel.DepartmentId,
                CalendarId = channel.CalendarId, Address = channel.Address, ReopenDays = channel.ReopenDays, JoinOpenCase = channel.JoinOpenCase, AttachmentMegabytes = channel.AttachmentMegabytes,
            };
            var settings = ChannelSecrets.Withhold(channel.Settings, out var kept);
            KindForms.Read(Input, Guide, settings, kept);
        }
        else
        {
            Input.Kind = Kinds.FirstOrDefault(k => k.Kind == kind)?.Kind;
            Input.Described = Guide is { } guide ? DescribedForm.New(guide) : [];
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await FindFeedAsync(cancellationToken);
        var saved = await SaveAsync(
            new SaveChannel.Command(
                Id, Input.Revision, Input.Kind ?? "", Input.Key?.Trim() ?? "", Input.Name ?? "", Input.DepartmentId, Input.CalendarId,
                Input.Address ?? "", Typed(), Input.ReopenDays ?? 0, Input.JoinOpenCase, Me) { AttachmentMegabytes = Input.AttachmentMegabytes ?? 0 },
            FieldOf,
            cancellationToken);
        if (saved is null)
        {
            foreach (var secret in Input.TypedSecrets())
            {
                ModelState.AddModelError("Input." + secret, "Type this again: it is never sent back to a page.");
            }

            return await ShowAsync(cancellationToken);
        }

        if (IsNew && Guide?.SigningSecret is not null)
        {
            return await ShowSecretAsync(saved.Value.Value, revision: 0, cancellationToken);
        }

        Saved = $"{Input.Name} is saved.";
        return LocalRedirect("/settings/channels");
    }

    public async Task<IActionResult> OnPostEnableAsync(bool enabled, CancellationToken cancellationToken) =>
        Id is { } id
            ? await DoAsync(new EnableChannel.Command(id, enabled, Me), () => Task.FromResult<IActionResult>(LocalRedirect($"/settings/channels/{id}")), cancellationToken)
            : NotFound();

    /// <summary>"Settings.smtpHost" of the command is "Input.Email.SmtpHost" of the form; names are compared without case.</summary>
    private string FieldOf(string property) =>
        property.StartsWith("Settings.", StringComparison.Ordinal)
            ? Guide is not null ? $"Input.{nameof(ChannelForm.Described)}[{property[9..]}]" : $"Input.{KindForms.PartOf(Input.Kind)}.{char.ToUpperInvariant(property[9])}{property[10..]}"
            : "Input." + property;

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        foreach (var field in Guide?.Fields ?? [])
        {
            Input.Described.TryAdd(field.Name, null);
        }

        Departments = await Choices.DepartmentsAsync(db, cancellationToken);
        Calendars = await Choices.CalendarsAsync(db, cancellationToken);
        await ReadHoursAsync(cancellationToken);
        await ReadLinkAsync(cancellationToken);
        if (Id is { } id)
        {
            if (Guide is not null && await db.Channels.Where(c => c.Id == id).Select(c => c.Settings).FirstOrDefaultAsync(cancellationToken) is { } stored)
            {
                ChannelSecrets.Withhold(stored, out var kept);
                KeptSecrets = kept;
            }

            Door = await _mediator.Send(new DoorRows.Query(id), cancellationToken) is [var found] ? found : null;
            _limit = Door?.Channel.TextLimit;
            if (Words is { Subject: null, Text: null } && Door is not null)
            {
                Words = AcknowledgeForm.Of(Door.Channel);
            }
        }

        return Page();
    }
}
