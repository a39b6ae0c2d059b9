using System.Buffers;
using Inbox.Core.Intake;

namespace Inbox.Web;

/// <summary>Bytes on their way through: a few in memory, many in a temporary file that goes when it is closed.</summary>
internal sealed class Spool : Stream
{
    private const int Block = 64 * 1024;
    private readonly long _most;
    private Stream _store;
    private bool _onDisk;

    /// <param name="most">Bytes; what comes beyond them is only counted.</param>
    /// <param name="expected">Bytes that are likely to come.</param>
    public Spool(long most, long expected = Block)
    {
        _most = most;
        _store = new MemoryStream((int)Math.Min(expected, InboundInsert.SmallBytes));
    }

    /// <summary>All that was written, kept or not.</summary>
    public long Written { get; private set; }

    public bool IsTooLarge => Written > _most;

    /// <summary>The bytes, where they are few; null when they lie on disk.</summary>
    public byte[]? InMemory => _onDisk ? null : _store is MemoryStream memory && memory.Length == memory.Capacity ? memory.GetBuffer() : ((MemoryStream)_store).ToArray();

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _store.Length;

    public override long Position
    {
        get => _store.Position;
        set => _store.Position = value;
    }

    /// <summary>What is announced is too large: nothing of it is read.</summary>
    public void Refuse(long announced) => Written = Math.Max(announced, _most + 1);

    /// <summary>Takes the whole of <paramref name="source"/>, and stops reading once it is too large.</summary>
    public async Task FillAsync(Stream source, CancellationToken cancellationToken)
    {
        var block = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            int read;
            while (!IsTooLarge && (read = await source.ReadAsync(block.AsMemory(0, Block), cancellationToken)) > 0)
            {
                await WriteAsync(block.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        Position = 0;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Count(buffer.Length))
        {
            await _store.WriteAsync(buffer, cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Count(count))
        {
            _store.Write(buffer, offset, count);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => _store.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => _store.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _store.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => _store.ReadAsync(buffer, offset, count, cancellationToken);

    public override void Flush() => _store.Flush();

    public override long Seek(long offset, SeekOrigin origin) => _store.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _store.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Whether the next bytes are kept; makes room for them.</summary>
    private bool Count(int more)
    {
        Written += more;
        if (!_onDisk && Written > InboundInsert.SmallBytes && !IsTooLarge)
        {
            var file = TemporaryFile();
            ((MemoryStream)_store).WriteTo(file);
            (_store, _onDisk) = (file, true);
        }

        return !IsTooLarge;
    }

    private static FileStream TemporaryFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"inbox-mail-{Guid.NewGuid():N}"), options);
    }
}
