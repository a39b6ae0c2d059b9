namespace Inbox.Mail.Writing;

/// <summary>A written mail whose length is known before it is sent: in memory, or above 1 MB in a file that goes with it.</summary>
public sealed class SpooledMail : IAsyncDisposable
{
    /// <summary>Bytes up to which a mail is kept in memory.</summary>
    public const int SmallBytes = 1024 * 1024;

    private readonly Spool _spool;

    private SpooledMail(Spool spool, bool utf8) => (_spool, Utf8) = (spool, utf8);

    /// <summary>Bytes.</summary>
    public long Length => _spool.Length;

    /// <summary>The headers hold UTF-8 (RFC 6532).</summary>
    public bool Utf8 { get; }

    public static async Task<SpooledMail> WriteAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var spool = new Spool();
        try
        {
            await MailWriter.WriteAsync(mail, spool, cancellationToken);
            return new SpooledMail(spool, mail.NeedsUtf8);
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    /// <summary>The bytes from their beginning; read by one at a time, and never closed by the reader.</summary>
    public Stream Open() => _spool.Rewind();

    public ValueTask DisposeAsync() => _spool.DisposeAsync();

    /// <summary>Begins in memory and moves to a file when it grows.</summary>
    private sealed class Spool : Stream
    {
        private Stream _bytes = new MemoryStream();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _bytes.Length;

        public override long Position
        {
            get => _bytes.Position;
            set => throw new NotSupportedException();
        }

        public Stream Rewind()
        {
            _bytes.Flush();
            _bytes.Position = 0;
            return _bytes;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_bytes is MemoryStream memory && memory.Length + buffer.Length > SmallBytes)
            {
                // Unlinked or deleted with its last handle, so that a crash leaves no mail behind.
                _bytes = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    BufferSize = 64 * 1024,
                    Options = FileOptions.DeleteOnClose,
                });
                memory.WriteTo(_bytes);
                memory.Dispose();
            }

            _bytes.Write(buffer);
        }

        public override void Flush() => _bytes.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _bytes.Dispose();
            base.Dispose(disposing);
        }
    }
}
