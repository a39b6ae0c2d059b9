using Npgsql;

namespace Inbox.Core.Delivery;

/// <summary>A stored file, read slice by slice: memory holds one slice, and a slow receiver holds no connection.</summary>
internal sealed class StoredFile(NpgsqlDataSource database, long id, long length) : Stream
{
    /// <summary>Bytes. The column is stored uncompressed and out of line, so a slice reads only its own pages.</summary>
    private const int Slice = 1 << 20;

    private byte[] _slice = [];
    private int _at;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read - (_slice.Length - _at);
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == _slice.Length && !await NextAsync(cancellationToken))
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _slice.Length - _at);
        _slice.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A stored file is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (_read >= length)
        {
            return false;
        }

        await using var command = database.CreateCommand("SELECT substring(data FROM $1 FOR $2) FROM attachment_contents WHERE attachment_id = $3");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)_read + 1 });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Slice });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        _slice = await command.ExecuteScalarAsync(cancellationToken) as byte[] ?? [];
        _at = 0;
        _read += _slice.Length;
        return _slice.Length > 0 ? true : throw new EndOfStreamException($"The stored file {id} ends after {_read} of {length} bytes.");
    }
}
