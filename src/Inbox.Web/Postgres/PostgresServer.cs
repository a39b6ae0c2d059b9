using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Inbox.Web.Postgres;

/// <summary>Starts and stops the server of one cluster. Callers hold the start lock or are the last user.</summary>
internal sealed class PostgresServer(EmbeddedPostgresOptions options, PostgresCluster cluster)
{
    private const int Attempts = 5;

    // Waits until no process holds the users' lock any more, however they ended, and stops the server.
    private const string StopAfterLastUser =
        """pid=$(head -n 1 "$0/postmaster.pid") && tr '\0' '\n' < "/proc/$pid/cmdline" | grep -qxF "$0" && kill -INT "$pid" && while kill -0 "$pid"; do sleep 0.05; done""";

    /// <summary>The port of the running server, or null when none runs. One that is just starting or ending is waited for.</summary>
    public async Task<int?> FindAsync(CancellationToken ct)
    {
        while (PostmasterFile.Read(cluster.Folder) is { } file && file.IsAlive(cluster.Folder))
        {
            if (file is { IsReady: true, Port: { } port })
                return port;
            await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
        }
        return null;
    }

    /// <param name="port">Where it ran before, so that connection strings in use stay right; another one if that is taken.</param>
    public async Task<int> StartAsync(int? port, CancellationToken ct)
    {
        var binaries = PostgresBinaries.Find(cluster.Major);
        var user = await PostgresUser.ChooseAsync(binaries, cluster.Home, ct);
        if (cluster.Major is null)
            await cluster.CreateAsync(binaries, user, ct);
        await user.TakeOverAsync(cluster.Home, ct);
        ForgetDeadServer();

        for (var attempt = 1; ; attempt++)
        {
            var candidate = attempt == 1 && port is { } wish && IsFree(wish) ? wish : FreePort();
            if (await TryStartAsync(binaries, user, candidate, ct))
                return candidate;
            if (attempt == Attempts)
                throw new EmbeddedPostgresException($"PostgreSQL did not start: {cluster.LogTail()} (log: {cluster.LogFile})");
        }
    }

    public async Task StopAsync(CancellationToken ct)
    {
        if (PostmasterFile.Read(cluster.Folder)?.IsAlive(cluster.Folder) != true)
            return;
        var binaries = PostgresBinaries.Find(cluster.Major);
        var user = await PostgresUser.ChooseAsync(binaries, cluster.Home, ct);
        var result = await user.RunAsync(binaries.Program("pg_ctl"), ["stop", "-D", cluster.Folder, "-m", "fast", "-w", "-t", "60"], ct);
        // Somebody else may have stopped it between the look and the call.
        if (PostmasterFile.Read(cluster.Folder)?.IsAlive(cluster.Folder) == true)
            result.ThrowIfFailed("PostgreSQL did not stop");
    }

    private async Task<bool> TryStartAsync(PostgresBinaries binaries, PostgresUser user, int port, CancellationToken ct)
    {
        if (File.Exists(cluster.LogFile))
            File.Move(cluster.LogFile, cluster.LogFile + ".1", overwrite: true);
        var settings = Settings(port);
        using var server = OperatingSystem.IsLinux() ? StartOnLinux(binaries, user, settings) : null;
        if (server is null)
        {
            var quoted = string.Join(' ', settings.Select(setting => $"-c \"{setting}\""));
            // No -w: the wait below is the same on every system.
            (await user.RunAsync(binaries.Program("pg_ctl"), ["start", "-W", "-D", cluster.Folder, "-l", cluster.LogFile, "-o", quoted], ct))
                .ThrowIfFailed("PostgreSQL did not start");
        }

        var started = Stopwatch.StartNew();
        while (started.Elapsed < options.StartTimeout)
        {
            if (PostmasterFile.Read(cluster.Folder) is { IsReady: true, Port: { } ready } file && ready == port && file.IsAlive(cluster.Folder))
                return true;
            if (server?.HasExited ?? (started.Elapsed > TimeSpan.FromSeconds(5) && PostmasterFile.Read(cluster.Folder) is null))
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
        }
        throw new EmbeddedPostgresException($"PostgreSQL was not ready within {options.StartTimeout.TotalSeconds:0} seconds (log: {cluster.LogFile}).");
    }

    private Process StartOnLinux(PostgresBinaries binaries, PostgresUser user, IEnumerable<string> settings)
    {
        string[] postgres = [.. user.Prefix, binaries.Program("postgres"), "-D", cluster.Folder, .. settings.SelectMany(setting => new[] { "-c", setting })];
        var server = Detached(postgres);
        // Without flock the last user stops the server when it ends in good order; after a kill the next start finds it running.
        Detached(["flock", "--exclusive", cluster.UsersLock, "/bin/sh", "-c", StopAfterLastUser, cluster.Folder]).Dispose();
        return server;
    }

    /// <summary>
    /// In a session of its own, so that Ctrl-C reaches Inbox first and the server only when Inbox has drained, and with
    /// no handle of ours, so that nobody who reads our output waits for the server.
    /// </summary>
    private Process Detached(string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        string[] arguments = ["-c", "log=$1; shift; umask 077; exec setsid \"$@\" </dev/null >>\"$log\" 2>&1", "inbox", cluster.LogFile, .. command];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private List<string> Settings(int port)
    {
        var settings = new Dictionary<string, string>(PostgresSettings.SmallMachine, StringComparer.Ordinal);
        foreach (var (name, value) in options.Settings)
            settings[name] = value;
        settings["port"] = port.ToString(CultureInfo.InvariantCulture);
        return [.. settings.Select(setting => $"{setting.Key}={setting.Value}")];
    }

    /// <summary>PostgreSQL refuses to start while the process in a stale file lives, though after a reboot it may be anybody.</summary>
    private void ForgetDeadServer()
    {
        if (PostmasterFile.Read(cluster.Folder)?.IsAnyPostgres() == false)
            File.Delete(Path.Combine(cluster.Folder, "postmaster.pid"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
