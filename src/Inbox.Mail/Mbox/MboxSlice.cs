using System.Buffers;

namespace Inbox.Mail.Mbox;

/// <summary>One mail cut out of an mbox file, for readers that know where it lies.</summary>
public static class MboxSlice
{
    /// <param name="slice">The bytes from <see cref="MboxMessage.Start"/> to <see cref="MboxMessage.End"/>, separator included.</param>
    /// <returns>What <see cref="MboxReader"/> gives for the same mail.</returns>
    public static byte[] Read(ReadOnlySpan<byte> slice)
    {
        var mail = new ArrayBufferWriter<byte>(Math.Max(1, slice.Length));
        var rest = slice;
        if (rest.StartsWith("From "u8))
        {
            var end = rest.IndexOf((byte)'\n');
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..(end + 1)];
            mail.Write(MboxReader.IsQuoted(line) ? line[1..] : line);
            rest = rest[line.Length..];
        }
        return MboxReader.Finish(mail, 0, slice.Length).Content;
    }
}
