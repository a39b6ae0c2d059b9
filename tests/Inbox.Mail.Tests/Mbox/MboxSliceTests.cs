using System.Text;
using Inbox.Mail.Mbox;

namespace Inbox.Mail.Tests.Mbox;

public sealed class MboxSliceTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Slice_reads_as_the_reader_reads_it(string end)
    {
        string[] lines =
        [
            "From a@b.example Mon Nov  2 08:59:00 2026", "Subject: one", "", ">From the start", ">>From quoted", "> From no", "", "",
            "From c@d.example Mon Nov  2 09:59:00 2026", "Subject: two", "", "last",
        ];
        var mbox = Encoding.ASCII.GetBytes(string.Join(end, lines) + end);

        var mails = MboxReader.Read(new MemoryStream(mbox)).ToList();

        mails.Count.ShouldBe(2);
        foreach (var mail in mails)
        {
            MboxSlice.Read(mbox.AsSpan((int)mail.Start, (int)(mail.End - mail.Start))).ShouldBe(mail.Content);
        }
    }
}
