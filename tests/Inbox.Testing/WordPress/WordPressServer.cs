using System.Diagnostics;
using System.Globalization;
using Inbox.Testing.Machine;
using Inbox.Web.Postgres;

namespace Inbox.Testing.WordPress;

/// <summary>
/// A real WordPress of Debian's package on a free loopback port, with a database server of its own, in a folder of its own.
/// Needs root, since a database server runs as another user.
/// </summary>
public sealed partial class WordPressServer : IAsyncDisposable
{
    /// <summary>The account of the blog, who may do everything there.</summary>
    public const string User = "acme";

    private static readonly string[] Packages = ["wordpress", "php-cli", "php-mysql", "mariadb-server"];

    private readonly string _folder;
    private readonly FileLock _use;

    private WordPressServer(string folder, FileLock use, Uri url) => (_folder, _use, Url) = (folder, use, url);

    /// <summary>The blog's home page.</summary>
    public Uri Url { get; }

    /// <summary>An application password of <see cref="User"/>.</summary>
    public string Password { get; private set; } = "";

    /// <param name="permalinks">As in its settings; empty: plain ones, with which <c>/wp-json</c> is not there.</param>
    /// <param name="ct">Nobody waits any more.</param>
    public static async Task<WordPressServer> StartAsync(string permalinks, CancellationToken ct)
    {
        await MachinePackages.EnsureAsync(Packages, () => File.Exists("/usr/share/wordpress/wp-load.php") && File.Exists("/usr/bin/php") && File.Exists("/usr/sbin/mariadbd"), ct);
        if (!Environment.IsPrivilegedProcess)
            throw new InvalidOperationException("The blog of the tests starts only as root: run 'sudo dotnet test', or leave these tests to a container.");

        var folder = Directory.CreateTempSubdirectory("inbox-blog-").FullName;
        var useLock = Path.Combine(folder, "use.lock");
        await File.WriteAllTextAsync(useLock, "", ct);
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Take(1)[0]}/"));
        var server = new WordPressServer(folder, FileLock.TryShared(useLock)!, url);
        try
        {
            StopWhenThisProcessEnds(folder, useLock);
            await server.StartDatabaseAsync(ct);
            await server.InstallAsync(permalinks, ct);
            await server.ServeAsync(permalinks, ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _use.Dispose();
        // The process that waits for this lock stops the servers and removes the folder.
        var waited = Stopwatch.StartNew();
        while (Directory.Exists(_folder) && waited.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(20);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private async Task StartDatabaseAsync(CancellationToken ct)
    {
        // The database server gives its rights up and must still reach its folder.
        await RunAsync($"chmod 755 {_folder} && mariadb-install-db --no-defaults --datadir={In("db")} --user=mysql --auth-root-authentication-method=normal --skip-test-db", ct);
        await LaunchAsync("db", $"mariadbd --no-defaults --datadir={In("db")} --user=mysql --socket={In("db/sock")} --skip-networking --innodb-buffer-pool-size=32M --performance-schema=OFF", ct);
        await UntilAsync(async () => (await ProgramResult.OfAsync("/bin/sh", ["-c", Sql("SELECT 1")], ct)).ExitCode == 0, "db", ct);
        await RunAsync(Sql("CREATE DATABASE blog CHARACTER SET utf8mb4"), ct);
    }

    private string Sql(string statement) => $"mariadb --no-defaults --socket={In("db/sock")} -uroot -e '{statement}' 2>&1";

    private async Task InstallAsync(string permalinks, CancellationToken ct)
    {
        // Links of the package would lead its programs to its own settings.
        await RunAsync($"cp -rL /usr/share/wordpress {In("site")} && rm -f {In("site/.htaccess")}", ct);
        var theme = Directory.CreateDirectory(In("site/wp-content/themes/plain")).FullName;
        foreach (var (name, content) in WordPressFiles.Theme)
            await File.WriteAllTextAsync(Path.Combine(theme, name), content, ct);
        Directory.CreateDirectory(In("site/wp-content/mu-plugins"));
        await File.WriteAllTextAsync(In("site/wp-content/mu-plugins/tests.php"), WordPressFiles.Plugin, ct);
        await File.WriteAllTextAsync(In("site/wp-config.php"), WordPressFiles.Configuration(In("db/sock"), Url), ct);
        await File.WriteAllTextAsync(In("router.php"), WordPressFiles.Router, ct);
        await File.WriteAllTextAsync(In("setup.php"), WordPressFiles.SetUp, ct);
        var result = await ProgramResult.OfAsync("php", [In("setup.php"), permalinks], ct);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"WordPress could not be installed: {ProgramResult.LastLine(result.Output)}");
        Password = result.Output.Trim();
    }

    private async Task ServeAsync(string permalinks, CancellationToken ct)
    {
        // Without permalinks a real server knows nothing of other paths than files.
        var router = permalinks.Length > 0 ? In("router.php") : "";
        await LaunchAsync("php", $"php -S {Url.Authority} -t {In("site")} {router}", ct);
        await UntilAsync(
            async () =>
            {
                try
                {
                    return (await _http.GetAsync(Url, ct)).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "php",
            ct);
    }

    /// <summary>As a group of its own, so that all its processes can be stopped at once.</summary>
    private async Task LaunchAsync(string name, string command, CancellationToken ct) => await RunAsync(
        $"PHP_CLI_SERVER_WORKERS=4 setsid sh -c 'echo $$ >{In(name + ".pid")}; exec {command}' </dev/null >{In(name + ".log")} 2>&1 &", ct);

    private static async Task RunAsync(string command, CancellationToken ct)
    {
        var result = await ProgramResult.OfAsync("/bin/sh", ["-c", command], ct);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"'{command}' failed: {ProgramResult.LastLine(result.Output)}");
    }

    private async Task UntilAsync(Func<Task<bool>> holdsAsync, string name, CancellationToken ct)
    {
        var waited = Stopwatch.StartNew();
        while (!await holdsAsync())
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(30))
                throw new InvalidOperationException($"{name} did not start: {ProgramResult.LastLine(File.Exists(In(name + ".log")) ? await File.ReadAllTextAsync(In(name + ".log"), ct) : "")}");
            await Task.Delay(50, ct);
        }
    }

    /// <summary>One way down for a test that ends and for a test host that is killed.</summary>
    private static void StopWhenThisProcessEnds(string folder, string useLock)
    {
        const string Stop = """for p in php db; do [ -f "$0/$p.pid" ] && kill -TERM -"$(cat "$0/$p.pid")"; done; i=0; while [ -e "$0/db/sock" ] && [ $i -lt 200 ]; do sleep 0.05; i=$((i+1)); done; rm -rf "$0" """;
        string[] arguments = ["-c", "exec setsid \"$@\" </dev/null >/dev/null 2>&1", "inbox", "flock", "--exclusive", useLock, "/bin/sh", "-c", Stop, folder];
        Process.Start(new ProcessStartInfo("/bin/sh", arguments) { WorkingDirectory = "/" })!.Dispose();
    }
}
