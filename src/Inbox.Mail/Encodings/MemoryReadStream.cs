namespace Inbox.Mail.Encodings;

/// <summary>Reads a slice of the mail without copying it.</summary>
internal sealed class MemoryReadStream : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _content;

    public MemoryReadStream(ReadOnlyMemory<byte> content) => _content = content;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _content.Length);
        _content.Span[..count].CopyTo(buffer);
        _content = _content[count..];
        return count;
    }
}
