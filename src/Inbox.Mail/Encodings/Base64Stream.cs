namespace Inbox.Mail.Encodings;

/// <summary>Decodes base64 as it is read: memory stays at one small buffer whatever the attachment weighs.</summary>
internal sealed class Base64Stream : ReadOnlyStream
{
    private const int Piece = 32 * 1024;
    private readonly byte[] _buffer = new byte[(Piece / 4 * 3) + 8];
    private Base64Decoder _decoder;
    private int _start;
    private int _end;
    private bool _finished;
    private ReadOnlyMemory<byte> _encoded;

    public Base64Stream(ReadOnlyMemory<byte> encoded) => _encoded = encoded;

    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && !_finished)
        {
            Fill();
        }
        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private void Fill()
    {
        _start = 0;
        if (_encoded.IsEmpty)
        {
            _end = _decoder.Finish(_buffer);
            _finished = true;
            return;
        }
        var piece = _encoded[..Math.Min(Piece, _encoded.Length)];
        // Pieces end at line ends where there are any, so that lines reach the fast decoder whole.
        var lineEnd = piece.Span.LastIndexOf((byte)'\n');
        piece = lineEnd < 0 ? piece : piece[..(lineEnd + 1)];
        _end = _decoder.Decode(piece.Span, _buffer);
        _encoded = _encoded[piece.Length..];
    }
}
