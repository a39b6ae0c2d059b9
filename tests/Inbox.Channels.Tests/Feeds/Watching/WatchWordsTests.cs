using Inbox.Channels.Feeds.Watching;

namespace Inbox.Channels.Tests.Feeds.Watching;

public class WatchWordsTests
{
    [Theory]
    [InlineData("acme", "My ACME dryer broke", true)]
    [InlineData("acme", "acme's dryer", true)]
    [InlineData("acme", "#acme @acme_help", true)]
    [InlineData("acme", "acmeish pharmacme", false)]
    [InlineData("acme", "acme2", false)]
    [InlineData("acme dryer", "the Acme\n  dryer hums", true)]
    [InlineData("acme dryer", "dryer by Acme", false)]
    [InlineData("\"acme dryer\"", "an acme dryer", true)]
    [InlineData("c++", "I write C++, not C", true)]
    [InlineData("été", "L'E\u0301TE\u0301 dernier", true)]
    [InlineData("ete\u0301", "ete", false)]
    [InlineData("ete", "ete\u0301", false)]
    [InlineData("straße", "In der Straße", true)]
    [InlineData("завод", "Новый ЗАВОД открыт", true)]
    [InlineData("завод", "заводской", false)]
    [InlineData("مصنع", "هذا مصنع جديد", true)]
    [InlineData("مصنع", "المصنعين", false)]
    [InlineData("乾燥機", "新しい乾燥機が壊れた", true)]
    [InlineData("acme", "アクメacme社の製品", true)]
    [InlineData("삼성", "삼성은 크다", true)]
    [InlineData("acme", "ａｃｍｅ", true)]
    [InlineData("𐐀𐐁", "𐐨𐐩", true)]
    public void Word_is_found_in_whole_words_only(string words, string text, bool found) =>
        WatchWords.Parse(words).Match(text).Matches.ShouldBe(found);

    [Fact]
    public void Match_names_the_word_as_written()
    {
        var words = WatchWords.Parse("Globex, Acme Dryer\n-jobs");
        words.Match("I hate it", "my ACME dryer again").ShouldBe(new WatchMatch(true, "Acme Dryer"));
        words.Match("nothing of ours").ShouldBe(new WatchMatch(false, null));
    }

    [Fact]
    public void Excluded_word_anywhere_wins()
    {
        var words = WatchWords.Parse("acme, -\"job offer\"");
        words.Match("Job offer", "Acme seeks a plumber").Matches.ShouldBeFalse();
        words.Match("Joboffers", "Acme").Matches.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" , \n\"\" , -")]
    public void No_words_match_everything(string? words) => WatchWords.Parse(words).Match("anything").ShouldBe(new WatchMatch(true, null));

    [Fact]
    public void Only_excluded_words_match_all_the_rest()
    {
        var words = WatchWords.Parse("-acme");
        words.Match("Globex").ShouldBe(new WatchMatch(true, null));
        words.Match("Acme").Matches.ShouldBeFalse();
    }

    [Fact]
    public void Phrase_does_not_reach_from_title_into_text() => WatchWords.Parse("acme dryer").Match("By Acme", "Dryer on fire").Matches.ShouldBeFalse();

    [Fact]
    public void Broken_text_is_no_obstacle() => WatchWords.Parse("acme").Match("\ud800acme\udc00").Matches.ShouldBeTrue();
}
