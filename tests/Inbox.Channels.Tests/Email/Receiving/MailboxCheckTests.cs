using System.Text.Json.Nodes;
using Inbox.Channels.Email;
using Inbox.Channels.Email.Receiving;
using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Email.Receiving;

/// <summary>What the check says to an administrator who types settings.</summary>
public sealed class MailboxCheckTests(Dovecot dovecot) : IClassFixture<Dovecot>
{
    private readonly string _box = dovecot.NewBox();

    [Fact]
    public async Task Right_settings_tell_server_folders_and_number_of_mails()
    {
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(5), default);
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(1), default, folder: "Aside");

        var found = await CheckAsync(("imapAfter", "move"), ("imapMoveTo", "Done"));

        found.Problem.ShouldBeNull();
        (found.Server, found.Mails, found.Push, found.MakesFolder).ShouldBe(("Dovecot", 5u, true, "Done"));
        found.Folders.Select(f => f.Name).ShouldBe(["Aside", "INBOX", "Sent"]);
        dovecot.Server.Files(_box, "Done").ShouldBeEmpty();
    }

    [Fact]
    public async Task Name_that_is_not_there_is_said_by_the_server_field()
    {
        var found = await CheckAsync(("imapHost", "imap.no-such-name.invalid"));

        found.Field.ShouldBe("imapHost");
        found.Problem.ShouldBe("There is no server named imap.no-such-name.invalid. Is the name spelled right?");
    }

    [Fact]
    public async Task Port_that_is_closed_is_said_by_the_port_field()
    {
        var port = FreePort.Take(1)[0];

        var found = await CheckAsync(("imapPort", port));

        found.Field.ShouldBe("imapPort");
        found.Problem!.ShouldStartWith($"Nothing listens at port {port} of 127.0.0.1.");
    }

    [Fact]
    public async Task Port_of_another_server_is_said_by_the_port_field()
    {
        var found = await CheckAsync(("imapPort", dovecot.Server.SmtpPort), ("imapSecurity", "none"));

        found.Field.ShouldBe("imapPort");
        found.Problem!.ShouldContain("not as an IMAP server does");
    }

    [Fact]
    public async Task Tls_on_the_plain_port_is_said_by_the_security_field()
    {
        var found = await CheckAsync(("imapPort", dovecot.Server.ImapPort));

        found.Field.ShouldBe("imapSecurity");
        found.Problem!.ShouldContain("port 143 wants STARTTLS");
    }

    [Fact]
    public async Task Certificate_that_is_not_trusted_is_said_by_the_security_field()
    {
        var found = await CheckAsync(trust: null);

        found.Field.ShouldBe("imapSecurity");
        found.Problem!.ShouldContain("signed by itself, so this machine does not trust it");
    }

    [Fact]
    public async Task Wrong_password_is_said_by_the_password_field()
    {
        var found = await CheckAsync(("imapPassword", "wrong"));

        found.Field.ShouldBe("imapPassword");
        found.Problem!.ShouldStartWith("127.0.0.1 refuses this user and password");
    }

    [Fact]
    public async Task Folder_that_is_not_there_is_said_with_those_that_are()
    {
        var found = await CheckAsync(("imapFolder", "Support"));

        found.Field.ShouldBe("imapFolder");
        found.Problem!.ShouldStartWith("127.0.0.1 does not open the folder Support");
        found.Folders.Select(f => f.Name).ShouldContain("INBOX");
    }

    [Fact]
    public async Task Token_server_that_does_not_answer_is_said_by_its_field()
    {
        var port = FreePort.Take(1)[0];

        var found = await CheckAsync(("imapTokenUrl", $"http://127.0.0.1:{port}/token"), ("imapClientId", "inbox"), ("imapRefreshTokenSecret", "r"));

        found.Field.ShouldBe("imapTokenUrl");
        found.Problem!.ShouldStartWith("No access token: 127.0.0.1 could not be asked");
    }

    [Fact]
    public async Task Field_left_blank_is_said_without_connecting() =>
        (await CheckAsync(("imapUser", ""))).Field.ShouldBe("imapUser");

    private Task<MailboxFindings> CheckAsync(params (string Name, JsonNode Value)[] settings) => CheckAsync(dovecot.Server.CertificateFile, settings);

    private async Task<MailboxFindings> CheckAsync(string? trust, params (string Name, JsonNode Value)[] settings)
    {
        var json = new JsonObject
        {
            ["imapHost"] = dovecot.Server.Host,
            ["imapPort"] = dovecot.Server.ImapsPort,
            ["imapUser"] = _box,
            ["imapPassword"] = dovecot.Server.Password,
        };
        foreach (var (name, value) in settings)
        {
            json[name] = value;
        }

        await using var company = await Company.OpenAsync(configure: services => services.AddSingleton(TlsTrust.Of(trust)));
        return await company.Services.GetRequiredService<MailboxCheck>().RunAsync(json.ToJsonString(), default);
    }
}
