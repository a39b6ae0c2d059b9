using System.Text;
using System.Text.Json;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Mail;
using Inbox.Testing;
using Inbox.Testing.Mail;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Email;

/// <summary>What the settings of a channel and of the machine make of an answer.</summary>
public sealed class SenderSettingsTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync(configure: services => services.AddSingleton<IConfiguration>(
        new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true"), new("Inbox:PublicUrl", "https://inbox.acme.example/")]).Build()));

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Login_by_tokens_asks_for_a_fresh_one_when_the_server_refuses_the_kept_one()
    {
        var given = 0;
        await using var provider = await HttpStub.StartAsync();
        provider.On(HttpMethod.Post, "/token", _ => Results.Json(new { access_token = $"token-{++given}", expires_in = 3600 }));
        await using var server = ScriptedSmtp.Start(["AUTH XOAUTH2"], line => line.StartsWith("AUTH", StringComparison.Ordinal) && Decoded(line).Contains("token-1", StringComparison.Ordinal) ? "535 5.7.8 expired" : null);
        await UseAsync(server.Port, new { smtpUser = "support@acme.example", smtpTokenUrl = $"{provider.Url}token", smtpClientId = "inbox", smtpRefreshTokenSecret = "r" });

        (await SendAsync()).ShouldBe(SendResult.Sent);
        (await SendAsync()).ShouldBe(SendResult.Sent);

        server.Commands.Where(c => c.StartsWith("AUTH", StringComparison.Ordinal)).Select(Decoded).ShouldBe(
            new[] { 1, 2, 2 }.Select(n => $"user=support@acme.example\u0001auth=Bearer token-{n}\u0001\u0001"));
        server.Mails.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Refresh_token_that_the_provider_replaced_is_stored_unless_an_admin_was_faster()
    {
        await using var provider = await HttpStub.StartAsync();
        provider.On(HttpMethod.Post, "/token", _ => Results.Json(new { access_token = "t", refresh_token = "r2", expires_in = 3600 }));
        await using var server = ScriptedSmtp.Start(["AUTH XOAUTH2"]);
        await UseAsync(server.Port, new { smtpUser = "support@acme.example", smtpTokenUrl = $"{provider.Url}token", smtpClientId = "inbox", smtpRefreshTokenSecret = "r1", imapRefreshTokenSecret = "r1" });

        await SendAsync();

        (await StoredAsync()).ShouldBe("r2");
        (await StoredAsync("imapRefreshTokenSecret")).ShouldBe("r2", "sending and fetching share it");
        await _company.SendAsync(new RenewChannelSecret.Command("r1", "r3", Core.Access.Actor.System));
        (await StoredAsync()).ShouldBe("r2");
    }

    [Fact]
    public async Task Refresh_token_that_ran_out_is_told_and_the_answer_stays_owed()
    {
        await using var provider = await HttpStub.StartAsync();
        provider.On(HttpMethod.Post, "/token", _ => Results.Json(new { error = "invalid_grant" }, statusCode: 400));
        await UseAsync(port: 1, new { smtpUser = "support@acme.example", smtpTokenUrl = $"{provider.Url}token", smtpClientId = "inbox", smtpRefreshTokenSecret = "r" });

        var result = await SendAsync();

        result.Outcome.ShouldBe(SendOutcome.Later);
        result.Detail!.ShouldContain("refresh token is no longer good");
    }

    [Fact]
    public async Task Automatic_message_says_so_to_machines_and_can_be_stopped_with_one_click()
    {
        await using var server = ScriptedSmtp.Start();
        await UseAsync(server.Port, new { });

        await SendAsync(automatic: true);
        await SendAsync();

        var mails = server.Mails.Select(m => MailReader.Read(m)).ToList();
        var headers = mails[0].Headers;
        headers["Auto-Submitted"].ShouldBe("auto-replied");
        headers["X-Auto-Response-Suppress"].ShouldBe("All");
        headers["List-Unsubscribe"].ShouldBe("<https://inbox.acme.example/stop/c1.m1.1.signed>");
        headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        Inbox.Mail.Recognition.MailRecognition.Of(mails[0]).Kind.ShouldBe(Inbox.Mail.Recognition.MailKind.AutoReply);
        mails[1].Headers.Contains("Auto-Submitted").ShouldBeFalse();
        mails[1].Headers.Contains("List-Unsubscribe").ShouldBeFalse();
    }

    [Fact]
    public async Task Wrong_password_is_set_right_by_people_so_the_answer_stays_owed()
    {
        await using var server = ScriptedSmtp.Start(["AUTH PLAIN"], line => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 5.7.8 bad credentials" : null);
        await UseAsync(server.Port, new { smtpUser = "u", smtpPassword = "p" });

        var result = await SendAsync();

        (result.Outcome, result.Detail).ShouldBe((SendOutcome.Later, $"localhost:{server.Port} did not take the mail: user or password is not accepted: 535 5.7.8 bad credentials"));
    }

    private async Task<string?> StoredAsync(string name = "smtpRefreshTokenSecret")
    {
        var stored = await _company.DbAsync(db => db.Channels.Where(c => c.Id == _company.Mail.Id).Select(c => c.Settings).SingleAsync());
        stored.ShouldNotContain("\"r2\"");
        _company.Services.GetRequiredService<ChannelSecrets>().TryReveal(stored, out var revealed).ShouldBeTrue();
        return JsonDocument.Parse(revealed).RootElement.GetProperty(name).GetString();
    }

    private async Task UseAsync(int port, object more)
    {
        var settings = JsonSerializer.SerializeToNode(more)!.AsObject();
        (settings["smtpHost"], settings["smtpPort"], settings["smtpSecurity"]) = ("localhost", port, "none");
        await _company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == _company.Mail.Id)).Settings = settings.ToJsonString());
    }

    private async Task<SendResult> SendAsync(bool automatic = false)
    {
        var rules = await _company.Services.GetRequiredService<Core.Rulebook>().GetAsync(default);
        var channel = rules.Channels[_company.Mail.Id];
        return await _company.Services.GetRequiredService<ChannelKinds>().Sender(channel)!.SendAsync(
            new OutgoingMessage
            {
                MessageId = 1, CaseId = 1, ExternalId = $"{Guid.NewGuid():N}@acme.example", Token = "c1.m1.1.signed", FromName = "Ana",
                To = [new Party("Nora", "nora@mail.example")], Subject = "Hi", Text = "Hello", Automatic = automatic, At = _company.Clock.GetUtcNow(),
            },
            rules.Info(channel),
            default);
    }

    private static string Decoded(string auth) => Encoding.ASCII.GetString(Convert.FromBase64String(auth.Split(' ')[^1]));
}
