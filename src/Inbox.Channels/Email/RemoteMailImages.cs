using Inbox.Mail;
using Inbox.Mail.Html;

namespace Inbox.Channels.Email;

/// <summary>The formatted body of a mail once more, this time with the remote images that filing left out.</summary>
public static class RemoteMailImages
{
    /// <summary>Sanitised as when it was filed, but for the images. Null when the mail holds no HTML.</summary>
    /// <param name="raw">The mail as it came.</param>
    /// <param name="inlineImageUrl">The address of an attached image by its Content-ID.</param>
    /// <param name="remoteImageUrl">The address to load instead of a remote one, so that no reader's browser goes there itself.</param>
    public static string? Show(ReadOnlyMemory<byte> raw, Func<string, string?> inlineImageUrl, Func<string, string> remoteImageUrl) =>
        MailReader.Read(raw).HtmlBody is { } html
            ? MailHtml.Sanitize(html, inlineImageUrl, allowRemoteImages: true, remoteImageUrl).Html
            : null;
}
