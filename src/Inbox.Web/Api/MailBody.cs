using System.Buffers;
using Inbox.Core.Intake;
using Microsoft.AspNetCore.Http.Metadata;

namespace Inbox.Web.Api;

/// <summary>A mail as it came: a small one in memory, a large one in a temporary file that goes when it is closed.</summary>
internal sealed class MailBody : IAsyncDisposable
{
    /// <summary>Bytes.</summary>
    public const long Most = 40 * 1024 * 1024;

    private const int Block = 64 * 1024;
    private FileStream? _file;

    private MailBody(long length) => Length = length;

    /// <summary>More than <see cref="Most"/> when it was too large, and then there is nothing to open.</summary>
    public long Length { get; private set; }

    public byte[]? InMemory { get; private set; }

    public static async Task<MailBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Most)
        {
            return new MailBody(request.ContentLength.Value);
        }

        var body = new MailBody(0);
        try
        {
            await body.ReadAsync(request.Body, (int)Math.Min(request.ContentLength ?? Block, InboundInsert.SmallBytes), cancellationToken);
            return body;
        }
        catch
        {
            await body.DisposeAsync();
            throw;
        }
    }

    /// <summary>From its beginning.</summary>
    public Stream Open()
    {
        if (InMemory is not null)
        {
            return new MemoryStream(InMemory, writable: false);
        }

        _file!.Position = 0;
        return _file;
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task ReadAsync(Stream source, int expected, CancellationToken cancellationToken)
    {
        var memory = new MemoryStream(expected);
        var block = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            int read;
            while ((read = await source.ReadAsync(block.AsMemory(0, Block), cancellationToken)) > 0)
            {
                Length += read;
                if (Length > Most)
                {
                    return;
                }

                if (_file is null && Length > InboundInsert.SmallBytes)
                {
                    _file = TemporaryFile();
                    memory.WriteTo(_file);
                    memory = new MemoryStream();
                }

                await (_file ?? (Stream)memory).WriteAsync(block.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        if (_file is null)
        {
            InMemory = memory.Length == memory.Capacity ? memory.GetBuffer() : memory.ToArray();
        }
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

    /// <summary>
    /// The server's own limit would cut the connection while the sender still writes, who then never reads why.
    /// We count ourselves, answer, and the server reads on for at most five seconds.
    /// </summary>
    internal sealed class Limit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }
}
