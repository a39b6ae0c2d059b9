using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Inbox.Web.Pages.Messages;

/// <summary>Addresses of remote images through Inbox. Signed, so that nobody uses Inbox to fetch what no mail of theirs points to.</summary>
internal sealed class ImageAddress(IDataProtectionProvider protection)
{
    public string Of(long message, string remote) =>
        FormattableString.Invariant($"/messages/{message}/image?u={Uri.EscapeDataString(For(message).Protect(remote))}");

    /// <summary>The remote address, or null when we did not sign it for this message.</summary>
    public Uri? Read(long message, string? signed)
    {
        try
        {
            return signed is { Length: > 0 } && Uri.TryCreate(For(message).Unprotect(signed), UriKind.Absolute, out var address) ? address : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector For(long message) =>
        protection.CreateProtector("Inbox.RemoteImage", message.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
