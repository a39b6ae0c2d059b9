using System.Diagnostics;
using System.Text.Json;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Signers;

/// <summary>The packages that senders and their customers sign and check with, run by Node.js; npm restores them once.</summary>
internal static class SignersOfOthers
{
    private static readonly string Folder = Path.Combine(RepositoryFolder.Path, "tests", "Inbox.Channels.Tests", "Signers");

    private static readonly SemaphoreSlim Restoring = new(1);

    /// <summary>One signature for each task, in their order; a task is what sign.mjs takes.</summary>
    public static async Task<IReadOnlyList<string>> SignAsync(params object[] tasks)
    {
        await RestoreAsync();
        return JsonSerializer.Deserialize<List<string>>(await RunAsync("node", ["sign.mjs"], JsonSerializer.Serialize(tasks)))!;
    }

    private static async Task RestoreAsync()
    {
        await Restoring.WaitAsync();
        try
        {
            var restored = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
            if (!restored.Exists || restored.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            {
                await RunAsync("npm", ["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], "");
            }
        }
        finally
        {
            Restoring.Release();
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' in {Folder}: {await errors}");
    }
}
