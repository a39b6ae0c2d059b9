using System.Net;
using System.Net.Mail;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Inbox.Testing.Mail;

namespace Inbox.Web.Tests.Testing;

public sealed class MailServerTests : IAsyncLifetime
{
    private const string Support = "support@inbox.test";
    private const string Customer = "anna@customer.test";

    private readonly CancellationToken _ct = new CancellationTokenSource(TimeSpan.FromMinutes(8)).Token;
    private MailServer _server = null!;

    public async Task InitializeAsync() => _server = await MailServer.StartAsync([Support, Customer], _ct);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Mail_sent_by_smtp_lies_in_its_mailbox_without_the_detail_of_the_address()
    {
        using var client = new SmtpClient(_server.Host, _server.SmtpPort);
        await client.SendMailAsync(Customer, "support+c1042.sig@inbox.test", "Broken", "It broke.", _ct);

        var mail = Encoding.UTF8.GetString((await _server.WaitForMailAsync(Support, 1, _ct))[0]);

        mail.ShouldContain("Delivered-To: support+c1042.sig@inbox.test");
        mail.ShouldContain("It broke.");
        _server.Delivered(Customer).ShouldBeEmpty();
    }

    [Fact]
    public async Task Submission_refuses_without_login_and_demands_tls_before_one()
    {
        using var client = new SmtpClient(_server.Host, _server.SubmissionPort);

        var refused = await Should.ThrowAsync<SmtpException>(client.SendMailAsync(Support, Customer, "s", "b", _ct));

        refused.Message.ShouldContain("STARTTLS");
    }

    [Fact]
    public async Task Mailbox_is_read_by_imap_over_tls_with_the_server_certificate()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _server.ImapsPort, _ct);
        await using var tls = new SslStream(socket.GetStream());
        var trusted = X509CertificateLoader.LoadCertificateFromFile(_server.CertificateFile);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { trusted }, RevocationMode = X509RevocationMode.NoCheck },
        }, _ct);
        using var reader = new StreamReader(tls, Encoding.ASCII);

        (await reader.ReadLineAsync(_ct)).ShouldStartWith("* OK");
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"a LOGIN {Support} \"{_server.Password}\"\r\n"), _ct);

        (await reader.ReadLineAsync(_ct)).ShouldStartWith("a OK");
    }
}
