using System.Diagnostics;
using System.Globalization;
using Inbox.Web.Postgres;

namespace Inbox.Testing;

/// <summary>The real application as a process of its own on an embedded PostgreSQL in a folder of its own, fsync on.</summary>
public sealed class RunningInbox : IAsyncDisposable
{
    private const string Prefix = "inbox-running-";
    private static readonly string Web = Path.Combine(RepositoryFolder.Path, "src", "Inbox.Web");
    private readonly DirectoryInfo _data;
    private readonly int _port;
    private readonly bool _ownsData;
    private Process _process;

    private RunningInbox(DirectoryInfo data, int port, bool ownsData, Process process) => (_data, _port, _ownsData, _process) = (data, port, ownsData, process);

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public int ProcessId => _process.Id;

    public string DataFolder => _data.FullName;

    /// <param name="dataFolder">That of another one makes this a second node on the same database. Null makes a folder that goes at the end.</param>
    public static async Task<RunningInbox> StartAsync(string? dataFolder = null)
    {
        var data = dataFolder is null ? Directory.CreateTempSubdirectory(Prefix) : Directory.CreateDirectory(dataFolder);
        var port = FreePort.Take(1)[0];
        var inbox = new RunningInbox(data, port, dataFolder is null, Start(data, port, []));
        await inbox.WaitUntilReadyAsync();
        return inbox;
    }

    /// <summary>A verb of the command line on the same data; returns what it printed.</summary>
    public async Task<string> RunVerbAsync(params string[] words)
    {
        using var verb = Start(_data, _port, words);
        var output = await verb.StandardOutput.ReadToEndAsync();
        await verb.WaitForExitAsync();
        return verb.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{string.Join(' ', words)} ended with {verb.ExitCode}");
    }

    /// <summary>Starts on a database that is not there, and returns how the process ended and what it said on standard error.</summary>
    public static async Task<(int ExitCode, string Error)> FailAsync(string connectionString)
    {
        var data = Directory.CreateTempSubdirectory(Prefix);
        using var process = Process.Start(StartInfo(data, FreePort.Take(1)[0], [], connectionString))!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        data.Delete(recursive: true);
        return (process.ExitCode, error);
    }

    /// <summary>Kills the process the hard way and starts it again.</summary>
    public async Task KillAndRestartAsync()
    {
        await KillAsync();
        await RestartAsync();
    }

    /// <summary>Kills the process the hard way.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task RestartAsync()
    {
        _process.Dispose();
        _process = Start(_data, _port, []);
        await WaitUntilReadyAsync();
    }

    /// <summary>The application's database. Keeps its server running until disposed, even while the application is down.</summary>
    public async Task<RunningDatabase> OpenDatabaseAsync() =>
        new(await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(_data.FullName), CancellationToken.None), _data.FullName);

    /// <summary>Resident and highest resident memory in MB, from the kernel.</summary>
    public (int Resident, int Peak) Memory()
    {
        var status = File.ReadAllLines($"/proc/{_process.Id}/status");
        return (Megabytes(status, "VmRSS:"), Megabytes(status, "VmHWM:"));
    }

    /// <summary>Processor time used so far; tells more than the clock on a machine that others use too.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>As a service manager does it; a process that was started in the background may not hear Ctrl+C. Returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        if (_ownsData)
        {
            _data.Delete(recursive: true);
        }
    }

    private static int Megabytes(string[] status, string field) =>
        int.Parse(status.First(l => l.StartsWith(field, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1], CultureInfo.InvariantCulture) / 1024;

    private static Process Start(DirectoryInfo data, int port, string[] words)
    {
        var process = Process.Start(StartInfo(data, port, words, connectionString: null))!;
        if (words.Length == 0)
        {
            // Read, so that a full pipe never stops the server.
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
        }

        return process;
    }

    private static ProcessStartInfo StartInfo(DirectoryInfo data, int port, string[] words, string? connectionString) =>
        new("dotnet", [Path.Combine(Web, "bin", Build, "net10.0", "Inbox.Web.dll"), .. words])
        {
            WorkingDirectory = Web,
            RedirectStandardOutput = true,
            RedirectStandardError = connectionString is not null,
            UseShellExecute = false,
            Environment =
            {
                ["INBOX_DATA"] = data.FullName,
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["Serilog__MinimumLevel__Default"] = "Warning",
                // The far sides of tests are servers on this machine.
                ["Inbox__AllowPrivateNetworks"] = "true",
                ["ConnectionStrings__Inbox"] = connectionString ?? "",
            },
        };

    private static string Build =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        for (var i = 0; i < 600; i++)
        {
            try
            {
                if ((await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            if (_process.HasExited)
            {
                throw new InvalidOperationException("Inbox did not start; its own message stands above.");
            }

            await Task.Delay(200);
        }

        throw new TimeoutException("Inbox was not ready after two minutes.");
    }
}
