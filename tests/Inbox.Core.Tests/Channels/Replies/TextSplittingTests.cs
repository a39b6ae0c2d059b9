using System.Globalization;
using System.Text;
using Inbox.Core.Channels.Replies;

namespace Inbox.Core.Tests.Channels.Replies;

public class TextSplittingTests
{
    private static readonly TextLimit Thirty = new(30, TextUnit.Grapheme);

    [Fact]
    public void Text_that_fits_stays_whole() => Thirty.Split("  It fits as it is.\n").ShouldBe(["It fits as it is."]);

    [Theory]
    [InlineData("First of all.\n\nSecond to this one.", "First of all.|Second to this one.")]
    [InlineData("A sentence ends. And another one follows it.", "A sentence ends.|And another one follows it.")]
    [InlineData("Here is a line\nand here is the next line", "Here is a line|and here is the next line")]
    [InlineData("Only words without an end stand in this long line", "Only words without an end|stand in this long line")]
    [InlineData("A. Short ends would leave the first one empty", "A. Short ends would leave the|first one empty")]
    [InlineData("He said “it leaks.” Then he went home again.", "He said “it leaks.”|Then he went home again.")]
    public void Cut_is_at_the_best_end_within_reach(string text, string parts) => Thirty.Split(text).ShouldBe(parts.Split('|'));

    [Fact]
    public void Text_without_spaces_is_cut_between_characters_as_seen()
    {
        var family = string.Concat(Enumerable.Repeat("👩‍👩‍👧", 70));

        Thirty.Split(family)!.Select(p => new StringInfo(p).LengthInTextElements).ShouldBe([30, 30, 10]);
        Thirty.Split("これは最初の文です。これは二番目のかなり長い文で、まだまだ続きます。")![0].ShouldBe("これは最初の文です。");
    }

    [Theory]
    [InlineData("See here now https://a.example/x.y?z", "See here now|https://a.example/x.y?z")]
    [InlineData("Please do ask @somebody.example.org", "Please do ask|@somebody.example.org")]
    [InlineData("読んでください、こちらの説明ですhttps://a.example/x", "読んでください、こちらの説明です|https://a.example/x")]
    public void Address_and_name_stay_whole(string text, string parts) => Thirty.Split(text).ShouldBe(parts.Split('|'));

    [Fact]
    public void Address_longer_than_a_post_cannot_be_sent()
    {
        Thirty.Split("https://a.example/" + new string('x', 30)).ShouldBeNull();
        Thirty.SplitProblem("https://a.example/" + new string('x', 30)).ShouldNotBeNull().ShouldContain("does not fit into one post");
        Thirty.SplitProblem(string.Join(' ', Enumerable.Repeat(new string('x', 29), 26))).ShouldNotBeNull().ShouldContain("more than 25 posts");
    }

    [Fact]
    public void Bytes_are_counted_beside_characters()
    {
        var limit = new TextLimit(300, TextUnit.Grapheme) { MostBytes = 3000 };
        var text = string.Join(' ', Enumerable.Repeat(string.Concat(Enumerable.Repeat("👩‍👩‍👧", 10)), 40));

        var parts = limit.Split(text)!;

        parts.ShouldAllBe(p => Encoding.UTF8.GetByteCount(p) <= 3000 && new StringInfo(p).LengthInTextElements <= 300);
        string.Join(' ', parts).ShouldBe(text);
    }

    [Fact]
    public void Nothing_is_lost_and_everything_fits_whatever_the_text()
    {
        var random = new Random(20261103);
        string[] pieces = ["word", " ", "\n", "\n\n", ". ", "👍🏽", "https://a.example/b", "@ana.example", "#tag", "é", "長い文。", "(", ")", "!", "  "];
        for (var i = 0; i < 300; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (Thirty.Split(text) is { } parts)
            {
                parts.ShouldAllBe(p => Thirty.Problem(p) == null, text);
                Bare(string.Concat(parts)).ShouldBe(Bare(text), text);
            }
        }
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
