namespace Inbox.Mail.Encodings;

internal sealed class UuStream(ReadOnlyMemory<byte> encoded) : DecodingStream(encoded)
{
    private bool _ended;

    protected override int Decode(ReadOnlySpan<byte> encoded, Span<byte> output) => UuDecoder.Decode(encoded, output, ref _ended);
}
