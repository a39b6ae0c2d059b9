using System.Security.Cryptography;
using System.Text;
using Inbox.Testing.Machine;
using Inbox.Web.Postgres;

namespace Inbox.Testing.Social.Bluesky;

/// <summary>
/// The network's packages, 350 MB of them: restored once on a machine for a lock file and a Node.js, into a folder
/// that all clones share.
/// </summary>
internal static class BlueskyPackages
{
    public static string Sources { get; } = Path.Combine(RepositoryFolder.Path, "tests", "Inbox.Testing", "Social", "Bluesky", "Network");

    private static readonly string[] Copied = ["package.json", "package-lock.json", ".npmrc"];

    /// <summary>The folder that holds <c>node_modules</c>.</summary>
    public static async Task<string> RestoreAsync(CancellationToken ct)
    {
        var folder = Path.Combine(Path.GetTempPath(), "inbox-bluesky-packages-" + await KeyAsync(ct));
        var ready = Path.Combine(folder, "ready");
        Directory.CreateDirectory(folder);
        using var turn = await FileLock.ExclusiveAsync(Path.Combine(folder, "lock"), ct);
        if (File.Exists(ready))
            return folder;

        foreach (var name in Copied)
            File.Copy(Path.Combine(Sources, name), Path.Combine(folder, name), overwrite: true);
        await RunAsync(folder, "ci --ignore-scripts --loglevel=error", ct);
        // Of all packages only this one needs its script: it is compiled, which takes a minute and a half.
        await MachinePackages.EnsureAsync(["g++", "make", "python3"], () => File.Exists("/usr/bin/g++") && File.Exists("/usr/bin/make"), ct);
        await RunAsync(folder, "rebuild better-sqlite3 --loglevel=error", ct);
        await File.WriteAllTextAsync(ready, "", ct);
        return folder;
    }

    private static async Task<string> KeyAsync(CancellationToken ct)
    {
        var node = await ProgramResult.OfAsync("node", ["--version"], ct);
        if (node.ExitCode != 0)
            throw new InvalidOperationException("The Bluesky network of the tests needs Node.js 20 or later with npm: install it and test again.");
        var locked = await File.ReadAllTextAsync(Path.Combine(Sources, "package-lock.json"), ct);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node.Output.Trim() + locked)))[..12];
    }

    private static async Task RunAsync(string folder, string arguments, CancellationToken ct)
    {
        var result = await ProgramResult.OfAsync("npm", ["--prefix", folder, .. arguments.Split(' ')], ct);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"The Bluesky network of the tests cannot be installed: 'npm {arguments}' in {folder} ended with {ProgramResult.LastLine(result.Output)}");
    }
}
