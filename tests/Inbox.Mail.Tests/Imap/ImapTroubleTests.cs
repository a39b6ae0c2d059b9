using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Inbox.Mail.Imap;

namespace Inbox.Mail.Tests.Imap;

/// <summary>Servers that break off, lie about sizes or never end: each becomes one error in words, and soon.</summary>
public sealed class ImapTroubleTests
{
    /// <summary>How long a server that says nothing is waited for here.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("* BYE [UNAVAILABLE] Maintenance until noon\r\n", ImapFailure.ServerClosed, "“Maintenance until noon”")]
    [InlineData("", ImapFailure.ConnectionLost, "closed the connection")]
    [InlineData("* SEARCH {99999999999999999999999}\r\n", ImapFailure.Protocol, "size that is no number")]
    [InlineData("* SEARCH {2000000}\r\n", ImapFailure.Protocol, "2000000 bytes where a short one belongs")]
    [InlineData("* ESEARCH UID ALL 1:4294967295\r\nTAG OK done\r\n", ImapFailure.Protocol, "more mails than a folder holds")]
    [InlineData("* SEARCH \"never closed\r\n", ImapFailure.Protocol, "did not close a quoted text")]
    [InlineData("* SEARCH ((((((((((((((((((((((((((((((((((((((((((\r\n", ImapFailure.Protocol, "nested")]
    [InlineData("other OK hello\r\n", ImapFailure.Protocol, "not asked")]
    [InlineData("TAG BAD [CLIENTBUG] no such thing\r\n", ImapFailure.Refused, "“no such thing”")]
    public async Task Odd_answer_is_one_error_in_words(string answer, ImapFailure failure, string words)
    {
        var (server, client) = await ScriptedServer.ConnectAsync("", c => c.AnswerAsync(answer));
        await using (server)
        await using (client)
        {
            var error = await Should.ThrowAsync<ImapException>(client.SearchAsync(1, since: null, default));

            error.Failure.ShouldBe(failure);
            error.Message.ShouldContain(words);
            client.IsOpen.ShouldBe(failure is ImapFailure.Refused || words.Contains("more mails", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Line_without_end_is_given_up()
    {
        var (server, client) = await ScriptedServer.ConnectAsync("", async c =>
        {
            await c.LineAsync();
            await c.SendAsync("* OK ");
            var endless = new string('x', 1024 * 1024);
            while (true)
            {
                await c.SendAsync(endless);
            }
        });
        await using (server)
        await using (client)
        {
            var error = await Should.ThrowAsync<ImapException>(client.SearchAsync(1, since: null, default));

            (error.Failure, client.IsOpen).ShouldBe((ImapFailure.Protocol, false));
            error.Message.ShouldContain("a line of more than 12 MB");
        }
    }

    [Fact]
    public async Task Silence_in_the_middle_of_a_mail_ends_and_keeps_nothing()
    {
        var half = $"Subject: {Guid.NewGuid()}";
        await using var server = new ScriptedServer(async c =>
        {
            await c.SendAsync("* OK [CAPABILITY IMAP4rev1] ready\r\n");
            await c.AnswerAsync($"* 1 FETCH (UID 1 BODY[] {{5000000}}\r\n{half}");
            await c.UntilHungUpAsync();
        });
        await using (var client = await ImapClient.ConnectAsync(server.Address with { Patience = Short }, default))
        {
            var error = await Should.ThrowAsync<ImapException>(async () =>
            {
                await foreach (var mail in client.MailsAsync([1], default))
                {
                    mail.Content.Dispose();
                }
            });

            error.Failure.ShouldBe(ImapFailure.TimedOut);
            Directory.GetFiles(Path.GetTempPath(), "inbox-mail-*").Where(f => IsThis(new FileInfo(f), half)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Idle_returns_on_news_on_waking_and_when_its_time_is_over()
    {
        var (server, client) = await ScriptedServer.ConnectAsync("IDLE", async c =>
        {
            await c.AnswerAsync("* OK still here\r\n+ idling\r\n* 1 EXISTS\r\n");
            (await c.LineAsync()).ShouldBe("DONE");
            await c.SendAsync("a1 OK idled\r\n");
            await c.AnswerAsync("* SEARCH 1\r\nTAG OK done\r\n");
            foreach (var tag in new[] { "a3", "a4" })
            {
                await c.AnswerAsync("+ \r\n* OK still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n");
                (await c.LineAsync()).ShouldBe("DONE");
                await c.SendAsync($"{tag} OK idled\r\n");
            }
        });
        await using (server)
        await using (client)
        {
            (await client.IdleAsync(Never, TimeSpan.FromMinutes(1), default)).ShouldBeTrue();
            await client.SearchAsync(1, since: null, default);
            (await client.IdleAsync(Task.Delay(100), TimeSpan.FromMinutes(1), default)).ShouldBeFalse();
            (await client.IdleAsync(Never, TimeSpan.FromMilliseconds(100), default)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Mail_that_came_during_another_command_is_not_waited_for()
    {
        var (server, client) = await ScriptedServer.ConnectAsync("IDLE", async c =>
        {
            await c.AnswerAsync("* SEARCH\r\n* 4 EXISTS\r\nTAG OK done\r\n");
            await c.AnswerAsync("+ idling\r\n");
            (await c.LineAsync()).ShouldBe("DONE");
            await c.SendAsync("a2 OK idled\r\n");
        });
        await using (server)
        await using (client)
        {
            await client.SearchAsync(1, since: null, default);

            (await client.IdleAsync(Never, TimeSpan.FromSeconds(20), default)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Connection_that_breaks_in_idle_is_noticed_at_once()
    {
        var (server, client) = await ScriptedServer.ConnectAsync("IDLE", c => c.AnswerAsync("+ idling\r\n* BYE Shutting down\r\n"));
        await using (server)
        await using (client)
        {
            (await Should.ThrowAsync<ImapException>(client.IdleAsync(Never, TimeSpan.FromMinutes(1), default))).Failure.ShouldBe(ImapFailure.ServerClosed);
            client.IsOpen.ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", ImapFailure.NotImap)]
    [InlineData("* BYE Too many connections\r\n", ImapFailure.ServerClosed)]
    [InlineData("", ImapFailure.ConnectionLost)]
    public async Task Port_that_is_not_imap_says_so(string greeting, ImapFailure failure)
    {
        await using var server = new ScriptedServer(c => c.SendAsync(greeting));

        (await Should.ThrowAsync<ImapException>(ImapClient.ConnectAsync(server.Address, default))).Failure.ShouldBe(failure);
    }

    [Fact]
    public async Task Server_that_says_nothing_is_not_waited_for_long()
    {
        await using var server = new ScriptedServer(c => c.UntilHungUpAsync());

        var error = await Should.ThrowAsync<ImapException>(ImapClient.ConnectAsync(server.Address with { ConnectPatience = Short }, default));

        error.Failure.ShouldBe(ImapFailure.TimedOut);
        error.Message.ShouldContain("choose TLS");
    }

    [Fact]
    public async Task Starttls_is_demanded_and_nothing_may_slip_in_before_it()
    {
        await using var without = new ScriptedServer(c => c.SendAsync("* OK [CAPABILITY IMAP4rev1] hello\r\n"));
        (await Should.ThrowAsync<ImapException>(ImapClient.ConnectAsync(without.Address with { Security = ImapSecurity.StartTls }, default)))
            .Failure.ShouldBe(ImapFailure.TlsNotOffered);

        await using var injected = new ScriptedServer(async c =>
        {
            await c.SendAsync("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n");
            await c.AnswerAsync("TAG OK begin\r\n* OK [CAPABILITY AUTH=PLAIN] trust me\r\n");
        });
        var refused = await Should.ThrowAsync<ImapException>(ImapClient.ConnectAsync(injected.Address with { Security = ImapSecurity.StartTls }, default));

        refused.Failure.ShouldBe(ImapFailure.TlsFailed);
        refused.Message.ShouldContain("between STARTTLS and the encryption");
    }

    [Fact]
    public async Task Name_and_port_that_are_wrong_are_told_apart()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        (await Should.ThrowAsync<ImapException>(ImapClient.ConnectAsync(new ImapServer("no-such-host.invalid", 993), default))).Failure.ShouldBe(ImapFailure.NameNotFound);
        (await Should.ThrowAsync<ImapException>(ImapClient.ConnectAsync(new ImapServer("127.0.0.1", port), default))).Message.ShouldContain($"Nothing listens at port {port}");
    }

    [Fact]
    public async Task Goodbye_is_a_command_like_any_other()
    {
        var last = new TaskCompletionSource<string>();
        var (server, client) = await ScriptedServer.ConnectAsync("", async c => last.SetResult(await c.LineAsync()));
        await using (server)
        {
            await client.DisposeAsync();

            (await last.Task).ShouldBe("a1 LOGOUT");
        }
    }

    /// <summary>Other tests keep files of their own there, and take them away meanwhile.</summary>
    private static bool IsThis(FileInfo file, string text)
    {
        try
        {
            return file.Length == text.Length && File.ReadAllText(file.FullName) == text;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Task Never => new TaskCompletionSource().Task;
}
