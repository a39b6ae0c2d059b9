using System.Text;
using Inbox.Core.Routing.Learning;

namespace Inbox.Core.Tests.Routing.Learning;

public sealed class TextFeaturesTests
{
    [Theory]
    [InlineData("Refund please", "REFUND, please!")]
    [InlineData("I can't log in", "i can’t LOG in")]
    [InlineData("order 48213", "order 90017")]
    [InlineData("Réparation", "re\u0301paration")]
    [InlineData("Überweisung", "ÜBERWEISUNG")]
    [InlineData("退款，谢谢", "退款。谢谢")]
    public void Same_words_are_the_same_features(string one, string other) => Of(one).ShouldBe(Of(other), ignoreOrder: true);

    [Theory]
    [InlineData("not working", "working not")]
    [InlineData("order 48213", "order 17")]
    [InlineData("退款", "款退")]
    public void Order_and_length_of_numbers_tell_texts_apart(string one, string other) => Of(one).Order().ShouldNotBe(Of(other).Order());

    [Theory]
    [InlineData("repair", "repairing")]
    [InlineData("Rechnung", "Rechnungen")]
    [InlineData("我要退款", "退款多久到账")]
    [InlineData("ขอคืนเงินครับ", "คืนเงิน")]
    [InlineData("환불해 주세요", "환불이 안 돼요")]
    public void Inflections_and_texts_without_blanks_share_features(string one, string other) => Of(one).Intersect(Of(other)).ShouldNotBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("   \r\n\t ")]
    [InlineData("?!… --- 🎉")]
    public void Text_without_words_has_none(string text) => Of(text).ShouldBeEmpty();

    [Fact]
    public void Hostile_text_is_read_like_any_other()
    {
        string[] hostile =
        [
            "a\0b", "\uD800 lone", "lone \uDC00", "\uFFFE\uFFFF", new string('\u0301', 5_000), "e" + new string('\u0301', 5_000), new string('a', 1_000_000),
            string.Join(' ', Enumerable.Range(0, 100_000)), "\u202E\u2066\uFEFF x", "’’’'''", Encoding.Latin1.GetString([.. Enumerable.Range(0, 256).Select(b => (byte)b)]),
        ];

        foreach (var text in hostile)
        {
            var found = TextFeatures.Of(text, text);
            found.Length.ShouldBeLessThan(5_000);
            found.ShouldAllBe(f => f >= 0 && f < TextFeatures.Buckets);
        }
    }

    private static int[] Of(string text) => TextFeatures.Of("", text);
}
