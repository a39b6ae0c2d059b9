using Inbox.Core.Channels;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>The secret that Inbox makes for a far side: shown once, when it is made.</summary>
public sealed partial class EditModel
{
    /// <summary>In the answer to the form that made it; never stored readable.</summary>
    public string? NewSecret { get; private set; }

    /// <summary>The channel that it belongs to.</summary>
    public long SecretOf { get; private set; }

    /// <summary>The secret before the current one still counts.</summary>
    public bool CountsPrevious => Guide?.SigningSecret is { } names && KeptSecrets.Contains(names.Previous);

    public async Task<IActionResult> OnPostRenewSecretAsync(int revision, CancellationToken cancellationToken) =>
        Id is { } id ? await ShowSecretAsync(id, revision, cancellationToken) : NotFound();

    public async Task<IActionResult> OnPostForgetSecretAsync(int revision, CancellationToken cancellationToken) =>
        Id is { } id
            ? await DoAsync(new ForgetSigningSecret.Command(id, revision, Me), () => Task.FromResult<IActionResult>(LocalRedirect($"/settings/channels/{id}")), cancellationToken)
            : NotFound();

    private async Task<IActionResult> ShowSecretAsync(long id, int revision, CancellationToken cancellationToken)
    {
        var made = await AskAsync(new RenewSigningSecret.Command(id, revision, Me), cancellationToken);
        if (!made.IsOk)
        {
            return Refuse(made.Error);
        }

        (NewSecret, SecretOf) = (made.Value, id);
        Response.Headers.CacheControl = "no-store";
        return Page();
    }
}
