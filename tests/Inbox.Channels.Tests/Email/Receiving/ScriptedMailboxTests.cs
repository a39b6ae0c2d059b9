using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Inbox.Core.Channels.Links;
using Inbox.Core.Intake;
using Inbox.Mail.Tests.Imap;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Email.Receiving;

/// <summary>What a decent Dovecot does not do: refuse a mail, refuse a mark, offer no IDLE, want tokens.</summary>
public sealed class ScriptedMailboxTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly string Kettle = Mails.Of(from: "Nora <nora@mail.example>", id: "kettle@mail.example");
    private readonly ConcurrentQueue<string> _asked = [];
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync(configure: services => services.AddSingleton<IConfiguration>(
        new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build()));

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Mail_and_mark_that_the_server_refuses_are_told_of_and_stop_nothing_else()
    {
        await using var server = Serve("", command => command switch
        {
            _ when command.StartsWith("SELECT", StringComparison.Ordinal) => "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 3] x\r\nTAG OK in\r\n",
            _ when command.StartsWith("UID SEARCH", StringComparison.Ordinal) => "* SEARCH 1 2\r\nTAG OK done\r\n",
            _ when command.StartsWith("UID STORE", StringComparison.Ordinal) => "TAG NO Read-only for you\r\n",
            "UID FETCH 1 (UID RFC822.SIZE INTERNALDATE FLAGS BODY.PEEK[])" => $"* 1 FETCH (UID 1 BODY[] {{{Kettle.Length}}}\r\n{Kettle})\r\nTAG OK done\r\n",
            _ when command.Contains("BODY.PEEK[]", StringComparison.Ordinal) => "TAG NO [SERVERBUG] This mail is corrupt\r\n",
            _ when command.StartsWith("UID FETCH 2 ", StringComparison.Ordinal) => "* 2 FETCH (UID 2 RFC822.SIZE 100)\r\nTAG OK done\r\n",
            _ when command.StartsWith("UID FETCH", StringComparison.Ordinal) => "* 1 FETCH (UID 1 RFC822.SIZE 500)\r\n* 2 FETCH (UID 2 RFC822.SIZE 100)\r\nTAG OK done\r\n",
            _ => "TAG OK done\r\n",
        });
        await UseAsync(server, ("imapPassword", "p"), ("imapAfter", "seen"), ("imapDays", 30));
        await RunAsync();

        await Eventually.IsAsync(async () => (await ProblemAsync()) is not null, Soon);

        (await ProblemAsync()).ShouldBe("Mails are fetched and filed, but stay as they are in the mailbox: 127.0.0.1 would not set the flag \\Seen: “Read-only for you”.");
        (await _company.DbAsync(db => db.Messages.SingleAsync())).ExternalId.ShouldBe("kettle@mail.example");
        var refused = await _company.DbAsync(db => db.RemoteItems.SingleAsync(i => i.State == RemoteState.Refused));
        (refused.Number, refused.DeliveryId, refused.Problem).ShouldBe((2, null, "127.0.0.1 would not hand out a mail: “This mail is corrupt”."));
        (await _company.DbAsync(db => db.Notifications.OrderBy(n => n.Id).Select(n => n.Text).ToListAsync())).ShouldBe(
        [
            "Something for Support mail could not be fetched and waits on its mailbox page: 127.0.0.1 would not hand out a mail: “This mail is corrupt”.",
            "Support mail is in trouble: Mails are fetched and filed, but stay as they are in the mailbox: 127.0.0.1 would not set the flag \\Seen: “Read-only for you”.",
        ]);
        (await LinkAsync()).ConnectedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Mailbox_with_tokens_and_without_idle_is_looked_at_every_minute()
    {
        await using var provider = await HttpStub.StartAsync();
        provider.On(HttpMethod.Post, "/token", _ => Results.Json(new { access_token = "t0ken", expires_in = 3600 }));
        var came = false;
        await using var server = Serve("AUTH=XOAUTH2 SASL-IR", command =>
        {
            came |= command == "NOOP";
            return command switch
            {
                _ when command.StartsWith("EXAMINE", StringComparison.Ordinal) => "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 1] x\r\nTAG OK in\r\n",
                _ when command.StartsWith("UID SEARCH", StringComparison.Ordinal) => came ? "* SEARCH 1\r\nTAG OK done\r\n" : "* SEARCH\r\nTAG OK done\r\n",
                _ when command.Contains("BODY.PEEK[]", StringComparison.Ordinal) => $"* 1 FETCH (UID 1 BODY[] {{{Kettle.Length}}}\r\n{Kettle})\r\nTAG OK done\r\n",
                _ when command.StartsWith("UID FETCH", StringComparison.Ordinal) => "* 1 FETCH (UID 1 RFC822.SIZE 500)\r\nTAG OK done\r\n",
                _ => "TAG OK done\r\n",
            };
        });
        await UseAsync(server, ("imapTokenUrl", new Uri(provider.Url, "token").AbsoluteUri), ("imapClientId", "inbox"), ("imapRefreshTokenSecret", "r"));
        await RunAsync();
        await Eventually.IsAsync(() => Task.FromResult(_asked.Any(c => c.StartsWith("UID SEARCH", StringComparison.Ordinal))), Soon);
        (await _company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(0);

        await Eventually.IsAsync(
            () =>
            {
                _company.Clock.Advance(TimeSpan.FromSeconds(30));
                return _company.DbAsync(db => db.Messages.AnyAsync(m => m.ExternalId == "kettle@mail.example"));
            },
            Soon);

        _asked.ShouldContain(c => c.StartsWith("AUTHENTICATE XOAUTH2 ", StringComparison.Ordinal));
        var link = await LinkAsync();
        link.AccessUntil.ShouldNotBeNull().ShouldBe(link.ConnectedAt!.Value.AddMinutes(58), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Refresh_token_that_ran_out_is_said_in_plain_words()
    {
        await using var provider = await HttpStub.StartAsync();
        provider.On(HttpMethod.Post, "/token", _ => Results.Json(new { error = "invalid_grant" }, statusCode: 400));
        await using var server = Serve("AUTH=XOAUTH2", _ => "TAG OK done\r\n");
        await UseAsync(server, ("imapTokenUrl", new Uri(provider.Url, "token").AbsoluteUri), ("imapClientId", "inbox"), ("imapRefreshTokenSecret", "r"));
        await RunAsync();

        await Eventually.IsAsync(async () => (await ProblemAsync()) is not null, Soon);

        (await ProblemAsync())!.ShouldStartWith("The refresh token is no longer good at 127.0.0.1");
        (await LinkAsync()).RetryAt.ShouldBeGreaterThan(_company.Clock.GetUtcNow().AddSeconds(50));
    }

    /// <summary>A server that answers each command by itself.</summary>
    private ScriptedServer Serve(string capabilities, Func<string, string> answer) => new(async c =>
    {
        await c.SendAsync($"* OK [CAPABILITY IMAP4rev1 {capabilities}] ready\r\n");
        while (true)
        {
            var line = await c.LineAsync();
            var (tag, command) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            _asked.Enqueue(command);
            await c.SendAsync(answer(command).Replace("TAG", tag, StringComparison.Ordinal));
        }
    });

    private async Task UseAsync(ScriptedServer server, params (string Name, JsonNode Value)[] settings)
    {
        var json = new JsonObject { ["imapHost"] = server.Address.Host, ["imapPort"] = server.Address.Port, ["imapSecurity"] = "none", ["imapUser"] = "anna" };
        foreach (var (name, value) in settings)
        {
            json[name] = value;
        }

        await _company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == _company.Mail.Id)).Settings = json.ToJsonString());
    }

    private async Task RunAsync()
    {
        await _company.RunAsync<LinkWorker>();
        await _company.RunAsync<IntakeWorker>();
    }

    private Task<string?> ProblemAsync() => _company.DbAsync(db => db.Channels.Where(c => c.Id == _company.Mail.Id).Select(c => c.Problem).SingleAsync());

    private Task<ChannelLink> LinkAsync() => _company.DbAsync(db => db.ChannelLinks.AsNoTracking().SingleAsync());
}
