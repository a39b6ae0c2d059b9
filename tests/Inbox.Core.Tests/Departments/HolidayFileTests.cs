using Inbox.Core.Departments;

namespace Inbox.Core.Tests.Departments;

public sealed class HolidayFileTests
{
    [Fact]
    public void Whole_days_are_read_with_their_names_and_yearly_ones_for_every_year()
    {
        var file = Read("""
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:20261225
            DTEND;VALUE=DATE:20261226
            RRULE:FREQ=YEARLY
            SUMMARY:Christmas Day
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTART;VALUE=DATE:20200525
            RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO
            SUMMARY:Spring bank holiday
            END:VEVENT
            BEGIN:VEVENT
            UID:3
            DTSTART;VALUE=DATE:20270501
            DTEND;VALUE=DATE:20270504
            SUMMARY:Works outing
            END:VEVENT
            """);

        file.Holidays.ShouldBe(
        [
            new(new DateOnly(2026, 5, 25), "Spring bank holiday"), new(new DateOnly(2026, 12, 25), "Christmas Day"),
            new(new DateOnly(2027, 5, 1), "Works outing"), new(new DateOnly(2027, 5, 2), "Works outing"), new(new DateOnly(2027, 5, 3), "Works outing"),
            new(new DateOnly(2027, 5, 31), "Spring bank holiday"), new(new DateOnly(2027, 12, 25), "Christmas Day"),
        ]);
        file.LeftOut.ShouldBe(0);
    }

    [Fact]
    public void Meetings_cancelled_days_and_other_rhythms_are_left_out_and_counted()
    {
        var file = Read("""
            BEGIN:VEVENT
            UID:1
            DTSTART:20261225T090000Z
            SUMMARY:Stand-up
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTART;VALUE=DATE:20260101
            RRULE:FREQ=DAILY
            SUMMARY:Every day
            END:VEVENT
            BEGIN:VEVENT
            UID:3
            DTSTART;VALUE=DATE:20260102
            STATUS:CANCELLED
            END:VEVENT
            """);

        file.Holidays.ShouldBeEmpty();
        file.LeftOut.ShouldBe(3);
    }

    [Fact]
    public void Days_of_other_years_are_not_brought_back()
    {
        Read("""
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:20191225
            SUMMARY:Long ago
            END:VEVENT
            """).Holidays.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("%PDF-1.7")]
    [InlineData("")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:2026")]
    public void File_that_cannot_be_read_says_so(string text)
    {
        var read = HolidayFile.Read(text, 2026, 2027);

        read.IsOk.ShouldBeFalse();
        read.Error!.Message.ShouldContain("iCalendar");
    }

    [Fact]
    public void Endless_rules_end()
    {
        var events = string.Join('\n', Enumerable.Range(0, 4_000).Select(i => $"BEGIN:VEVENT\nUID:{i}\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU\nEND:VEVENT"));

        HolidayFile.Read($"BEGIN:VCALENDAR\nVERSION:2.0\n{events}\nEND:VCALENDAR", 2026, 2031).Error!.Message.ShouldContain("more than 1,000 days");
    }

    private static HolidayFile Read(string events) => HolidayFile.Read($"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{events}\nEND:VCALENDAR\n", 2026, 2027).Value;
}
