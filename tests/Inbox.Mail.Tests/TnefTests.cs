using System.Text;

namespace Inbox.Mail.Tests;

public sealed class TnefTests
{
    [Fact]
    public void Outlook_envelope_gives_its_body_and_files()
    {
        var mail = ReadEnvelope(Envelope(
            Attribute(1, 0x0002800C, "inner text\0"u8),
            Attribute(2, 0x00069002, new byte[14]),
            Attribute(2, 0x00018010, "SHORT~1.TXT\0"u8),
            Attribute(2, 0x0006800F, "file content"u8),
            Attribute(2, 0x00069005, Property(0x3707, "long name.txt"))));

        mail.TextBody.ShouldBe("inner text");
        var file = mail.Attachments.ShouldHaveSingleItem();
        file.Name.ShouldBe("long name.txt");
        file.ContentType.ShouldBe("text/plain");
        file.ToArray().ShouldBe("file content"u8.ToArray());
    }

    [Fact]
    public void Envelope_cut_anywhere_is_read_without_an_exception()
    {
        var whole = Envelope(Attribute(2, 0x00069002, new byte[14]), Attribute(2, 0x00069005, Property(0x3707, "a.txt")));
        for (var length = 0; length < whole.Length; length++)
        {
            ReadEnvelope(whole[..length]);
        }
    }

    [Fact]
    public void File_that_is_no_envelope_is_kept() =>
        ReadEnvelope("not tnef"u8.ToArray()).Attachments.ShouldHaveSingleItem().Name.ShouldBe("winmail.dat");

    private static MailMessage ReadEnvelope(byte[] content) => Mails.Read(
        "Content-Type: application/ms-tnef; name=winmail.dat", "Content-Transfer-Encoding: base64", "", Convert.ToBase64String(content));

    private static byte[] Envelope(params byte[][] attributes) => [0x78, 0x9F, 0x3E, 0x22, 1, 0, .. attributes.SelectMany(bytes => bytes)];

    private static byte[] Attribute(byte level, uint id, ReadOnlySpan<byte> data) =>
        [level, .. BitConverter.GetBytes(id), .. BitConverter.GetBytes(data.Length), .. data, 0, 0];

    private static byte[] Property(ushort id, string value)
    {
        var bytes = Encoding.Unicode.GetBytes(value + "\0");
        return [1, 0, 0, 0, 0x1F, 0, .. BitConverter.GetBytes(id), 1, 0, 0, 0, .. BitConverter.GetBytes(bytes.Length), .. bytes, .. new byte[(4 - (bytes.Length % 4)) % 4]];
    }
}
