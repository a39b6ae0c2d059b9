namespace Inbox.Mail.Tests.Parsing;

public sealed class ContentTypeTests
{
    [Theory]
    [InlineData("text/plain; charset=utf-8", "charset", "utf-8")]
    [InlineData("TEXT/Plain;CHARSET = \"utf-8\"", "charset", "utf-8")]
    [InlineData("a/b; name=My File.pdf; x=1", "name", "My File.pdf")]
    [InlineData("a/b; name=\"C:\\temp\\a.txt\"", "name", "C:\\temp\\a.txt")]
    [InlineData("a/b; name=\"a \\\"b\\\".txt\"", "name", "a \"b\".txt")]
    [InlineData("a/b; name*=utf-8'de'M%C3%BCll.txt", "name", "Müll.txt")]
    [InlineData("a/b; name*0*=iso-8859-1''%E4; name*1=\"b c\"; name*2*=%F6", "name", "äb cö")]
    [InlineData("a/b; name*1=two; name*0=one", "name", "onetwo")]
    [InlineData("a/b; name=plain.txt; name*=utf-8''%C3%A4.txt", "name", "ä.txt")]
    [InlineData("a/b; name=\"=?utf-8?q?=C3=A4.txt?=\"", "name", "ä.txt")]
    [InlineData("a/b;;; = ; name=v", "name", "v")]
    [InlineData("a/b; name=\"cut off", "name", "cut off")]
    public void Parameter_is_read(string raw, string name, string expected) => ContentType.Parse(raw)![name].ShouldBe(expected);

    [Theory]
    [InlineData("(a) text (b) / (c) plain (d); x=y", "text/plain")]
    [InlineData("text", "text")]
    [InlineData("text/", "text")]
    public void Media_type_is_read(string raw, string expected) => ContentType.Parse(raw)!.MediaType.ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("/plain")]
    public void Header_without_type_is_none(string raw) => ContentType.Parse(raw).ShouldBeNull();

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("a\u202Egpj.exe", "agpj.exe")]
    [InlineData("..", "attachment-1")]
    public void File_name_from_outside_is_made_harmless(string name, string expected) =>
        MailReader.Read(System.Text.Encoding.UTF8.GetBytes($"Content-Type: application/x; name=\"{name}\"\r\n\r\nx"))
            .Attachments.ShouldHaveSingleItem().Name.ShouldBe(expected);
}
