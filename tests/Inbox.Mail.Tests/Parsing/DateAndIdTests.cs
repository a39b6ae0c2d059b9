using System.Globalization;

namespace Inbox.Mail.Tests.Parsing;

public sealed class DateAndIdTests
{
    [Theory]
    [InlineData("Mon, 02 Mar 2026 09:05:07 +0100", "2026-03-02T09:05:07+01:00")]
    [InlineData("2 Mar 2026 09:05 -0330 (Newfoundland)", "2026-03-02T09:05:00-03:30")]
    [InlineData("02 Mar 26 09:05:07 GMT", "2026-03-02T09:05:07+00:00")]
    [InlineData("Mon, 2 Mar 1998 09:05:07 EST", "1998-03-02T09:05:07-05:00")]
    [InlineData("Mon Mar  2 09:05:07 2026", "2026-03-02T09:05:07+00:00")]
    [InlineData("2026-03-02T09:05:07Z", "2026-03-02T09:05:07+00:00")]
    [InlineData("2 Mar 2026 ((a) comment) 9:05:07 PM +0000", "2026-03-02T21:05:07+00:00")]
    [InlineData("lundi, 2 March 2026 09:05:60 +0000", "2026-03-02T09:05:59+00:00")]
    public void Date_is_read(string raw, string expected) =>
        Mails.ReadHeader("Date: " + raw).Date.ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("31 Feb 2026 10:00:00 +0000")]
    [InlineData("Mon, 2 Foo 2026 10:00:00 +0000")]
    [InlineData("")]
    public void Impossible_date_is_none(string raw) => Mails.ReadHeader("Date: " + raw).Date.ShouldBeNull();

    [Fact]
    public void Ids_lose_their_brackets_and_folds()
    {
        var mail = Mails.Read("Message-ID: <one@example.org>", "References: <a@x> <b\r\n c@x>\t<d@x>", "In-Reply-To: bare@x", "", "x");

        mail.MessageId.ShouldBe("one@example.org");
        mail.References.ShouldBe(["a@x", "bc@x", "d@x"]);
        mail.InReplyTo.ShouldBe(["bare@x"]);
    }
}
