using System.ComponentModel;
using System.Diagnostics;

namespace Inbox.Web.Postgres;

internal sealed record ProgramResult(int ExitCode, string Output)
{
    /// <summary>Runs a program to its end. One that is not installed counts as failed, with 127 as in a shell.</summary>
    public static async Task<ProgramResult> OfAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return new ProgramResult(process.ExitCode, await output + await error);
        }
        catch (Win32Exception missing)
        {
            return new ProgramResult(127, missing.Message);
        }
    }

    public void ThrowIfFailed(string what)
    {
        if (ExitCode != 0)
            throw new EmbeddedPostgresException($"{what}: {LastLine(Output)}");
    }

    public static string LastLine(string output) =>
        output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "it said nothing";
}
