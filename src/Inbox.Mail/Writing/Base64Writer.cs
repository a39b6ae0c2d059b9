using System.Buffers;
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

    /// <summary>A stream in pieces of whole lines, so that memory holds one piece.</summary>
    public static async Task WriteAsync(Stream content, Stream output, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BytesPerLine * 1024);
        try
        {
            var piece = buffer.AsMemory(0, BytesPerLine * 1024);
            int read;
            while ((read = await content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                Write(piece.Span[..read], output);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
