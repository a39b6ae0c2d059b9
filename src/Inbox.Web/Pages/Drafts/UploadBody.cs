using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Inbox.Web.Pages.Drafts;

/// <summary>A file as it comes in: spooled to a temporary file that goes when it is closed, so that memory holds one block and a slow sender no connection to the database.</summary>
internal sealed class UploadBody : IAsyncDisposable
{
    private const int Block = 64 * 1024;

    private UploadBody(FileStream? content) => Content = content;

    /// <summary>From its beginning; null when it was larger than allowed.</summary>
    public FileStream? Content { get; }

    public static Task<UploadBody> ReadAsync(HttpContext context, long most, CancellationToken cancellationToken)
    {
        // We count ourselves: the server's own limit would cut the connection before anybody read why.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        return context.Request.ContentLength > most ? Task.FromResult(new UploadBody(content: null)) : ReadAsync(context.Request.Body, most, cancellationToken);
    }

    public static async Task<UploadBody> ReadAsync(Stream source, long most, CancellationToken cancellationToken)
    {
        var file = TemporaryFile();
        var block = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            int read;
            while ((read = await source.ReadAsync(block.AsMemory(0, Block), cancellationToken)) > 0)
            {
                if (file.Length + read > most)
                {
                    await file.DisposeAsync();
                    return new UploadBody(content: null);
                }

                await file.WriteAsync(block.AsMemory(0, read), cancellationToken);
            }

            file.Position = 0;
            return new UploadBody(file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    public ValueTask DisposeAsync() => Content?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static FileStream TemporaryFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"inbox-upload-{Guid.NewGuid():N}"), options);
    }
}
