using System.Globalization;
using Inbox.Channels.Feeds;

namespace Inbox.Channels.Tests.Feeds;

public class FeedDatesTests
{
    [Theory]
    [InlineData("Tue, 05 Mar 2024 08:09:10 GMT", "2024-03-05T08:09:10Z")]
    [InlineData("Tue, 5 Mar 2024 08:09 +0200", "2024-03-05T06:09:00Z")]
    [InlineData("5 Mar 24 08:09:10 -05:30", "2024-03-05T13:39:10Z")]
    [InlineData("Tuesday, 05-March-2024 08:09:10 EST", "2024-03-05T13:09:10Z")]
    [InlineData("Tues, 05 Mar 2024 08:09:10 GMT+2", "2024-03-05T06:09:10Z")]
    [InlineData("Tue, 05 Mar 2024 08:09:10 GMT+02:00", "2024-03-05T06:09:10Z")]
    [InlineData("Tue, 05 Mar 2024 08:09:10 +0000 (UTC)", "2024-03-05T08:09:10Z")]
    [InlineData("Tue, 05 Mar 2024 08:09:10 Nowhere", "2024-03-05T08:09:10Z")]
    [InlineData("05 Mar 2024", "2024-03-05T00:00:00Z")]
    [InlineData("Tue, 05 Mar 2024 24:00:00 GMT", "2024-03-06T00:00:00Z")]
    [InlineData("Sat, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00Z")]
    [InlineData("05 Mar 99 08:00 GMT", "1999-03-05T08:00:00Z")]
    [InlineData("Tue Mar  5 08:09:10 2024", "2024-03-05T08:09:10Z")]
    [InlineData("March 5, 2024 08:09", "2024-03-05T08:09:00Z")]
    [InlineData("2024-03-05T08:09:10Z", "2024-03-05T08:09:10Z")]
    [InlineData("2024-03-05t08:09:10.5+01:00", "2024-03-05T07:09:10.5Z")]
    [InlineData("2024-03-05T08:09:10.1234567890Z", "2024-03-05T08:09:10.123456Z")]
    [InlineData("2024-03-05 08:09:10 +0100", "2024-03-05T07:09:10Z")]
    [InlineData("2024-03-05T08:09-08:00", "2024-03-05T16:09:00Z")]
    [InlineData("20240305T080910Z", "2024-03-05T08:09:10Z")]
    [InlineData("2024-03", "2024-03-01T00:00:00Z")]
    [InlineData("2024", "2024-01-01T00:00:00Z")]
    public void Date_is_read_as_UTC(string text, string expected) =>
        FeedDates.Parse(text).ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("31 Feb 2024 08:00 GMT")]
    [InlineData("2024-13-01")]
    [InlineData("2024-01-01T25:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("0000-00-00T00:00:00Z")]
    public void Text_that_is_no_date_gives_none(string? text) => FeedDates.Parse(text).ShouldBeNull();
}
