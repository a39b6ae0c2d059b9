using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Hooks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>The kinds that describe their form.</summary>
public sealed partial class EditModel
{
    private IChannel? Adapter => Kinds.FirstOrDefault(k => k.Kind == Input.Kind);

    /// <summary>How the kind is called; null while none is chosen.</summary>
    public string? KindTitle => Adapter is { } adapter ? KindForms.TitleOf(adapter) : null;

    /// <summary>Null for a kind whose form is written out.</summary>
    public ChannelGuide? Guide => (Adapter as IDescribedChannel)?.Guide;

    /// <summary>Names of the secrets that are stored and not shown.</summary>
    public IReadOnlySet<string> KeptSecrets { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    public bool CanCheck => Adapter is IChecksAccess;

    /// <summary>What the far side calls; null where it calls nobody.</summary>
    public string? HookAddress => Adapter is IPushedChannel
        ? $"{Here}/hooks/{(Input.Key is { Length: > 0 } key ? key : "KEY")}"
        : null;

    /// <summary>Where customers open the door; null where it has no page.</summary>
    public string? PublicPage => Guide?.PublicPage is { } page ? Here + page.Replace("{key}", Input.Key is { Length: > 0 } key ? key : "KEY", StringComparison.Ordinal) : null;

    private string Here => address.Url.Length > 0 ? address.Url : $"{Request.Scheme}://{Request.Host}";

    /// <summary>Looks at the far side with the settings as they are typed; a secret left blank is the stored one. Saves nothing.</summary>
    public async Task<IActionResult> OnPostCheckAsync([FromServices] ChannelSecrets secrets, CancellationToken cancellationToken)
    {
        if (Adapter is not IChecksAccess adapter)
        {
            return NotFound();
        }

        var stored = Id is { } id ? await db.Channels.Where(c => c.Id == id).Select(c => c.Settings).FirstOrDefaultAsync(cancellationToken) : null;
        var findings = !secrets.TryReveal(secrets.Protect(Typed(), stored), out var settings)
            ? AccessFindings.Wrong("The stored secrets can no longer be read. Type them again.")
            : adapter.CheckSettings(settings).Values.FirstOrDefault() is { } wrong
                ? AccessFindings.Wrong(wrong)
                : await adapter.CheckAsync(new ChannelInfo(Id ?? 0, Input.Key ?? "", adapter.Kind, Input.Name ?? "", Input.Address?.Trim() ?? "", settings, []), cancellationToken);
        return Partial("Settings/Channels/_AccessFindings", findings);
    }

    /// <summary>The settings as typed, as JSON.</summary>
    private string Typed() => KindForms.Write(Input, Guide);
}
