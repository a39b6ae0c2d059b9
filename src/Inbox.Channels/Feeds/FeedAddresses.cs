namespace Inbox.Channels.Feeds;

/// <summary>Addresses in feeds are relative to xml:base, else to the document. Only http and https leave this class.</summary>
internal static class FeedAddresses
{
    /// <summary>The absolute address, or null where <paramref name="address"/> is none that a person could open.</summary>
    public static string? Resolve(string? address, Uri baseAddress)
    {
        var trimmed = address?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return null;
        }

        // An absolute address is kept as written: rewriting its escapes would change the identity of an entry without guid.
        // On Unix "/path" parses as an absolute file address, hence the check of the scheme.
        return Uri.TryCreate(trimmed, UriKind.Absolute, out var absolute) && IsWeb(absolute)
            ? trimmed
            : ResolveBase(trimmed, baseAddress) is { } resolved && IsWeb(resolved) ? resolved.AbsoluteUri : null;
    }

    public static Uri? ResolveBase(string address, Uri baseAddress) =>
        Uri.TryCreate(baseAddress, address.Trim(), out var resolved) ? resolved : null;

    private static bool IsWeb(Uri address) => address.Scheme is "http" or "https" && address.Host.Length > 0;
}
