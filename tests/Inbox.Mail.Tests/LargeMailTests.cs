using System.Text;

namespace Inbox.Mail.Tests;

/// <summary>Memory by what this thread allocates: counts do not depend on the machine, times do.</summary>
public sealed class LargeMailTests
{
    private const int Megabyte = 1_000_000;

    [Theory]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    [InlineData("7bit")]
    [InlineData("x-uuencode")]
    public void Attachments_of_40_MB_cost_under_10_MB_of_managed_memory(string encoding)
    {
        var line = encoding switch
        {
            "base64" => Convert.ToBase64String(new byte[57]),
            "x-uuencode" => "M" + new string('A', 60),
            _ => new string('a', 70),
        };
        using var source = Repeated($"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhere\r\n--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n", line + "\r\n", "\r\n--b--\r\n", 40 * Megabyte);

        Allocated(() =>
        {
            using var mail = MailReader.Read(source);
            mail.TextBody.ShouldBe("here");
            var file = mail.Attachments.ShouldHaveSingleItem();
            using var content = file.OpenRead();
            Count(content).ShouldBe(file.Size);
            file.Size.ShouldBeGreaterThan(25 * Megabyte);
        }).ShouldBeLessThan(10 * Megabyte);
    }

    [Theory]
    [InlineData("text/plain", "A line of a log that nobody reads.\r\n")]
    [InlineData("text/html", "<p>A line of a log that nobody reads.</p>\r\n")]
    public void Text_of_40_MB_is_shown_from_its_beginning_and_kept_whole_as_a_file(string type, string line)
    {
        using var source = Repeated($"Content-Type: {type}\r\n\r\n", line, "", 40 * Megabyte);

        using var mail = MailReader.Read(source);

        mail.PlainText.ShouldStartWith("A line");
        mail.PlainText.Length.ShouldBeLessThan(3 * Megabyte);
        mail.Attachments.ShouldHaveSingleItem().Size.ShouldBeGreaterThan(39 * Megabyte);
        mail.Warnings.ShouldHaveSingleItem().ShouldContain("very long");
    }

    [Fact]
    public void Uuencoded_file_of_40_MB_inside_a_text_costs_under_10_MB()
    {
        using var source = Repeated("Subject: s\r\n\r\nbefore\r\nbegin 644 a.bin\r\n", "M" + new string('A', 60) + "\r\n", "`\r\nend\r\nafter\r\n", 40 * Megabyte);

        Allocated(() =>
        {
            using var mail = MailReader.Read(source);
            mail.TextBody.ShouldBe("before\nafter\n");
            using var content = mail.Attachments.ShouldHaveSingleItem().OpenRead();
            Count(content).ShouldBeGreaterThan(25 * Megabyte);
        }).ShouldBeLessThan(10 * Megabyte);
    }

    [Fact]
    public void Header_line_of_a_megabyte_is_read_whole() =>
        Mails.Read("Subject: " + new string('x', Megabyte), "", "text").Subject.Length.ShouldBe(Megabyte);

    [Fact]
    public void Forty_megabytes_of_header_fields_cost_bounded_memory()
    {
        using var source = Repeated("", "X-Field: value\r\n", "\r\ntext", 40 * Megabyte);

        Allocated(() =>
        {
            using var mail = MailReader.Read(source);
            mail.Warnings.ShouldNotBeEmpty();
        }).ShouldBeLessThan(10 * Megabyte);
    }

    [Fact]
    public void Bare_carriage_returns_of_40_MB_cost_bounded_memory()
    {
        using var source = Repeated("Subject: s\rContent-Type: application/x\r\r", new string('a', 70) + "\r", "", 40 * Megabyte);

        Allocated(() =>
        {
            using var mail = MailReader.Read(source);
            mail.Attachments.ShouldHaveSingleItem().Size.ShouldBeGreaterThan(39 * Megabyte);
        }).ShouldBeLessThan(10 * Megabyte);
    }

    [Fact]
    public void Parts_of_a_disposed_mail_are_refused_and_not_read_from_memory_that_is_gone()
    {
        using var source = Repeated("Content-Type: application/x\r\n\r\n", "aaaa\r\n", "", 2 * Megabyte);
        var mail = MailReader.Read(source);
        var file = mail.Attachments.ShouldHaveSingleItem();

        mail.Dispose();

        Should.Throw<ObjectDisposedException>(() => file.ToArray());
    }

    private static long Allocated(Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long Count(Stream content)
    {
        var buffer = new byte[64 * 1024];
        long count = 0;
        for (var read = content.Read(buffer); read > 0; read = content.Read(buffer))
        {
            count += read;
        }
        return count;
    }

    /// <summary>A mail in a file that goes when it is closed.</summary>
    private static FileStream Repeated(string start, string line, string end, int bytes)
    {
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        file.Write(Encoding.ASCII.GetBytes(start));
        var repeated = Encoding.ASCII.GetBytes(line);
        for (var written = 0; written < bytes; written += repeated.Length)
        {
            file.Write(repeated);
        }
        file.Write(Encoding.ASCII.GetBytes(end));
        file.Position = 0;
        return file;
    }
}
