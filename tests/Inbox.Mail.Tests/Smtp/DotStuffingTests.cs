using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Inbox.Mail.Smtp;

namespace Inbox.Mail.Tests.Smtp;

public sealed class DotStuffingTests
{
    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData(".\r\n", "..\r\n.\r\n")]
    [InlineData("a\n.b\r.c", "a\r\n..b\r\n..c\r\n.\r\n")]
    [InlineData("a\r", "a\r\n.\r\n")]
    [InlineData("\r\n.\r\nQUIT\r\n", "\r\n..\r\nQUIT\r\n.\r\n")]
    public void Data_is_stuffed_and_ended(string mail, string sent) => Encode(Encoding.Latin1.GetBytes(mail), piece: 100).ShouldBe(sent);

    [Fact]
    public void Any_bytes_in_any_pieces_end_once_and_come_back()
    {
        var bytes = Gen.ArrayOf(Gen.Elements((byte)'a', (byte)'.', (byte)'\r', (byte)'\n', (byte)0xe4)).ToArbitrary();
        Prop.ForAll(bytes, Gen.Choose(1, 5).ToArbitrary(), (mail, piece) =>
        {
            var sent = Encode(mail, piece);

            // The end stands at the end and nowhere before: else a mail could begin commands of its own.
            sent.ShouldEndWith(".\r\n");
            ("\r\n" + sent)[..^3].Contains("\r\n.\r\n", StringComparison.Ordinal).ShouldBeFalse();
            var lines = sent[..^3].Split("\r\n");
            var read = string.Join("\r\n", lines.Select(line => line.StartsWith('.') ? line[1..] : line));
            var text = Encoding.Latin1.GetString(mail).ReplaceLineEndings("\r\n");
            read.ShouldBe(text.Length == 0 || text.EndsWith("\r\n", StringComparison.Ordinal) ? text : text + "\r\n");
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static string Encode(byte[] mail, int piece)
    {
        var stuffing = new DotStuffing();
        var sent = new StringBuilder();
        var output = new byte[(2 * piece) + 2];
        foreach (var part in mail.Chunk(piece))
        {
            sent.Append(Encoding.Latin1.GetString(output, 0, stuffing.Encode(part, output)));
        }

        return sent.Append(Encoding.Latin1.GetString(stuffing.End().Span)).ToString();
    }
}
