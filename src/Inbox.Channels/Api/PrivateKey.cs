namespace Inbox.Channels.Api;

/// <summary>A private key as providers hand it out: PKCS #8 in PEM (RFC 7468, 10).</summary>
internal static class PrivateKey
{
    private const string Begin = "-----BEGIN PRIVATE KEY-----";
    private const string End = "-----END PRIVATE KEY-----";

    /// <summary>
    /// The bytes between the two lines. An input of one line loses the line breaks of what is pasted, so they count for
    /// nothing. Null where it is no such key.
    /// </summary>
    public static byte[]? Read(string pem)
    {
        var begin = pem.IndexOf(Begin, StringComparison.Ordinal);
        var end = pem.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            return null;
        }

        var text = string.Concat(pem[(begin + Begin.Length)..end].Where(c => !char.IsWhiteSpace(c)));
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length > 0 ? bytes[..length] : null;
    }
}
