using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Inbox.Web.Postgres;

namespace Inbox.Testing.Mail;

/// <summary>The folder of one mail server: where everything lies, and the files that are the same for both programs.</summary>
internal sealed class MailServerLayout
{
    public const string Host = "127.0.0.1";
    public const string Password = "correct horse";

    /// <summary>Owns the mailboxes. The number needs no account.</summary>
    public const int MailboxUser = 5000;

    public MailServerLayout(string folder, IReadOnlyList<string> mailboxes)
    {
        (Folder, Mailboxes) = (folder, mailboxes);
        var ports = FreePort.Take(5);
        (SmtpPort, SubmissionPort, SmtpsPort, ImapPort, ImapsPort) = (ports[0], ports[1], ports[2], ports[3], ports[4]);
    }

    public string Folder { get; }
    public IReadOnlyList<string> Mailboxes { get; }
    public int SmtpPort { get; }
    public int SubmissionPort { get; }
    public int SmtpsPort { get; }
    public int ImapPort { get; }
    public int ImapsPort { get; }

    public string UseLock => In("use.lock");
    public string CertificateFile => In("tls", "certificate.pem");
    public string KeyFile => In("tls", "key.pem");
    public string PostfixFolder => In("postfix");
    public string PostfixLog => In("postfix.log");
    public string DovecotConfiguration => In("dovecot", "dovecot.conf");
    public string Passwords => In("dovecot", "users");

    /// <summary>Where Postfix asks Dovecot about a login.</summary>
    public string LoginSocket => In("dovecot", "login");

    public string In(params string[] parts) => Path.Combine([Folder, .. parts]);

    public string Maildir(string mailbox) => In("boxes", RelativeMaildir(mailbox));

    public static string RelativeMaildir(string mailbox) =>
        mailbox.Split('@') is [var name, var domain] ? $"{domain}/{name}/Maildir/" : throw new ArgumentException($"'{mailbox}' is no address.", nameof(mailbox));

    public async Task WriteAsync(CancellationToken ct)
    {
        if (!OperatingSystem.IsWindows())
            // Both servers give up root and still have to pass through.
            File.SetUnixFileMode(Folder, File.GetUnixFileMode(Folder) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        foreach (var part in new[] { "boxes", "tls", "postfix", "queue", "postfix-data", "dovecot/run", "dovecot/state" })
            Directory.CreateDirectory(In(part));
        WriteCertificate();
        await File.WriteAllTextAsync(Passwords, string.Concat(Mailboxes.Select(mailbox => $"{mailbox}:{{PLAIN}}{Password}\n")), ct);
        await File.WriteAllTextAsync(DovecotConfiguration, MailServerConfiguration.Dovecot(this), ct);
        await File.WriteAllTextAsync(In("postfix", "mailboxes"), string.Concat(Mailboxes.Select(mailbox => $"{mailbox} {RelativeMaildir(mailbox)}\n")), ct);
        await File.WriteAllTextAsync(In("postfix", "main.cf"), MailServerConfiguration.PostfixMain(this), ct);
        await File.WriteAllTextAsync(In("postfix", "master.cf"), MailServerConfiguration.PostfixServices(this), ct);
        await File.WriteAllTextAsync(UseLock, "", ct);
        (await ProgramResult.OfAsync("chown", ["-R", $"{MailboxUser}:{MailboxUser}", In("boxes")], ct)).ThrowIfFailed("The mailboxes could not be handed over");
        (await ProgramResult.OfAsync("chown", ["postfix", In("postfix-data")], ct)).ThrowIfFailed("Postfix's data folder could not be handed over");
    }

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
