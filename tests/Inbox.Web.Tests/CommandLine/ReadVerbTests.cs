using System.Text;
using System.Text.Json;
using Inbox.Web.CommandLine;

namespace Inbox.Web.Tests.CommandLine;

public sealed class ReadVerbTests : IDisposable
{
    private const string Mail = "From: Ann Lee <ann@example.org>\r\nTo: help@northwind.example\r\nCc: Bo <bo@example.org>\r\nSubject: Lamp\r\nDate: Tue, 5 Mar 2024 09:41:17 +0100\r\nMessage-ID: <1@example.org>\r\nIn-Reply-To: <0@northwind.example>\r\nReferences: <a@x> <0@northwind.example>\r\n\r\nIt works.\r\n\r\n-- \r\nAnn\r\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("inbox-read-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Mail_is_one_line_with_all_that_was_read()
    {
        var (lines, code) = await ReadAsync(Write("a.eml", Mail));

        code.ShouldBe(0);
        var line = lines.ShouldHaveSingleItem();
        Text(line, "kind").ShouldBe("message");
        Text(line, "subject").ShouldBe("Lamp");
        line.GetProperty("from")[0].GetProperty("name").GetString().ShouldBe("Ann Lee");
        line.GetProperty("from")[0].GetProperty("address").GetString().ShouldBe("ann@example.org");
        line.GetProperty("cc")[0].GetProperty("address").GetString().ShouldBe("bo@example.org");
        Text(line, "date").ShouldBe("2024-03-05T09:41:17+01:00");
        Text(line, "messageId").ShouldBe("1@example.org");
        Text(line, "inReplyTo").ShouldBe("0@northwind.example");
        line.GetProperty("references").GetArrayLength().ShouldBe(2);
        Text(line, "text")!.ShouldContain("Ann");
        Text(line, "replyText").ShouldBe("It works.");
        line.GetProperty("html").ValueKind.ShouldBe(JsonValueKind.Null);
        line.GetProperty("bounce").ValueKind.ShouldBe(JsonValueKind.Null);
        line.GetProperty("warnings").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Html_is_sanitised_and_attachments_carry_their_hash()
    {
        var (lines, _) = await ReadAsync(Write("a.eml", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p onclick=x()>Hi<script>x()</script></p>\r\n--b\r\nContent-Type: text/csv; name=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--b--\r\n"));

        Text(lines[0], "html").ShouldBe("<p>Hi</p>");
        var file = lines[0].GetProperty("attachments")[0];
        Text(file, "name").ShouldBe("a.csv");
        file.GetProperty("size").GetInt64().ShouldBe(1);
        Text(file, "sha256").ShouldBe("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
        file.GetProperty("inline").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Bounce_names_recipient_status_and_original()
    {
        var (lines, _) = await ReadAsync(Write("a.eml", "From: MAILER-DAEMON@example.net\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; bob@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <ours@northwind.example>\r\n\r\n--b--\r\n"));

        Text(lines[0], "kind").ShouldBe("bounce");
        var bounce = lines[0].GetProperty("bounce");
        Text(bounce, "recipient").ShouldBe("bob@example.net");
        Text(bounce, "status").ShouldBe("5.1.1");
        bounce.GetProperty("hard").GetBoolean().ShouldBeTrue();
        Text(bounce, "originalMessageId").ShouldBe("ours@northwind.example");
    }

    [Fact]
    public async Task Folders_maildirs_and_mboxes_give_a_line_for_each_mail()
    {
        Write("sub/one.eml", Mail);
        Write("sub/notes.json", "{}");
        Write("Maildir/cur/2:2,S", Mail);
        Write("Maildir/tmp/3", "half a mail");
        Write("Maildir/dovecot.index", "x");
        Write("box.mbox", $"From a@b Tue Mar  5 09:41:17 2024\n{Mail}\nFrom a@b Tue Mar  5 09:41:18 2024\n{Mail}\n");

        var (lines, code) = await ReadAsync(_folder);

        code.ShouldBe(0);
        lines.Count.ShouldBe(4);
        lines.Where(l => Text(l, "file")!.EndsWith("box.mbox", StringComparison.Ordinal)).Select(l => l.GetProperty("number").GetInt32()).ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n\r\n")]
    [InlineData("no header at all, just a sentence")]
    [InlineData("Subject: \u00e9\u00ff\r\n=?utf-8?B?////?=")]
    [InlineData("Content-Type: multipart/mixed\r\n\r\n--x\r\n--x--")]
    [InlineData("\0\0\0\u0001")]
    public async Task Whatever_a_named_file_holds_is_one_line(string content)
    {
        var (lines, code) = await ReadAsync(Write("odd.bin", content));

        code.ShouldBe(0);
        Text(lines.ShouldHaveSingleItem(), "kind").ShouldBe("message");
    }

    [Fact]
    public async Task Path_that_leads_nowhere_is_told_and_the_others_are_read()
    {
        var problems = new StringWriter();
        using var output = new MemoryStream();

        (await ReadVerb.ReadAsync("email", [Path.Combine(_folder, "none"), Write("a.eml", Mail)], output, problems, default)).ShouldBe(1);

        problems.ToString().ShouldContain("none");
        Lines(output).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData]
    [InlineData("x.eml")]
    [InlineData("--kind", "phone", "x.eml")]
    [InlineData("--kind", "email")]
    public async Task Wrong_words_end_with_2_and_the_usage(params string[] words) =>
        (await Verbs.RunAsync(Verbs.Find(["read"])!, ["read", .. words])).ShouldBe(2);

    [Fact]
    public async Task Payloads_of_networks_are_a_line_each_in_a_folder_too()
    {
        Write("a.json", """{"id":"1","content":"<p>Hi &amp; bye</p>","visibility":"public","created_at":"2026-03-01T10:20:30.500Z","account":{"acct":"ana","display_name":"Ana","followers_count":5}}""");
        Write("deep/b.jsonl", """{"event":"delete","payload":"2"}""");
        Write("c.json", """{"error":"Record not found"}""");
        Write("d.bin", "\u0089PNG\r\n");
        using var output = new MemoryStream();

        (await ReadVerb.ReadAsync("mastodon", [_folder], output, TextWriter.Null, default)).ShouldBe(0);

        var lines = Lines(output);
        lines.Select(l => Path.GetFileName(Text(l, "file"))).ShouldBe(["a.json", "c.json", "d.bin", "b.jsonl"]);
        lines.Select(l => l.GetProperty("ok").GetBoolean()).ShouldBe([true, true, false, true]);
        lines.Select(l => Text(l, "error") is null).ShouldBe([true, false, false, true]);
        var message = lines[0].GetProperty("messages")[0];
        message.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["externalId", "conversationId", "replyTo", "author", "title", "text", "html", "postedAt", "editedAt", "visibility", "url", "attachments", "reach", "kind", "own", "context", "reason"]);
        (Text(message, "externalId"), Text(message, "text"), Text(message, "html"), Text(message, "postedAt"), Text(message, "visibility"), Text(message, "kind"))
            .ShouldBe(("1", "Hi & bye", "<p>Hi &amp; bye</p>", "2026-03-01T10:20:30.5Z", "public", "post"));
        message.GetProperty("author").GetProperty("followers").GetInt64().ShouldBe(5);
        Text(lines[3].GetProperty("messages")[0], "kind").ShouldBe("deleted");
    }

    [Theory]
    [InlineData("feed", "<rss version=\"2.0\"><channel><item><guid>1</guid><title>Lamp</title><description>It broke</description></item></channel></rss>")]
    [InlineData("whatsapp", "{\"messaging_product\":\"whatsapp\",\"messages\":[{\"from\":\"1\",\"id\":\"1\",\"type\":\"text\",\"text\":{\"body\":\"Lamp\"}}]}")]
    [InlineData("twilio", "MessageSid=1&Body=Lamp")]
    [InlineData("mailgun", "from=a%40b.example&Message-Id=1&body-plain=Lamp")]
    public async Task Every_sort_of_payload_is_read(string kind, string content)
    {
        using var output = new MemoryStream();

        (await ReadVerb.ReadAsync(kind, [Write("payload", content)], output, TextWriter.Null, default)).ShouldBe(0);

        var message = Lines(output).ShouldHaveSingleItem().GetProperty("messages")[0];
        Text(message, "externalId").ShouldBe("1");
        Text(message, "text")!.ShouldStartWith("Lamp");
    }

    [Fact]
    public void Verb_starts_no_database() => Verbs.Find(["read"])!.Alone.ShouldBeTrue();

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));
        return path;
    }

    private static async Task<(List<JsonElement> Lines, int Code)> ReadAsync(params string[] paths)
    {
        using var output = new MemoryStream();
        var code = await ReadVerb.ReadAsync("email", paths, output, TextWriter.Null, default);
        return (Lines(output), code);
    }

    private static List<JsonElement> Lines(MemoryStream output) =>
        [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
