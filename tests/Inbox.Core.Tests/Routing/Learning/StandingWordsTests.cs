using Inbox.Core.Routing.Learning;

namespace Inbox.Core.Tests.Routing.Learning;

public sealed class StandingWordsTests
{
    private static readonly string[] Others = [.. Enumerable.Range(0, 40).Select(i => $"Hello, please help with my order {i}, the page is slow")];

    [Fact]
    public void Words_that_only_the_moved_cases_have_stand_out()
    {
        string[] moved = [.. Enumerable.Range(0, 12).Select(i => $"Hello, please help, the Refund of my invoice {i}")];

        var words = StandingWords.Of(moved, Others);

        words.Select(w => w.Text).ShouldBe(["invoice", "refund"], ignoreOrder: true);
        words.ShouldAllBe(w => w.Moved == 12 && w.Others == 0);
    }

    [Fact]
    public void Word_that_all_write_does_not_stand_out() =>
        StandingWords.Of([.. Others.Take(12)], Others).ShouldBeEmpty();

    [Theory]
    [InlineData("voucher", 2)]
    [InlineData("退款", 12)]
    [InlineData("4711", 12)]
    [InlineData("ab", 12)]
    public void Rare_words_and_what_a_rule_could_not_look_for_are_left_out(string word, int times)
    {
        string[] moved = [.. Enumerable.Range(0, 12).Select(i => i < times ? $"please {word}" : "please")];

        StandingWords.Of(moved, Others).ShouldNotContain(w => w.Text == word);
    }

    [Fact]
    public void Nothing_stands_out_of_nothing()
    {
        StandingWords.Of([], []).ShouldBeEmpty();
        StandingWords.Of(["refund"], []).ShouldBeEmpty();
    }
}
