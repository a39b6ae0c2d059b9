using System.Diagnostics;
using System.Globalization;

namespace Inbox.Web.Postgres;

/// <summary>
/// What a running server says of itself in <c>postmaster.pid</c>: line 1 its process, 4 its port, 8 its state
/// (PostgreSQL source, <c>src/include/utils/pidfile.h</c>). The file outlives a server that was killed.
/// </summary>
internal sealed record PostmasterFile(int ProcessId, int? Port, bool IsReady)
{
    public static PostmasterFile? Read(string clusterFolder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(clusterFolder, "postmaster.pid"));
        }
        catch (IOException)
        {
            // Not there, or just being taken away: no server either way.
            return null;
        }
        if (lines.Length == 0 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid))
            return null;
        int? port = lines.Length > 3 && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var number) ? number : null;
        return new PostmasterFile(pid, port, lines.Length > 7 && lines[7].Trim() == "ready");
    }

    /// <summary>Whether the server of that cluster still runs; after a reboot the process number may be anybody's.</summary>
    public bool IsAlive(string clusterFolder) =>
        OperatingSystem.IsLinux() ? CommandLine() is [var program, .. var arguments] && IsPostgres(program) && arguments.Contains(clusterFolder) : IsAnyPostgres();

    /// <summary>Whether the process is a PostgreSQL at all, if perhaps that of another cluster.</summary>
    public bool IsAnyPostgres()
    {
        if (OperatingSystem.IsLinux())
            return CommandLine() is [var program, ..] && IsPostgres(program);
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return IsPostgres(process.ProcessName);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsPostgres(string program) => Path.GetFileName(program) == "postgres";

    /// <summary>Empty for a process that is gone, or dead and not collected yet.</summary>
    private string[] CommandLine()
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
