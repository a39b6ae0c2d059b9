namespace Inbox.Web.Postgres;

/// <summary>
/// How PostgreSQL's programs are started as somebody other than root, whom they refuse. <paramref name="Owner"/> is the
/// user and group that must own the cluster for it; null when Inbox itself is no root and nothing changes hands.
/// </summary>
internal sealed record PostgresUser(IReadOnlyList<string> Prefix, string? Owner)
{
    // "nobody": it is on every Linux, and no account has to be made.
    private const string Nobody = "65534";

    public static async Task<PostgresUser> ChooseAsync(PostgresBinaries binaries, string folder, CancellationToken ct)
    {
        // On Windows pg_ctl drops the administrator's rights by itself.
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return new PostgresUser([], Owner: null);

        PostgresUser[] ways =
        [
            new(["setpriv", "--reuid=" + Nobody, "--regid=" + Nobody, "--clear-groups", "--"], $"{Nobody}:{Nobody}"),
            // Where a parent folder is closed to nobody: still root to the file system, nobody to PostgreSQL.
            new(["unshare", "--user", "--map-user=" + Nobody, "--map-group=" + Nobody, "--"], "0:0"),
        ];
        foreach (var way in ways)
        {
            if (await way.WorksAsync(binaries, folder, ct))
                return way;
        }
        throw new EmbeddedPostgresException(
            $"PostgreSQL does not run as root, and another user cannot reach {folder} or {binaries.Folder}: set INBOX_DATA to a folder that every user may enter, start Inbox as another user, or set ConnectionStrings__Inbox.");
    }

    public Task<ProgramResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        string[] command = [.. Prefix, program, .. arguments];
        return ProgramResult.OfAsync(command[0], command[1..], ct);
    }

    /// <summary>Hands the cluster to this way's owner; another way may have run it before.</summary>
    public async Task TakeOverAsync(string folder, CancellationToken ct)
    {
        if (Owner is not null)
            (await ProgramResult.OfAsync("chown", ["-R", Owner, folder], ct)).ThrowIfFailed($"{folder} could not be handed to the user of PostgreSQL");
    }

    private async Task<bool> WorksAsync(PostgresBinaries binaries, string folder, CancellationToken ct)
    {
        await TakeOverAsync(folder, ct);
        var result = await RunAsync("/bin/sh", ["-c", "\"$0\" --version && test -r \"$1\" && test -w \"$1\" && test -x \"$1\"", binaries.Program("postgres"), folder], ct);
        return result.ExitCode == 0;
    }
}
