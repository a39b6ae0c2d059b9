using System.Text;
using Inbox.Mail.Mbox;

namespace Inbox.Mail.Tests.Mbox;

public sealed class MboxReaderTests
{
    private const string Separator = "From ann@example.org Mon Mar  2 09:05:07 2026\n";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Mails_come_out_one_by_one_with_their_offsets(string lineEnd)
    {
        var mbox = $"{Separator}Subject: one\n\nfirst\n\n{Separator}Subject: two\n\nsecond\n".Replace("\n", lineEnd, StringComparison.Ordinal);

        var mails = Read(mbox);

        mails.Select(mail => MailReader.Read(mail.Content).TextBody).ShouldBe(["first\n", "second\n"]);
        mails[0].Start.ShouldBe(0);
        mails[1].Start.ShouldBe(mbox.LastIndexOf("From ann", StringComparison.Ordinal));
        mails[1].End.ShouldBe(mbox.Length);
    }

    [Fact]
    public void Reading_resumes_at_an_offset()
    {
        var mbox = Encoding.ASCII.GetBytes($"{Separator}Subject: one\n\nfirst\n\n{Separator}Subject: two\n\nsecond\n");
        var second = Read(Encoding.ASCII.GetString(mbox))[1];

        var rest = new MemoryStream(mbox, (int)second.Start, mbox.Length - (int)second.Start);
        var resumed = MboxReader.Read(rest, second.Start).ToList().ShouldHaveSingleItem();

        resumed.Content.ShouldBe(second.Content);
        resumed.End.ShouldBe(second.End);
    }

    [Fact]
    public void Quoted_from_line_loses_one_quote() =>
        Encoding.ASCII.GetString(Read($"{Separator}Subject: s\n\n>From me\n>>From you\n> From him\n")[0].Content)
            .ShouldBe("Subject: s\n\nFrom me\n>From you\n> From him\n");

    [Fact]
    public void Sentence_that_starts_with_from_divides_nothing() =>
        Read($"{Separator}Subject: s\n\none\n\nFrom now on we\n\nFrom: here\n").ShouldHaveSingleItem();

    [Fact]
    public void Mail_larger_than_a_block_is_whole()
    {
        var body = new string('x', 600_000) + "\n" + string.Concat(Enumerable.Repeat("line\n", 70_000));

        var mail = Read($"{Separator}Subject: s\n\n{body}\n{Separator}Subject: t\n\n").First();

        MailReader.Read(mail.Content).TextBody.ShouldBe(body);
    }

    private static List<MboxMessage> Read(string mbox) => [.. MboxReader.Read(new MemoryStream(Encoding.ASCII.GetBytes(mbox)))];
}
