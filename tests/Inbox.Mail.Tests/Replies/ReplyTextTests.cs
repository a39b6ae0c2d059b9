using System.Diagnostics;
using Inbox.Mail.Replies;

namespace Inbox.Mail.Tests.Replies;

public sealed class ReplyTextTests
{
    [Fact]
    public void Answers_between_quotes_are_kept_without_the_quotes() =>
        ReplyText.Of("On 05/03/2024 09:41, Northwind wrote:\n> Which colour?\n\nRed.\n\n> Which size?\n\nLarge.\n")
            .ShouldBe("Red.\n\n\nLarge.");

    [Fact]
    public void Answer_below_the_quote_is_kept() =>
        ReplyText.Of("On 05/03/2024 09:41, Northwind wrote:\n\n> Which colour?\n> Which size?\n\nRed and large.\n").ShouldBe("Red and large.");

    [Fact]
    public void Passage_quoted_by_hand_stays_with_its_comment() =>
        ReplyText.Of("> No refund after 14 days.\n\nWhere does the law say so?").ShouldBe("> No refund after 14 days.\n\nWhere does the law say so?");

    [Fact]
    public void Quote_at_the_end_without_attribution_is_cut() =>
        ReplyText.Of("Red, please.\n\n> Subject: Colour\n> Which colour?\n").ShouldBe("Red, please.");

    [Fact]
    public void Broken_line_inside_a_quote_belongs_to_it() =>
        ReplyText.Of("Done.\n\nOn 05/03/2024 09:41, Northwind wrote:\n> Open http://northwind.example/form\n?case=4711\n> and sign.\n").ShouldBe("Done.");

    [Fact]
    public void Mail_that_is_all_quote_is_returned_whole()
    {
        ReplyText.Of("> Which colour?\n").ShouldBe("> Which colour?");
        ReplyText.Of("On 05/03/2024 09:41, Northwind wrote:\n> Which colour?").ShouldBe("On 05/03/2024 09:41, Northwind wrote:\n> Which colour?");
    }

    [Theory]
    [InlineData("---------- Forwarded message ---------")]
    [InlineData("Begin forwarded message:")]
    [InlineData("-------- Forwarded Message --------")]
    [InlineData("-------- Weitergeleitete Nachricht --------")]
    [InlineData("Anfang der weitergeleiteten Nachricht:")]
    [InlineData("---------- Message transféré ---------")]
    [InlineData("Début du message réexpédié :")]
    [InlineData("---------- Mensaje reenviado ---------")]
    [InlineData("Inicio del mensaje reenviado:")]
    [InlineData("---------- Mensagem encaminhada ---------")]
    [InlineData("---------- Messaggio inoltrato ---------")]
    [InlineData("---------- Doorgestuurd bericht ---------")]
    [InlineData("---------- Przekazana wiadomość ---------")]
    [InlineData("---------- Vidarebefordrat meddelande ---------")]
    [InlineData("---------- Videresendt besked ---------")]
    [InlineData("---------- Edelleenlähetetty viesti ---------")]
    [InlineData("---------- Přeposlaná zpráva ---------")]
    [InlineData("---------- Yönlendirilen mesaj ---------")]
    [InlineData("---------- 転送メッセージ ---------")]
    [InlineData("---------- 转发的邮件 ---------")]
    [InlineData("---------- 전달된 메시지 ---------")]
    [InlineData("-------- Пересылаемое сообщение --------")]
    public void Forwarded_mail_is_kept_whole(string line)
    {
        var text = $"Can you help him?\n\n{line}\nFrom: Ole <ole@example.org>\nDate: 5 Mar 2024\nSubject: Lamp\nTo: Maja\n\nMy lamp is broken.\n--\nSent from my iPhone";
        ReplyText.Of(text).ShouldBe(text);
    }

    [Fact]
    public void Forward_that_was_itself_quoted_in_an_answer_is_cut() =>
        ReplyText.Of("Done.\n\nOn 05/03/2024 09:41, Northwind wrote:\n> ---------- Forwarded message ---------\n> From: Ole\n> My lamp is broken.\n").ShouldBe("Done.");

    [Fact]
    public void Text_below_a_reply_above_this_line_mark_is_cut() =>
        ReplyText.Of("Red, please.\n\n##- Please type your reply above this line -##\n\nWhich colour?").ShouldBe("Red, please.");

    [Fact]
    public void Lists_code_and_spaces_are_left_as_they_are()
    {
        const string text = "Steps:\n\n- one\n- two\n\n    if (x)\n      y();\n\n# not a rule\nEnd";
        ReplyText.Of(text.ReplaceLineEndings("\r\n")).ShouldBe(text);
    }

    [Theory]
    [InlineData(">")]
    [InlineData("--\n")]
    [InlineData("> a\nb\n")]
    [InlineData("On 2024-03-05 09:41 <a@b.example>\n")]
    [InlineData("From: a@b.example\n")]
    [InlineData("_____\n")]
    public void Hostile_repetition_costs_linear_time(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 500_000 / unit.Length));
        var clock = Stopwatch.StartNew();
        ReplyText.Of(text).ShouldNotBeEmpty();
        // A few tenths of a second are usual; quadratic work would take minutes.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Attributions_under_half_a_million_empty_lines_cost_linear_time()
    {
        var text = new string('\n', 500_000) + string.Concat(Enumerable.Repeat("On 05/03/2024 09:41 Maja wrote:\n", 100_000)) + "Red.";
        var clock = Stopwatch.StartNew();
        ReplyText.Of(text).ShouldBe("Red.");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }
}
