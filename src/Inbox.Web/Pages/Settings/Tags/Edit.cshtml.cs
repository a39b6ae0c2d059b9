using System.Globalization;
using Inbox.Core.Data;
using Inbox.Core.Tags;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Tags;

public sealed class EditModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public List<SelectListItem> Others { get; private set; } = [];

    /// <param name="name">What the new tag is called, from the list of those that are in use already.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<IActionResult> OnGetAsync(string? name, CancellationToken cancellationToken)
    {
        if (Id is not { } id)
        {
            Input.Name = name;
            return await ShowAsync(cancellationToken);
        }

        var found = await db.Tags.Where(t => t.Id == id)
            .Select(t => new Form { Revision = t.Revision, Name = t.Name, Description = t.Description, Hue = t.Hue, Archived = t.Archived })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return NotFound();
        }

        Input = found;
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var saved = await SaveAsync(
            new SaveTag.Command(Id, Input.Revision, Input.Name ?? "", Input.Description ?? "", Input.Hue, Input.Archived, Me), field: null, cancellationToken);
        if (saved is null)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = $"{Input.Name} is saved.";
        return LocalRedirect("/settings/tags");
    }

    public async Task<IActionResult> OnPostMergeAsync(long into, CancellationToken cancellationToken) =>
        await db.Tags.Where(t => t.Id == Id).Select(t => t.Name).FirstOrDefaultAsync(cancellationToken) is { } name
            ? await DoAsync(new MergeTags.Command(name, into, Me), () => Left($"“{name}” is merged. The cases follow in the background."), cancellationToken)
            : NotFound();

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) =>
        Id is { } id
            ? DoAsync(new DeleteTag.Command(id, Me), () => Left("The tag is deleted. The cases follow in the background."), cancellationToken)
            : Task.FromResult<IActionResult>(NotFound());

    private Task<IActionResult> Left(string said)
    {
        Saved = said;
        return Task.FromResult(GoTo("/settings/tags"));
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Others = await db.Tags.Where(t => t.Id != Id).OrderBy(t => t.Name)
            .Select(t => new SelectListItem(t.Name, t.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancellationToken);
        return Page();
    }

    public sealed class Form
    {
        public int Revision { get; set; }

        public string? Name { get; set; }

        public string? Description { get; set; }

        public int Hue { get; set; }

        public bool Archived { get; set; }
    }
}
