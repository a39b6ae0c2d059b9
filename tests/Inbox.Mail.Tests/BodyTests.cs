using System.Text;

namespace Inbox.Mail.Tests;

public sealed class BodyTests
{
    [Theory]
    [InlineData("iso-8859-1", "caf\u00E9", "café")]
    [InlineData("utf-8", "caf\u00C3\u00A9", "café")]
    [InlineData("iso-8859-1", "caf\u00C3\u00A9", "café")]
    [InlineData("utf-8", "caf\u00E9", "café")]
    [InlineData("us-ascii", "caf\u00E9", "café")]
    [InlineData("windows-1252", "\u0093hi\u0094", "“hi”")]
    [InlineData("x-nobody-knows", "caf\u00E9", "café")]
    [InlineData("utf-7", "caf+AOk-", "café")]
    [InlineData("koi8-r", "\u00F0\u00D2\u00C9\u00D7\u00C5\u00D4", "Привет")]
    [InlineData("gb2312", "\u00C4\u00E3\u00BA\u00C3", "你好")]
    public void Charset_is_believed_unless_it_cannot_be(string charset, string bytes, string expected) =>
        Mails.Read($"Content-Type: text/plain; charset={charset}", "", bytes).TextBody.ShouldBe(expected);

    [Fact]
    public void Unknown_charset_is_told() =>
        Mails.Read("Content-Type: text/plain; charset=x-nobody-knows", "", "x").Warnings.ShouldHaveSingleItem().ShouldContain("x-nobody-knows");

    [Fact]
    public void Html_names_its_own_charset_when_the_header_does_not() =>
        Mails.Read("Content-Type: text/html", "", "<meta charset=koi8-r>\u00F0").HtmlBody!.ShouldEndWith("П");

    [Theory]
    [InlineData("a=20b=\r\nc", "a bc")]
    [InlineData("trailing \t\r\nx", "trailing\nx")]
    [InlineData("1=1 =zz", "1=1 =zz")]
    [InlineData("low=c3=a9", "lowé")]
    public void Quoted_printable_is_decoded(string encoded, string expected) =>
        Mails.Read("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: Quoted-Printable", "", encoded).TextBody.ShouldBe(expected);

    [Theory]
    [InlineData("SGVsbG8=", "Hello")]
    [InlineData("SGVs\r\nbG8=", "Hello")]
    [InlineData("SGV\r\nsbG8", "Hello")]
    [InlineData("SGVsbG8s!IHdvcmxkIQ==", "Hello, world!")]
    [InlineData("SGVsbG8=IQ==", "Hello!")]
    public void Base64_is_decoded_broken_or_not(string encoded, string expected) =>
        Mails.Read("Content-Transfer-Encoding: base64", "", encoded).TextBody.ShouldBe(expected);

    [Fact]
    public void Content_that_only_claims_to_be_base64_stays()
    {
        var mail = Mails.Read("Content-Transfer-Encoding: base64", "", "... plain words, no base64 at all ...");

        mail.TextBody.ShouldBe("... plain words, no base64 at all ...");
        mail.Warnings.ShouldHaveSingleItem();
    }

    [Fact]
    public void Uuencoded_file_leaves_the_text_and_becomes_an_attachment()
    {
        var mail = Mails.Read("", "before", "begin 644 cat.txt", "#0V%T", "`", "end", "after");

        mail.TextBody.ShouldBe("before\nafter");
        var file = mail.Attachments.ShouldHaveSingleItem();
        file.Name.ShouldBe("cat.txt");
        file.ToArray().ShouldBe("Cat"u8.ToArray());
    }

    [Theory]
    [InlineData("no", "one \r\ntwo\r\n", "one two\n")]
    [InlineData("yes", "one \r\ntwo\r\n", "onetwo\n")]
    [InlineData("no", "> a \r\n> b\r\nc", "> a b\nc")]
    [InlineData("no", " stuffed\r\n-- \r\nme", "stuffed\n-- \nme")]
    public void Flowed_text_is_unflowed(string delSp, string raw, string expected) =>
        Mails.Read($"Content-Type: text/plain; format=flowed; delsp={delSp}", "", raw).TextBody.ShouldBe(expected);

    [Fact]
    public void Html_alone_gives_plain_text() =>
        Mails.Read("Content-Type: text/html", "", "<style>p{}</style><p>a &amp; b<br>c</p><script>x()</script>").PlainText.ShouldBe("a & b\nc\n");

    [Fact]
    public void Attachment_stream_gives_the_same_bytes_as_the_array()
    {
        var content = new byte[100_003];
        new Random(1).NextBytes(content);
        var mail = Mails.Read(
            "Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64", "",
            Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks));

        var file = mail.Attachments.ShouldHaveSingleItem();
        using var copy = new MemoryStream();
        using var stream = file.OpenRead();
        stream.CopyTo(copy);

        file.Size.ShouldBe(content.Length);
        file.ToArray().ShouldBe(content);
        copy.ToArray().ShouldBe(content);
    }
}
