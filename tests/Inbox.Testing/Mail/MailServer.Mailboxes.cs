using System.Globalization;
using System.Text.RegularExpressions;
using Inbox.Web.Postgres;

namespace Inbox.Testing.Mail;

/// <summary>What a test does to the mailboxes behind the servers' backs, and to Dovecot itself.</summary>
public sealed partial class MailServer
{
    private int _put;

    /// <summary>Ends Dovecot, and every IMAP connection in the middle of whatever it does; mail is delivered all the same.</summary>
    public async Task StopImapAsync(CancellationToken ct)
    {
        var master = int.Parse(await File.ReadAllTextAsync(_layout.In("dovecot", "run", "master.pid"), ct), CultureInfo.InvariantCulture);
        var sessions = ChildrenOf(master);
        (await ProgramResult.OfAsync("doveadm", ["-c", _layout.DovecotConfiguration, "stop"], ct)).ThrowIfFailed("Dovecot did not stop");
        var pid = _layout.In("dovecot", "run", "master.pid");
        await Eventually.IsAsync(() => Task.FromResult(!File.Exists(pid)));
        // A session that is busy outlives its master.
        foreach (var session in sessions.Where(s => Directory.Exists($"/proc/{s}")))
        {
            await ProgramResult.OfAsync("kill", ["-KILL", session.ToString(CultureInfo.InvariantCulture)], ct);
        }

        // What was killed while it wrote leaves its lock, and the next session would wait two minutes for it.
        foreach (var left in Directory.GetFiles(_layout.In("boxes"), "dovecot-uidlist.lock", SearchOption.AllDirectories))
        {
            File.Delete(left);
        }
    }

    public Task StartImapAsync(CancellationToken ct) => LaunchAsync(["dovecot", "-c", _layout.DovecotConfiguration], ct);

    /// <summary>Lays mails straight into a folder, much faster than any server delivers them.</summary>
    /// <param name="folder">As in the mailbox's folder list, without separators; empty is the INBOX.</param>
    public async Task PutAsync(string mailbox, IEnumerable<byte[]> mails, CancellationToken ct, string folder = "")
    {
        var maildir = FolderOf(mailbox, folder);
        foreach (var part in new[] { "tmp", "new", "cur" })
        {
            Directory.CreateDirectory(Path.Combine(maildir, part));
        }

        List<(string From, string To)> laid = [];
        foreach (var mail in mails)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + Interlocked.Increment(ref _put)}.P1.test");
            laid.Add((Path.Combine(maildir, "tmp", name), Path.Combine(maildir, "new", name)));
            await File.WriteAllBytesAsync(laid[^1].From, mail, ct);
        }

        // Only what lies still: Dovecot's own files come and go beside it.
        var owner = $"{MailServerLayout.MailboxUser}:{MailServerLayout.MailboxUser}";
        var inbox = new DirectoryInfo(_layout.Maildir(mailbox).TrimEnd('/'));
        string[] folders = [inbox.Parent!.Parent!.FullName, inbox.Parent.FullName, inbox.FullName, maildir, Path.Combine(maildir, "new"), Path.Combine(maildir, "cur")];
        (await ProgramResult.OfAsync("chown", [owner, .. folders], ct)).ThrowIfFailed("The folders could not be handed over");
        (await ProgramResult.OfAsync("chown", ["-R", owner, Path.Combine(maildir, "tmp")], ct)).ThrowIfFailed("The mails could not be handed over");
        foreach (var (from, to) in laid)
        {
            File.Move(from, to);
        }
    }

    /// <summary>Names of the mails in a folder, with Maildir's flags at their end: ":2,S" is seen.</summary>
    public IReadOnlyList<string> Files(string mailbox, string folder = "") =>
    [
        .. new[] { "new", "cur" }
            .Select(part => Path.Combine(FolderOf(mailbox, folder), part))
            .Where(Directory.Exists)
            .SelectMany(Directory.GetFiles)
            .Select(file => Path.GetFileName(file)),
    ];

    /// <summary>Removes mails as somebody with another mail program does.</summary>
    public void Remove(string mailbox, Func<byte[], bool> which)
    {
        foreach (var file in new[] { "new", "cur" }.SelectMany(part => Directory.GetFiles(Path.Combine(_layout.Maildir(mailbox), part))))
        {
            if (which(File.ReadAllBytes(file)))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Gives the INBOX new UIDs and another UIDVALIDITY, as after a restored backup. Dovecot must be stopped.</summary>
    public void Renumber(string mailbox)
    {
        var maildir = _layout.Maildir(mailbox);
        var list = Path.Combine(maildir, "dovecot-uidlist");
        var validity = uint.Parse(Validity().Match(File.ReadLines(list).First()).Groups["number"].Value, CultureInfo.InvariantCulture);
        foreach (var file in Directory.GetFiles(maildir, "dovecot*"))
        {
            File.Delete(file);
        }

        File.WriteAllText(list, string.Create(CultureInfo.InvariantCulture, $"3 V{validity + 1} N1 G{Guid.NewGuid():N}\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(list, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
    }

    private static List<int> ChildrenOf(int parent) =>
    [
        .. Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Where(name => name!.All(char.IsAsciiDigit) && ParentOf(name!) == parent)
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Of <c>/proc/PID/stat</c>: "pid (name) state parent …"; null once the process is gone.</summary>
    private static int? ParentOf(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string FolderOf(string mailbox, string folder) => folder.Length == 0 ? _layout.Maildir(mailbox) : Path.Combine(_layout.Maildir(mailbox), "." + folder);

    [GeneratedRegex(@"^3 V(?<number>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Validity();
}
