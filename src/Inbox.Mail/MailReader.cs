using Inbox.Mail.Parsing;
using Inbox.Shared;

namespace Inbox.Mail;

/// <summary>
/// Reads mails (RFC 5322, RFC 2045 to 2049) of any quality: no input makes it throw, recurse without bound or
/// take more than linear time. See README.md.
/// </summary>
public static class MailReader
{
    /// <summary>Bytes up to which a mail from a stream is held in memory.</summary>
    private const int Small = 1024 * 1024;

    public static MailMessage Read(byte[] mail) => Read(mail.AsMemory());

    /// <summary>The message keeps slices of <paramref name="mail"/>; the memory must not change while it is in use.</summary>
    public static MailMessage Read(ReadOnlyMemory<byte> mail) => Read(mail, storage: null);

    /// <summary>
    /// Reads the stream from its position to its end, once: into memory, or into a temporary file where the mail is larger
    /// than a megabyte. Dispose the message when it is no longer needed.
    /// </summary>
    /// <exception cref="IOException">The stream cannot be read, or there is no room for the temporary file.</exception>
    public static MailMessage Read(Stream mail)
    {
        var start = new byte[StartOf(mail)];
        var read = mail.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return read < start.Length ? Read(start.AsMemory(0, read)) : Read(MappedFile.Of(start, mail));
    }

    /// <inheritdoc cref="Read(Stream)"/>
    public static async Task<MailMessage> ReadAsync(Stream mail, CancellationToken cancellationToken)
    {
        var start = new byte[StartOf(mail)];
        var read = await mail.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return read < start.Length ? Read(start.AsMemory(0, read)) : Read(await MappedFile.OfAsync(start, mail, cancellationToken));
    }

    private static MailMessage Read(MappedFile storage)
    {
        var message = Read(storage.Memory, storage);
        GC.KeepAlive(storage);
        return message;
    }

    private static MailMessage Read(ReadOnlyMemory<byte> mail, MappedFile? storage)
    {
        var warnings = new Warnings();
        var source = WithLineFeeds(SkipPreface(mail), warnings);
        var root = new PartParser(source, warnings).Parse();
        var bodies = BodySelector.Select(root, warnings);
        return new MailMessage(root, bodies, warnings, storage);
    }

    /// <summary>One byte more than a stream of known length has, so that its end is seen.</summary>
    private static int StartOf(Stream mail) => mail.CanSeek ? (int)Math.Clamp(mail.Length - mail.Position + 1, 1, Small) : Small;

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
        var copy = mail.Length <= Small ? mail.ToArray() : MappedFile.Of(mail.Span, Stream.Null).Memory;
        copy.Span.Replace((byte)'\r', (byte)'\n');
        return copy;
    }
}
