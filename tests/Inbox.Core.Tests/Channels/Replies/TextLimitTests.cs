using Inbox.Core.Channels.Replies;
using Inbox.Testing;

namespace Inbox.Core.Tests.Channels.Replies;

public class TextLimitTests
{
    [Theory]
    [InlineData("naïve", 5, 5, 5)]
    [InlineData("e\u0301", 2, 2, 1)]
    [InlineData("🇩🇪", 4, 2, 1)]
    [InlineData("👩‍👩‍👧", 8, 5, 1)]
    [InlineData("한국", 2, 2, 2)]
    [InlineData("a\nb", 3, 3, 3)]
    public void Text_is_counted_in_the_unit_of_the_far_side(string text, int utf16, int points, int graphemes)
    {
        new TextLimit(9, TextUnit.Utf16).Count(text).ShouldBe(utf16);
        new TextLimit(9, TextUnit.CodePoint).Count(text).ShouldBe(points);
        new TextLimit(9, TextUnit.Grapheme).Count(text).ShouldBe(graphemes);
    }

    [Theory]
    [InlineData("https://example.com/a/very/long/way?to=go#there", 23)]
    [InlineData("See https://example.com.", 28)]
    [InlineData("https://a.example and http://b.example/x", 51)]
    [InlineData("no link: example.com", 20)]
    public void Link_counts_as_the_far_side_says(string text, int length) =>
        new TextLimit(500, TextUnit.CodePoint) { LinkCounts = 23 }.Count(text).ShouldBe(length);

    [Fact]
    public void Weights_are_those_of_X()
    {
        foreach (var (text, length) in WeightedTexts.Cases)
        {
            new TextLimit(280, TextUnit.Weighted) { LinkCounts = 23 }.Count(text).ShouldBe(length, text);
        }
    }

    [Fact]
    public void Half_a_letter_is_counted_too() => new TextLimit(280, TextUnit.Weighted).Count("a\ud83d").ShouldBe(3);

    [Fact]
    public void Name_of_another_server_counts_without_it()
    {
        new TextLimit(500, TextUnit.CodePoint) { MentionsWithoutHost = true }.Count("@ana@example.social hello").ShouldBe("@ana hello".Length);
        new TextLimit(500, TextUnit.CodePoint).Count("@ana@example.social hello").ShouldBe("@ana@example.social hello".Length);
    }

    [Fact]
    public void Text_at_the_limit_fits_and_one_more_does_not()
    {
        var limit = new TextLimit(5, TextUnit.CodePoint) { LinkCounts = 23 };
        limit.Problem("12345").ShouldBeNull();
        limit.Problem("123456").ShouldBe("The text has 6 characters; here at most 5 are taken (a link counts as 23). Shorten it.");
    }

    [Fact]
    public void Bytes_can_be_limited_besides() =>
        new TextLimit(300, TextUnit.Grapheme) { MostBytes = 10 }.Problem("👩‍👩‍👧").ShouldNotBeNull().ShouldContain("18 bytes");
}
