namespace Inbox.Web.Postgres;

/// <summary>A lock between processes that the system releases however its holder ends (flock, or share modes on Windows).</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    public static FileLock? TryShared(string path) => Try(path, FileShare.Read);

    public static FileLock? TryExclusive(string path) => Try(path, FileShare.None);

    public static Task<FileLock> SharedAsync(string path, CancellationToken ct) => WaitAsync(path, FileShare.Read, ct);

    public static Task<FileLock> ExclusiveAsync(string path, CancellationToken ct) => WaitAsync(path, FileShare.None, ct);

    public void Dispose() => _file.Dispose();

    private static async Task<FileLock> WaitAsync(string path, FileShare share, CancellationToken ct)
    {
        while (true)
        {
            if (Try(path, share) is { } taken)
                return taken;
            await Task.Delay(TimeSpan.FromMilliseconds(25), ct);
        }
    }

    private static FileLock? Try(string path, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, share, bufferSize: 0));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
