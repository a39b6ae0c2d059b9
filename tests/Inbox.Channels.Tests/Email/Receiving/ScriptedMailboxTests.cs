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
            _ when command.Contains("BODY.PEEK[]", StringComparison.Ordinal) => "TAG NO This mail is corrupt\r\n",
            _ when command.StartsWith("UID FETCH 2 ", StringComparison.Ordinal) => "* 2 FETCH (UID 2 RFC822.SIZE 100)\r\nTAG OK done\r\n",
            _ when command.StartsWith("UID FETCH", StringComparison.Ordinal) => "* 1 FETCH (UID 1 RFC822.SIZE 500)\r\n* 2 FETCH (UID 2 RFC822.SIZE 100)\r\nTAG OK done\r\n",
            _ => "TAG OK done\r\n",
        });
        await UseAsync(server, ("imapPassword", "p"), ("imapAfter", "seen"), ("imapDays", 30));
        await RunAsync();

        await Eventually.IsAsync(async () => (await ProblemAsync()) is not null);

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
    public async Task Mail_on_which_the_connection_breaks_each_time_is_listed_and_passed_over()
    {
        await using var server = Serve("", command => Two(command) ?? (command switch
        {
            "UID FETCH 2 (UID RFC822.SIZE INTERNALDATE FLAGS BODY.PEEK[])" => Handed(2),
            _ when command.Contains("BODY.PEEK[]", StringComparison.Ordinal) => "",
            _ => "TAG OK done\r\n",
        }), again: true);
        await UseAsync(server, ("imapPassword", "p"), ("imapDays", 30));
        await RunAsync();

        await ArrivesAsync();

        var refused = await _company.DbAsync(db => db.RemoteItems.SingleAsync(i => i.State == RemoteState.Refused));
        (refused.Number, refused.Problem).ShouldBe((1, "The server failed 3 times in a row when it was asked for this mail."));
        _asked.Count(c => c.StartsWith("LOGIN", StringComparison.Ordinal)).ShouldBe(4);
        await WorksAgainAsync();
        (await NoticesAsync()).Select(n => n.Split(':')[0]).ShouldBe(["Support mail is in trouble", "Something for Support mail could not be fetched and waits on its mailbox page", "Support mail works again"]);
        (await LinkAsync()).Failures.ShouldBe(0);
    }

    [Theory]
    [InlineData("UNAVAILABLE", 10)]
    [InlineData("LIMIT", 10)]
    [InlineData("INUSE", 10)]
    [InlineData("SERVERBUG", 3)]
    public async Task Server_that_cannot_just_now_loses_no_mail(string code, int refusals)
    {
        var left = refusals;
        await using var server = Serve("", command => Two(command) ?? (command switch
        {
            _ when command.Contains("BODY.PEEK[]", StringComparison.Ordinal) && left-- > 0 => $"TAG NO [{code}] Come back later\r\n",
            "UID FETCH 2 (UID RFC822.SIZE INTERNALDATE FLAGS BODY.PEEK[])" => Handed(2),
            "UID FETCH 1 (UID RFC822.SIZE INTERNALDATE FLAGS BODY.PEEK[])" => Handed(1),
            _ when command.Contains("BODY.PEEK[]", StringComparison.Ordinal) => Handed(1).Replace("TAG OK done\r\n", Handed(2), StringComparison.Ordinal),
            _ => "TAG OK done\r\n",
        }), again: true);
        await UseAsync(server, ("imapPassword", "p"), ("imapDays", 30));
        await RunAsync();

        await ArrivesAsync();

        await Eventually.IsAsync(() => _company.DbAsync(db => db.RemoteItems.AnyAsync(i => i.Number == 2)));
        (await _company.DbAsync(db => db.RemoteItems.AnyAsync(i => i.State == RemoteState.Refused))).ShouldBeFalse();
        await WorksAgainAsync();
        (await NoticesAsync()).Select(n => n.Split(':')[0]).ShouldBe(["Support mail is in trouble", "Support mail works again"]);
    }

    [Fact]
    public async Task Mail_that_a_person_asks_for_and_that_breaks_the_connection_goes_back_to_them()
    {
        await using var server = Serve("", command => Two(command) ?? (command switch
        {
            _ when command.StartsWith("UID SEARCH", StringComparison.Ordinal) => "* SEARCH\r\nTAG OK done\r\n",
            _ when command.Contains("BODY.PEEK[]", StringComparison.Ordinal) => "",
            _ => "TAG OK done\r\n",
        }), again: true);
        await UseAsync(server, ("imapPassword", "p"));
        await RunAsync();
        await Eventually.IsAsync(async () => await _company.DbAsync(db => db.ChannelLinks.AnyAsync(l => l.Cursor != null)));
        await _company.SetAsync(db =>
        {
            db.RemoteItems.Add(new RemoteItem { ChannelId = _company.Mail.Id, Epoch = 7, Number = 2, State = RemoteState.Wanted, At = _company.Clock.GetUtcNow() });
            return Task.CompletedTask;
        });

        await Eventually.IsAsync(
            () =>
            {
                _company.Clock.Advance(TimeSpan.FromSeconds(1));
                return _company.DbAsync(db => db.RemoteItems.AnyAsync(i => i.State == RemoteState.Refused));
            });

        _asked.Count(c => c.Contains("BODY.PEEK[]", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Folder_that_is_renumbered_while_nobody_looks_is_read_again_from_the_day_before_the_last_look()
    {
        var validity = 7;
        await using var server = Serve("", command =>
        {
            if (command == "NOOP")
            {
                validity = 8;
                return "";
            }

            return command.StartsWith("EXAMINE", StringComparison.Ordinal) ? $"* 0 EXISTS\r\n* OK [UIDVALIDITY {validity}] x\r\n* OK [UIDNEXT 5] x\r\nTAG OK in\r\n" : "TAG OK done\r\n";
        }, again: true);
        await UseAsync(server, ("imapPassword", "p"));
        await RunAsync();
        await Eventually.IsAsync(async () => (await _company.DbAsync(db => db.ChannelLinks.Select(l => l.Cursor).SingleOrDefaultAsync()))?.Contains("2026-11-02", StringComparison.Ordinal) == true);

        _company.Clock.Advance(TimeSpan.FromDays(10));
        await Eventually.IsAsync(
            () =>
            {
                _company.Clock.Advance(TimeSpan.FromMinutes(1));
                return Task.FromResult(_asked.Any(c => c.Contains("SINCE", StringComparison.Ordinal)));
            });

        _asked.First(c => c.Contains("SINCE", StringComparison.Ordinal)).ShouldBe("UID SEARCH UID 1:* SINCE 1-Nov-2026");
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
        await Eventually.IsAsync(() => Task.FromResult(_asked.Any(c => c.StartsWith("UID SEARCH", StringComparison.Ordinal))));
        (await _company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(0);

        await Eventually.IsAsync(
            () =>
            {
                _company.Clock.Advance(TimeSpan.FromSeconds(30));
                return _company.DbAsync(db => db.Messages.AnyAsync(m => m.ExternalId == "kettle@mail.example"));
            });

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

        await Eventually.IsAsync(async () => (await ProblemAsync()) is not null);

        (await ProblemAsync())!.ShouldStartWith("The refresh token is no longer good at 127.0.0.1");
        (await LinkAsync()).RetryAt.ShouldBeGreaterThan(_company.Clock.GetUtcNow().AddSeconds(50));
    }

    /// <summary>A folder of two mails; null: what the test says.</summary>
    private static string? Two(string command) => command switch
    {
        _ when command.StartsWith("EXAMINE", StringComparison.Ordinal) => "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 3] x\r\nTAG OK in\r\n",
        "UID SEARCH UID 3:*" => "* SEARCH\r\nTAG OK done\r\n",
        _ when command.StartsWith("UID SEARCH UID 2:", StringComparison.Ordinal) => "* SEARCH 2\r\nTAG OK done\r\n",
        _ when command.StartsWith("UID SEARCH UID 1:", StringComparison.Ordinal) => "* SEARCH 1 2\r\nTAG OK done\r\n",
        "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE FLAGS)" => "* 1 FETCH (UID 1 RFC822.SIZE 100)\r\n* 2 FETCH (UID 2 RFC822.SIZE 500)\r\nTAG OK done\r\n",
        "UID FETCH 2 (UID RFC822.SIZE INTERNALDATE FLAGS)" => "* 2 FETCH (UID 2 RFC822.SIZE 500)\r\nTAG OK done\r\n",
        _ => null,
    };

    private static string Handed(int uid) => $"* {uid} FETCH (UID {uid} BODY[] {{{Kettle.Length}}}\r\n{Kettle})\r\nTAG OK done\r\n";

    /// <summary>Time goes by until it is filed.</summary>
    private Task ArrivesAsync() => Eventually.IsAsync(
        () =>
        {
            _company.Clock.Advance(TimeSpan.FromSeconds(1));
            return _company.DbAsync(db => db.Messages.AnyAsync(m => m.ExternalId == "kettle@mail.example"));
        });

    /// <summary>The look that fetched the mails has come to its end.</summary>
    private Task WorksAgainAsync() => Eventually.IsAsync(async () => (await NoticesAsync()).Exists(n => n.StartsWith("Support mail works again", StringComparison.Ordinal)));

    private Task<List<string>> NoticesAsync() => _company.DbAsync(db => db.Notifications.OrderBy(n => n.Id).Select(n => n.Text).ToListAsync());

    /// <summary>A server that answers each command by itself; an empty answer ends the connection.</summary>
    private ScriptedServer Serve(string capabilities, Func<string, string> answer, bool again = false) => new(async c =>
    {
        await c.SendAsync($"* OK [CAPABILITY IMAP4rev1 {capabilities}] ready\r\n");
        while (true)
        {
            var line = await c.LineAsync();
            var (tag, command) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            _asked.Enqueue(command);
            var said = answer(command);
            if (said.Length == 0)
            {
                return;
            }

            await c.SendAsync(said.Replace("TAG", tag, StringComparison.Ordinal));
        }
    }, again);

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
