namespace Inbox.Mail.Encodings;

internal sealed class QuotedPrintableStream(ReadOnlyMemory<byte> encoded) : DecodingStream(encoded)
{
    protected override int Decode(ReadOnlySpan<byte> encoded, Span<byte> output) => QuotedPrintable.Decode(encoded, output);

    /// <summary>Not inside an escape, and not where white space would seem to end a line.</summary>
    protected override int Cut(ReadOnlySpan<byte> piece)
    {
        for (var end = piece.Length; end > 2; end--)
        {
            if (piece[end - 1] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'=') && piece[end - 2] != '=' && piece[end - 3] != '=')
            {
                return end;
            }
        }
        return piece.Length;
    }
}
