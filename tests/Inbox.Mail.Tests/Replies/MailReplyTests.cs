using Inbox.Mail.Replies;

namespace Inbox.Mail.Tests.Replies;

/// <summary>The new text of a whole mail, where the subject tells what the text alone does not.</summary>
public sealed class MailReplyTests
{
    private const string Outlook = "Can you help him?\n\nFrom: Ole <ole@example.org>\nSent: Tuesday, 5 March 2024\nTo: Maja <maja@example.org>\nSubject: Lamp\n\nMy lamp is broken.";

    [Theory]
    [InlineData("FW: Lamp")]
    [InlineData("Fwd: Lamp")]
    [InlineData("WG: Lampe")]
    [InlineData("TR : Lampe")]
    [InlineData("RV: Lámpara")]
    [InlineData("ENC: Lâmpada")]
    [InlineData("I: Lampada")]
    [InlineData("Doorst: Lamp")]
    [InlineData("PD: Lampa")]
    [InlineData("VB: Lampa")]
    [InlineData("转发：灯")]
    [InlineData("轉寄: 燈")]
    [InlineData("転送: ランプ")]
    [InlineData("Пересл: Лампа")]
    public void Mail_forwarded_without_a_line_that_says_so_is_kept_whole(string subject) => Of(subject, Outlook).ShouldBe(Outlook);

    [Theory]
    [InlineData("RE: Lamp")]
    [InlineData("RE: FW: Lamp")]
    [InlineData("AW: WG: Lampe")]
    [InlineData("Lamp")]
    [InlineData("Item: Lamp")]
    [InlineData("Instruction: Lamp")]
    public void Answer_loses_its_history(string subject) => Of(subject, Outlook).ShouldBe("Can you help him?");

    private static string Of(string subject, string text) =>
        ReplyText.Of(MailReader.Read(System.Text.Encoding.UTF8.GetBytes($"Subject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text.ReplaceLineEndings("\r\n")}"))).Trim();
}
