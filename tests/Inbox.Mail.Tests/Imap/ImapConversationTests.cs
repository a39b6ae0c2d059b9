using System.Text;
using Inbox.Mail.Imap;

namespace Inbox.Mail.Tests.Imap;

/// <summary>What servers say, rightly and wrongly.</summary>
public sealed class ImapConversationTests
{
    private const string Mail = "Subject: Kettle\r\n\r\nIt * leaks) {5}\r\n";

    [Fact]
    public async Task Mails_arrive_whole_though_every_byte_is_a_packet_and_other_news_stands_between_them()
    {
        var asked = "";
        var (server, client) = await ScriptedServer.ConnectAsync("", async c =>
        {
            var line = await c.LineAsync();
            asked = line;
            await c.DripAsync(
                $"* 9 EXISTS\r\n* 1 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (BODY[] {{{Mail.Length}}}\r\n{Mail} UID 7 RFC822.SIZE 1 FLAGS (\\Seen $Hot) INTERNALDATE \" 2-Nov-2026 10:00:00 +0100\")\r\n" +
                $"* 3 EXPUNGE\r\n* 3 FETCH (UID 8 BODY[] NIL)\r\n* 4 FETCH (UID 9 BODY[] \"a\\\"b\")\r\n{line[..2]} OK done\r\n");
            await c.UntilHungUpAsync();
        });
        await using (server)
        await using (client)
        {
            var mails = await ReadAsync(client.MailsAsync([7, 8, 9], default));

            asked.ShouldEndWith("UID FETCH 7:9 (UID RFC822.SIZE INTERNALDATE FLAGS BODY.PEEK[])");
            mails.Keys.ShouldBe([7u, 9u]);
            mails[7].Text.ShouldBe(Mail);
            mails[9].Text.ShouldBe("a\"b");
            mails[7].Info.ReceivedAt.ShouldBe(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
            mails[7].Info.IsSeen.ShouldBeTrue();
            client.Exists.ShouldBe(8u);
        }
    }

    [Theory]
    [InlineData("* SEARCH 3 1 2 (MODSEQ 99)\r\nTAG OK done\r\n")]
    [InlineData("* SEARCH 1\r\n* SEARCH 2 3 \r\nTAG OK done\r\n")]
    [InlineData("* ESEARCH (TAG \"TAG\") UID ALL 1:2,3\r\nTAG OK done\r\n")]
    [InlineData("* ESEARCH (TAG \"TAG\") UID ALL 3:1\r\n\r\nTAG OK done\r\n")]
    [InlineData("* SEARCH 1 2 3\n* OK [UNHEARDOF (a {2}\n] of\nTAG OK done\n")]
    public async Task Search_is_read_in_every_form(string answer)
    {
        var (server, client) = await ScriptedServer.ConnectAsync("", c => c.AnswerAsync(answer));
        await using (server)
        await using (client)
        {
            (await client.SearchAsync(1, since: null, default)).ShouldBe([1u, 2u, 3u]);
        }
    }

    [Fact]
    public async Task Search_for_later_mails_leaves_out_the_last_one_that_servers_add()
    {
        var asked = "";
        var (server, client) = await ScriptedServer.ConnectAsync("ESEARCH", async c => asked = await c.AnswerAsync("* ESEARCH (TAG \"x\") UID ALL 41\r\nTAG OK done\r\n"));
        await using (server)
        await using (client)
        {
            (await client.SearchAsync(42, new DateOnly(2026, 2, 1), default)).ShouldBeEmpty();

            await server.PlayedAsync();
            asked.ShouldBe("UID SEARCH RETURN (ALL) UID 42:* SINCE 1-Feb-2026");
        }
    }

    [Theory]
    [InlineData("Entwürfe/Über", "Entw&APw-rfe/&ANw-ber")]
    [InlineData("台北/日本語", "&U,BTFw-/&ZeVnLIqe-")]
    [InlineData("Q & A", "Q &- A")]
    [InlineData("~peter/mail/😀", "~peter/mail/&2D3eAA-")]
    public async Task Folder_names_cross_the_wire_in_modified_utf7(string name, string wire)
    {
        var (server, client) = await ScriptedServer.ConnectAsync("", async c =>
        {
            await c.AnswerAsync($"* LIST (\\HasNoChildren \\Junk) \"/\" \"{wire}\"\r\n* LIST () NIL {{{wire.Length}}}\r\n{wire}\r\n* LIST (\\Noselect) \"/\" broken&*-\r\nTAG OK done\r\n");
            (await c.AnswerAsync("* STATUS \"x\" (MESSAGES 3 UIDNEXT 9 UIDVALIDITY 5 UNSEEN 1)\r\nTAG OK done\r\n")).ShouldContain($"\"{wire}\"");
        });
        await using (server)
        await using (client)
        {
            (await client.ListAsync(default)).ShouldBe([new ImapFolder(name, "Junk", CanOpen: true), new ImapFolder(name, null, CanOpen: true), new ImapFolder("broken&*-", null, CanOpen: false)]);
            (await client.StatusAsync(name, default)).ShouldBe(new ImapStatus(3, 1, 9, 5));
        }
    }

    [Fact]
    public async Task Password_with_any_characters_is_one_literal_and_ends_no_command()
    {
        List<string> lines = [];
        var (server, client) = await ScriptedServer.ConnectAsync("", async c =>
        {
            lines.Add(await c.LineAsync());
            await c.SendAsync("+ go\r\n");
            lines.Add(await c.LineAsync());
            lines.Add(await c.LineAsync());
            await c.SendAsync($"{lines[0][..2]} OK [CAPABILITY IMAP4rev1 IDLE] in\r\n");
            await c.UntilHungUpAsync();
        });
        await using (server)
        await using (client)
        {
            await client.LoginAsync("an\"na\\", "grün\r\nx LOGOUT", default);

            lines.ShouldBe(["a1 LOGIN \"an\\\"na\\\\\" {15}", "grÃ¼n", "x LOGOUT"]);
            client.Offers("idle").ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Login_goes_by_plain_with_the_answer_in_the_question_or_after_it()
    {
        var inOne = "";
        var (server, client) = await ScriptedServer.ConnectAsync("AUTH=PLAIN SASL-IR", async c => inOne = await c.AnswerAsync("TAG OK [CAPABILITY X] in\r\n"));
        await using (server)
        await using (client)
        {
            await client.LoginAsync("anna", "ü", default);
        }

        var (second, slow) = await ScriptedServer.ConnectAsync("AUTH=PLAIN", async c =>
        {
            (await c.AnswerAsync("+ \r\n")).ShouldBe("AUTHENTICATE PLAIN");
            Encoding.UTF8.GetString(Convert.FromBase64String(await c.LineAsync())).ShouldBe("\0anna\0ü");
            await c.SendAsync("a1 OK [CAPABILITY X] in\r\n");
        });
        await using (second)
        await using (slow)
        {
            await slow.LoginAsync("anna", "ü", default);
        }

        inOne.ShouldBe("AUTHENTICATE PLAIN AGFubmEAw7w=");
    }

    [Fact]
    public async Task Refused_token_says_the_status_and_not_the_token()
    {
        var (server, client) = await ScriptedServer.ConnectAsync("AUTH=XOAUTH2 SASL-IR", async c =>
        {
            Encoding.UTF8.GetString(Convert.FromBase64String((await c.AnswerAsync($"+ {Convert.ToBase64String("{\"status\":\"401\"}"u8)}\r\n")).Split(' ')[2]))
                .ShouldBe("user=anna@x.example\u0001auth=Bearer s3cret\u0001\u0001");
            (await c.LineAsync()).ShouldBe("");
            await c.SendAsync("a1 NO [AUTHENTICATIONFAILED] Invalid credentials\r\n");
        });
        await using (server)
        await using (client)
        {
            var refused = await Should.ThrowAsync<ImapException>(client.LoginWithTokenAsync("anna@x.example", "s3cret", default));

            (refused.Failure, refused.Code).ShouldBe((ImapFailure.LoginRefused, "AUTHENTICATIONFAILED"));
            refused.Message.ShouldBe("127.0.0.1 refuses the OAuth token of anna@x.example (status 401): “Invalid credentials”.");
        }
    }

    [Fact]
    public async Task Server_that_is_busy_does_not_blame_the_password()
    {
        var (server, client) = await ScriptedServer.ConnectAsync("", c => c.AnswerAsync("TAG NO [UNAVAILABLE] Try later\r\n"));
        await using (server)
        await using (client)
        {
            (await Should.ThrowAsync<ImapException>(client.LoginAsync("a", "b", default))).Failure.ShouldBe(ImapFailure.Refused);
        }
    }

    [Fact]
    public async Task Move_without_the_extension_copies_marks_and_expunges_those_mails_only()
    {
        List<string> commands = [];
        var (server, client) = await ScriptedServer.ConnectAsync("UIDPLUS", async c =>
        {
            commands.Add(await c.AnswerAsync("TAG OK [COPYUID 1 3 9] copied\r\n"));
            commands.Add(await c.AnswerAsync("TAG OK stored\r\n"));
            commands.Add(await c.AnswerAsync("* 1 EXPUNGE\r\nTAG OK gone\r\n"));
        });
        await using (server)
        await using (client)
        {
            await client.MoveAsync([3, 4, 9], "Done", default);

            await server.PlayedAsync();
            commands.ShouldBe(["UID COPY 3:4,9 \"Done\"", "UID STORE 3:4,9 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 3:4,9"]);
        }
    }

    [Fact]
    public async Task Move_to_a_folder_that_is_not_there_moves_nothing_and_says_so()
    {
        var (server, client) = await ScriptedServer.ConnectAsync("MOVE", c => c.AnswerAsync("TAG NO [TRYCREATE] No such mailbox\r\n"));
        await using (server)
        await using (client)
        {
            (await Should.ThrowAsync<ImapException>(client.MoveAsync([3], "Done", default))).Failure.ShouldBe(ImapFailure.FolderMissing);
            client.IsOpen.ShouldBeTrue();
        }
    }

    private static async Task<Dictionary<uint, (string Text, ImapMailInfo Info)>> ReadAsync(IAsyncEnumerable<ImapMail> mails)
    {
        var read = new Dictionary<uint, (string, ImapMailInfo)>();
        await foreach (var mail in mails)
        {
            using var reader = new StreamReader(mail.Content, Encoding.Latin1);
            read[mail.Info.Uid] = (await reader.ReadToEndAsync(), mail.Info);
        }

        return read;
    }
}
