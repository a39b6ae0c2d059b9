using Inbox.Mail.Parsing;
using Inbox.Mail.Text;

namespace Inbox.Mail;

/// <summary>
/// Reads mails (RFC 5322, RFC 2045 to 2049) of any quality: no input makes it throw, recurse without bound or
/// take more than linear time. See README.md.
/// </summary>
public static class MailReader
{
    public static MailMessage Read(byte[] mail) => Read(mail.AsMemory());

    /// <summary>The message keeps slices of <paramref name="mail"/>; the memory must not change while it is in use.</summary>
    public static MailMessage Read(ReadOnlyMemory<byte> mail)
    {
        var warnings = new Warnings();
        var source = WithLineFeeds(SkipPreface(mail), warnings);
        var root = new PartParser(source, warnings).Parse();
        var bodies = BodySelector.Select(root, warnings);
        return new MailMessage(root, bodies, warnings);
    }

    /// <summary>Reads the stream to its end into memory, once.</summary>
    public static MailMessage Read(Stream mail)
    {
        using var buffer = new MemoryStream(mail.CanSeek ? (int)Math.Min(mail.Length - mail.Position, Array.MaxLength) : 0);
        mail.CopyTo(buffer);
        return Read(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    public static async Task<MailMessage> ReadAsync(Stream mail, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream(mail.CanSeek ? (int)Math.Min(mail.Length - mail.Position, Array.MaxLength) : 0);
        await mail.CopyToAsync(buffer, cancellationToken);
        return Read(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    /// <summary>A byte order mark and blank lines before the first field are leftovers of the way here.</summary>
    private static ReadOnlyMemory<byte> SkipPreface(ReadOnlyMemory<byte> mail)
    {
        var span = mail.Span;
        var start = span.StartsWith("\uFEFF"u8) ? 3 : 0;
        var content = span[start..].IndexOfAnyExcept((byte)'\r', (byte)'\n');
        if (content <= 0)
        {
            return mail[start..];
        }
        // A mail without any header starts with a blank line; one with a header does not.
        var line = HeaderReader.LineAt(span, start + content, out _);
        var colon = line.IndexOf((byte)':');
        return colon > 0 && !line[..colon].ContainsAnyExceptInRange((byte)33, (byte)126) ? mail[(start + content)..] : mail[start..];
    }

    /// <summary>A mail from a system whose lines end in a lone CR.</summary>
    private static ReadOnlyMemory<byte> WithLineFeeds(ReadOnlyMemory<byte> mail, Warnings warnings)
    {
        if (mail.Span.Contains((byte)'\n') || !mail.Span.Contains((byte)'\r'))
        {
            return mail;
        }
        warnings.Add("The lines end in bare carriage returns.");
        var copy = mail.ToArray();
        copy.AsSpan().Replace((byte)'\r', (byte)'\n');
        return copy;
    }
}
