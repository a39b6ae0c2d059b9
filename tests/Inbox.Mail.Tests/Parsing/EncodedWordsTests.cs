namespace Inbox.Mail.Tests.Parsing;

public sealed class EncodedWordsTests
{
    [Theory]
    [InlineData("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", "Grüße aus Köln")]
    [InlineData("=?UTF-8?b?R3LDvMOfZQ==?=", "Grüße")]
    [InlineData("=?iso-8859-1?q?caf=E9?= at =?iso-8859-1?q?no=EBl?=", "café at noël")]
    [InlineData("=?utf-8?q?one?= =?utf-8?q?two?=", "onetwo")]
    [InlineData("=?utf-8*de?q?Stra=C3=9Fe?=", "Straße")]
    [InlineData("=?koi8-r?B?8NLJ18XU?=", "Привет")]
    [InlineData("=?shift_jis?B?k/qWe4zq?=", "日本語")]
    [InlineData("=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=", "日本語")]
    public void Word_is_decoded(string raw, string expected) => Subject(raw).ShouldBe(expected);

    [Theory]
    [InlineData("=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€")]
    [InlineData("=?utf-8?Q?=E2=82?=\r\n =?utf-8?B?rA==?=", "€")]
    public void Character_split_over_two_words_is_whole_again(string raw, string expected) => Subject(raw).ShouldBe(expected);

    [Theory]
    [InlineData("=?utf-8?Q?two words?=", "two words")]
    [InlineData("=?utf-8?Q?folded\r\n _inside?=", "folded inside")]
    [InlineData("[ext]=?utf-8?Q?_gl=C3=BCed?=!", "[ext] glüed!")]
    [InlineData("=?utf-8?B?R3LDvMOfZQ?=", "Grüße")]
    [InlineData("=?no-such-set?Q?plain?=", "plain")]
    [InlineData("=?utf-8?Q?100=?=", "100=")]
    public void Word_with_liberties_is_decoded(string raw, string expected) => Subject(raw).ShouldBe(expected);

    [Theory]
    [InlineData("=?")]
    [InlineData("=?utf-8?")]
    [InlineData("=?utf-8?X?abc?=")]
    [InlineData("=?utf-8?Q?never ends")]
    public void Broken_word_stays_as_it_is(string raw) => Subject(raw).ShouldBe(raw);

    [Fact]
    public void Fold_is_one_space() => Subject("a long\r\n\t subject \r\n line").ShouldBe("a long subject line");

    [Fact]
    public void Raw_eight_bit_header_is_read_as_windows_1252_when_it_is_no_utf8() =>
        Subject("Gr\u00FC\u00DFe").ShouldBe("Grüße");

    [Fact]
    public void Raw_utf8_header_is_read_as_utf8() => Subject("Gr\u00C3\u00BC\u00C3\u009Fe").ShouldBe("Grüße");

    private static string Subject(string raw) => Mails.ReadHeader("Subject: " + raw).Subject;
}
