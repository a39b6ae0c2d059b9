using Inbox.Web.Postgres;

namespace Inbox.Testing.Machine;

/// <summary>Debian packages that tests drive for real. As root what is missing is installed; otherwise the error says how.</summary>
public static class MachinePackages
{
    private const string ServicePolicy = "/usr/sbin/policy-rc.d";

    // How Debian lets nobody start a service on installation: a test starts what it needs, on ports of its own.
    private const string DenyServices = "#!/bin/sh\n# Written by the tests of Inbox for the time of an installation.\nexit 101\n";

    public static async Task EnsureAsync(IReadOnlyList<string> packages, Func<bool> arePresent, CancellationToken ct)
    {
        if (arePresent())
            return;
        var install = $"apt-get install --no-install-recommends {string.Join(' ', packages)}";
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
            throw new InvalidOperationException($"These tests need {string.Join(", ", packages)}: run 'sudo {install}' (Debian, Ubuntu) and test again.");

        // Test projects run in parallel, and so may clones.
        using var machine = await FileLock.ExclusiveAsync("/tmp/inbox-machine-packages.lock", ct);
        if (arePresent())
            return;
        var denied = !File.Exists(ServicePolicy) || await File.ReadAllTextAsync(ServicePolicy, ct) == DenyServices;
        try
        {
            if (denied)
                await DenyServiceStartsAsync(ct);
            var result = await AptAsync(["install", "--no-install-recommends", .. packages], ct);
            if (result.ExitCode != 0)
            {
                // No package lists yet, old ones, or an installation that was killed half-way.
                await ProgramResult.OfAsync("dpkg", ["--configure", "-a"], ct);
                await AptAsync(["update"], ct);
                result = await AptAsync(["install", "--no-install-recommends", .. packages], ct);
            }
            if (result.ExitCode != 0 || !arePresent())
                throw new InvalidOperationException($"'{install}' failed: {ProgramResult.LastLine(result.Output)}");
        }
        finally
        {
            if (denied)
                File.Delete(ServicePolicy);
        }
    }

    private static Task<ProgramResult> AptAsync(string[] arguments, CancellationToken ct) =>
        ProgramResult.OfAsync("env", ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300", .. arguments], ct);

    private static async Task DenyServiceStartsAsync(CancellationToken ct)
    {
        await File.WriteAllTextAsync(ServicePolicy, DenyServices, ct);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(ServicePolicy, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }
}
