using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Routing;

public sealed class EditModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public List<SelectListItem> Channels { get; private set; } = [];

    public List<SelectListItem> Departments { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            if (await db.RoutingRules.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } rule)
            {
                return NotFound();
            }

            Input = new Form
            {
                Revision = rule.Revision, Name = rule.Name, Enabled = rule.Enabled, ChannelId = rule.ChannelId, Words = string.Join(", ", rule.Words),
                WordsIn = rule.WordsIn, Sender = rule.Sender, MinReach = rule.MinReach, DepartmentId = rule.DepartmentId, Priority = rule.Priority,
                Tags = string.Join(", ", rule.Tags),
            };
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var saved = await SaveAsync(
            new SaveRoutingRule.Command(
                Id, Input.Revision, Input.Name ?? "", Input.Enabled, Input.ChannelId, Choices.Split(Input.Words), Input.WordsIn, Input.Sender,
                Input.MinReach, Input.DepartmentId, Input.Priority, Choices.Split(Input.Tags), Me),
            field: null,
            cancellationToken);
        if (saved is null)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = $"{Input.Name} is saved.";
        return LocalRedirect("/settings/routing");
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Channels = await Choices.ChannelsAsync(db, cancellationToken);
        Departments = await Choices.DepartmentsAsync(db, cancellationToken);
        return Page();
    }

    public sealed class Form
    {
        public int Revision { get; set; }

        public string? Name { get; set; }

        public bool Enabled { get; set; } = true;

        public long? ChannelId { get; set; }

        public string? Words { get; set; }

        public RuleWordsIn WordsIn { get; set; }

        public string? Sender { get; set; }

        public long? MinReach { get; set; }

        public long? DepartmentId { get; set; }

        public Priority? Priority { get; set; }

        public string? Tags { get; set; }
    }
}
