using System.Buffers.Text;

namespace Inbox.Mail.Writing;

/// <summary>Base64 in lines of 76 characters (RFC 2045, 6.8).</summary>
internal static class Base64Writer
{
    private const int BytesPerLine = 57;

    public static void Write(ReadOnlySpan<byte> content, Stream output)
    {
        Span<byte> line = stackalloc byte[78];
        while (!content.IsEmpty)
        {
            var piece = content[..Math.Min(BytesPerLine, content.Length)];
            Base64.EncodeToUtf8(piece, line, out _, out var written);
            "\r\n"u8.CopyTo(line[written..]);
            output.Write(line[..(written + 2)]);
            content = content[piece.Length..];
        }
    }
}
