using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Inbox.Shared;

/// <summary>
/// Bytes in a temporary file of our own, mapped into memory: code that works on slices reads them, and the managed heap
/// holds none of them. The file has no name while it is in use, so that a killed process leaves nothing behind.
/// Compiled into Core and into the mail library, which know nothing of each other.
/// </summary>
internal sealed class MappedFile : MemoryManager<byte>
{
    private const int Block = 64 * 1024;

    private readonly FileStream _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly unsafe byte* _start;
    private readonly int _length;
    private bool _disposed;

    private unsafe MappedFile(FileStream file)
    {
        _file = file;
        _length = checked((int)file.Length);
        _map = MemoryMappedFile.CreateFromFile(file, mapName: null, _length, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, _length, MemoryMappedFileAccess.ReadWrite);
        byte* view = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref view);
        // Ours until Dispose: the handle of the view frees the mapping when the last slice is forgotten.
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _start = view + _view.PointerOffset;
    }

    /// <summary>Writes <paramref name="first"/> and then what is left of <paramref name="rest"/>; there must be a byte at least.</summary>
    public static MappedFile Of(ReadOnlySpan<byte> first, Stream rest)
    {
        var file = Create();
        try
        {
            file.Write(first);
            rest.CopyTo(file, Block);
            return new MappedFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static async Task<MappedFile> OfAsync(ReadOnlyMemory<byte> first, Stream rest, CancellationToken cancellationToken)
    {
        var file = Create();
        try
        {
            await file.WriteAsync(first, cancellationToken);
            await rest.CopyToAsync(file, Block, cancellationToken);
            return new MappedFile(file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public override unsafe Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new Span<byte>(_start, _length);
    }

    public override unsafe MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex, default, this);

    public override void Unpin()
    {
        // The mapping never moves.
    }

    /// <summary>Nobody may use a slice any more.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _view.Dispose();
            _map.Dispose();
            _file.Dispose();
        }
    }

    private static FileStream Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var path = Path.Combine(Path.GetTempPath(), $"inbox-{Guid.NewGuid():N}");
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }
}
