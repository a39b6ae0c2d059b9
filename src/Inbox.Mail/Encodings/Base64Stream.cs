namespace Inbox.Mail.Encodings;

internal sealed class Base64Stream(ReadOnlyMemory<byte> encoded) : DecodingStream(encoded)
{
    private Base64Decoder _decoder;

    protected override int Decode(ReadOnlySpan<byte> encoded, Span<byte> output) => _decoder.Decode(encoded, output);

    protected override int Finish(Span<byte> output) => _decoder.Finish(output);
}
