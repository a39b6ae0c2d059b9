using System.Diagnostics;
using Inbox.Testing.Machine;
using Inbox.Web.Postgres;

namespace Inbox.Testing.Mail;

/// <summary>
/// A real Postfix, with Dovecot for logins and IMAP, on free loopback ports and in a folder of its own. It delivers to
/// its mailboxes and nowhere else. Needs root, as both servers do.
/// </summary>
public sealed partial class MailServer : IAsyncDisposable
{
    /// <summary>Nobody has a mailbox there, which the server finds out only after it has taken a mail.</summary>
    public const string BouncingDomain = "bounces.example";

    private readonly MailServerLayout _layout;
    private readonly FileLock _use;

    private MailServer(MailServerLayout layout, FileLock use) => (_layout, _use) = (layout, use);

    public string Host => MailServerLayout.Host;

    /// <summary>Takes mail for the mailboxes from anybody, as from another mail server. Offers STARTTLS.</summary>
    public int SmtpPort => _layout.SmtpPort;

    /// <summary>RFC 6409 submission: STARTTLS and a login are demanded.</summary>
    public int SubmissionPort => _layout.SubmissionPort;

    /// <summary>RFC 8314 submission over implicit TLS.</summary>
    public int SmtpsPort => _layout.SmtpsPort;

    public int ImapPort => _layout.ImapPort;

    public int ImapsPort => _layout.ImapsPort;

    /// <summary>Every mailbox has this one.</summary>
    public string Password => MailServerLayout.Password;

    /// <summary>The self-signed certificate (PEM) that all ports show, for <c>localhost</c> and 127.0.0.1.</summary>
    public string CertificateFile => _layout.CertificateFile;

    /// <param name="mailboxes">Addresses of any domains. A <c>+detail</c> in a recipient is delivered to the address without it.</param>
    public static async Task<MailServer> StartAsync(IReadOnlyList<string> mailboxes, CancellationToken ct)
    {
        await MachinePackages.EnsureAsync(["postfix", "dovecot-imapd"], () => File.Exists("/usr/sbin/postfix") && File.Exists("/usr/lib/dovecot/imap"), ct);
        if (!Environment.IsPrivilegedProcess)
            throw new InvalidOperationException("The mail server of the tests starts only as root: run 'sudo dotnet test', or leave these tests to a container.");

        var layout = new MailServerLayout(Directory.CreateTempSubdirectory("inbox-mail-").FullName, mailboxes);
        await layout.WriteAsync(ct);
        var use = FileLock.TryShared(layout.UseLock)!;
        var server = new MailServer(layout, use);
        try
        {
            server.StopWhenThisProcessEnds();
            await server.LaunchAsync(["dovecot", "-c", layout.DovecotConfiguration], ct);
            await server.LaunchAsync(["postfix", "-c", layout.PostfixFolder, "start"], ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The mails in a mailbox as they were delivered, oldest first.</summary>
    public IReadOnlyList<byte[]> Delivered(string mailbox) =>
    [
        .. new[] { "new", "cur" }
            .Select(folder => new DirectoryInfo(Path.Combine(_layout.Maildir(mailbox), folder)))
            .Where(folder => folder.Exists)
            .SelectMany(folder => folder.GetFiles())
            .OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => File.ReadAllBytes(file.FullName)),
    ];

    /// <summary>Waits until a mailbox holds that many mails; on a time-out the error shows the server's log.</summary>
    public async Task<IReadOnlyList<byte[]>> WaitForMailAsync(string mailbox, int count, CancellationToken ct)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(30))
        {
            if (Delivered(mailbox) is var mails && mails.Count >= count)
                return mails;
            await Task.Delay(20, ct);
        }
        throw new TimeoutException($"{mailbox} holds {Delivered(mailbox).Count} of {count} mails. The end of the log:\n{string.Join('\n', Log().TakeLast(20))}");
    }

    public IReadOnlyList<string> Log() => File.Exists(_layout.PostfixLog) ? File.ReadAllLines(_layout.PostfixLog) : [];

    public async ValueTask DisposeAsync()
    {
        _use.Dispose();
        // The process that waits for this lock stops the servers and removes the folder.
        var waited = Stopwatch.StartNew();
        while (Directory.Exists(_layout.Folder) && waited.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(20);
    }

    /// <summary>Into a file: a daemon keeps the pipe that its launcher was given, and who reads it would wait for the daemon.</summary>
    private async Task LaunchAsync(string[] command, CancellationToken ct)
    {
        var output = _layout.In("launch.log");
        var result = await ProgramResult.OfAsync("/bin/sh", ["-c", "exec \"$@\" </dev/null >\"$0\" 2>&1", output, .. command], ct);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} did not start: {ProgramResult.LastLine(await File.ReadAllTextAsync(output, ct))}");
    }

    /// <summary>One way down for a test that ends and for a test host that is killed.</summary>
    private void StopWhenThisProcessEnds()
    {
        const string Stop = """postfix -c "$0/postfix" stop; doveadm -c "$0/dovecot/dovecot.conf" stop; rm -rf "$0" """;
        string[] arguments = ["-c", "exec setsid \"$@\" </dev/null >/dev/null 2>&1", "inbox", "flock", "--exclusive", _layout.UseLock, "/bin/sh", "-c", Stop, _layout.Folder];
        Process.Start(new ProcessStartInfo("/bin/sh", arguments) { WorkingDirectory = "/" })!.Dispose();
    }
}
