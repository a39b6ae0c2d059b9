namespace Inbox.Mail.Encodings;

/// <summary>Decodes a transfer encoding piece by piece as it is read: memory stays at one small buffer whatever the content weighs.</summary>
internal abstract class DecodingStream : ReadOnlyStream
{
    private const int Piece = 32 * 1024;
    private readonly byte[] _buffer;
    private ReadOnlyMemory<byte> _encoded;
    private int _start;
    private int _end;
    private bool _finished;

    protected DecodingStream(ReadOnlyMemory<byte> encoded)
    {
        _encoded = encoded;
        // No decoder writes more than it reads; the rest is room for what it held back.
        _buffer = new byte[Math.Min(Piece, encoded.Length) + 8];
    }

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

    protected abstract int Decode(ReadOnlySpan<byte> encoded, Span<byte> output);

    /// <summary>Writes what was held back until the end.</summary>
    protected virtual int Finish(Span<byte> output) => 0;

    /// <summary>Where to cut a piece without a line end; the whole piece by default.</summary>
    protected virtual int Cut(ReadOnlySpan<byte> piece) => piece.Length;

    private void Fill()
    {
        _start = 0;
        if (_encoded.IsEmpty)
        {
            _end = Finish(_buffer);
            _finished = true;
            return;
        }
        var piece = _encoded[..Math.Min(Piece, _encoded.Length)];
        if (piece.Length < _encoded.Length)
        {
            // Pieces end at line ends where there are any, so that decoders see lines whole.
            var lineEnd = piece.Span.LastIndexOf((byte)'\n');
            piece = piece[..(lineEnd < 0 ? Cut(piece.Span) : lineEnd + 1)];
        }
        _end = Decode(piece.Span, _buffer);
        _encoded = _encoded[piece.Length..];
    }
}
