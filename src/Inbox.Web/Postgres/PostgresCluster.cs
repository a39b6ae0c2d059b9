using System.Globalization;
using System.Security.Cryptography;

namespace Inbox.Web.Postgres;

/// <summary>The files of one private server: the cluster, its password (0600) and its log.</summary>
internal sealed class PostgresCluster
{
    public const string UserName = "inbox";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public PostgresCluster(string dataFolder)
    {
        Home = Path.Combine(dataFolder, "postgres");
        Folder = Path.Combine(Home, "data");
        PasswordFile = Path.Combine(dataFolder, "postgres.password");
        LogFile = Path.Combine(dataFolder, "postgres.log");
        UsersLock = Path.Combine(dataFolder, "postgres.users.lock");
        StartLock = Path.Combine(dataFolder, "postgres.start.lock");
        try
        {
            Directory.CreateDirectory(Home);
            if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
                // The server's own user has to pass through to reach its folder; it cannot list or read this one.
                File.SetUnixFileMode(dataFolder, File.GetUnixFileMode(dataFolder) | UnixFileMode.OtherExecute);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"The data folder {dataFolder} cannot be used ({refused.Message}): set INBOX_DATA to a folder that Inbox may write.", refused);
        }
    }

    public string Home { get; }
    public string Folder { get; }
    public string PasswordFile { get; }
    public string LogFile { get; }

    /// <summary>Held shared by every process that uses the server. Whoever gets it alone may stop the server.</summary>
    public string UsersLock { get; }

    /// <summary>Held alone by the one process that is starting the server.</summary>
    public string StartLock { get; }

    public int? Major
    {
        get
        {
            var file = Path.Combine(Folder, "PG_VERSION");
            return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var major) ? major : null;
        }
    }

    public string ReadPassword() => File.Exists(PasswordFile)
        ? File.ReadAllText(PasswordFile).Trim()
        : throw new EmbeddedPostgresException($"{PasswordFile} is missing: put it back, or move {Home} away to start with an empty database.");

    public string LogTail() => File.Exists(LogFile)
        ? ProgramResult.LastLine(string.Join('\n', File.ReadLines(LogFile).Where(line => line.Contains("FATAL", StringComparison.Ordinal) || line.Contains("PANIC", StringComparison.Ordinal))))
        : "it wrote no log";

    /// <summary>Makes the cluster beside its place and moves it there when it is whole, so that a kill leaves nothing half made.</summary>
    public async Task CreateAsync(PostgresBinaries binaries, PostgresUser user, CancellationToken ct)
    {
        var unfinished = Folder + ".new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        WritePrivate(PasswordFile, password);
        // A copy that the user of PostgreSQL may read, for as long as initdb runs.
        var copy = Path.Combine(Home, "initdb.password");
        WritePrivate(copy, password);
        await user.TakeOverAsync(Home, ct);

        // From 17 on the builtin locale sorts and folds the same on every system.
        string[] locale = binaries.Major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] : ["--locale=C.UTF-8"];
        var result = await user.RunAsync(binaries.Program("initdb"),
            ["--pgdata", unfinished, "--username", UserName, "--pwfile", copy, "--auth=scram-sha-256", "--encoding=UTF8", .. locale], ct);
        File.Delete(copy);
        result.ThrowIfFailed($"PostgreSQL could not make its files in {Home}");
        Directory.Move(unfinished, Folder);
    }

    private static void WritePrivate(string path, string text)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Private;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
