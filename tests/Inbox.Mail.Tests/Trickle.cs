namespace Inbox.Mail.Tests;

/// <summary>A stream that gives a few bytes at a time, as networks do.</summary>
internal sealed class Trickle(byte[] content) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, 977)], cancellationToken);
}
