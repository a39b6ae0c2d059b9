using Inbox.Channels.Feeds;
using Inbox.Channels.Feeds.Watching;

namespace Inbox.Channels.Tests.Feeds.Watching;

public class FeedWatchTests
{
    [Theory]
    [InlineData("Café Acme", "we went to CAFE ACME", true)]
    [InlineData("cafe acme", "the Café Acmé", true)]
    [InlineData("Acme", "Acmes and pharmacme", false)]
    [InlineData("Łódź Røst", "lodz rost", true)]
    [InlineData("Straßen-Kaffee", "STRASSEN-KAFFEE", true)]
    [InlineData("乾燥", "新しい乾燥機", true)]
    public void Brand_name_is_found_as_whole_words_whatever_case_and_accents(string name, string text, bool found) =>
        Match(new FeedSettings { BrandNames = [name] }, text).ShouldBe(found ? new FeedMatch(true, name) : new FeedMatch(false));

    [Theory]
    [InlineData("My apple is broken", true)]
    [InlineData("How to bake an Apple Pie", false)]
    [InlineData("Apple pie recipe written on an Apple", true)]
    [InlineData("Pie made of Apples", false)]
    [InlineData("apple pies", true)]
    public void Excluded_phrase_around_a_name_takes_only_that_place_away(string text, bool found) =>
        Match(new FeedSettings { BrandNames = ["Apple"], ExcludeWords = ["apple pie"] }, text).Matches.ShouldBe(found);

    [Fact]
    public void Excluded_phrase_around_a_watch_word_does_the_same()
    {
        var settings = new FeedSettings { WatchWords = ["apple"], ExcludeWords = ["apple pie"] };

        Match(settings, "apple pie for an apple").ShouldBe(new FeedMatch(true, "apple"));
        Match(settings, "apple pie").ShouldBe(new FeedMatch(false, Excluded: "apple pie"));
    }

    [Fact]
    public void Other_excluded_word_leaves_the_whole_post_out()
    {
        var settings = new FeedSettings { BrandNames = ["Acme"], ExcludeWords = ["Stellenangebot", "job offer"] };

        Match(settings, "Acme seeks a plumber: Job-Offer and job  offer").ShouldBe(new FeedMatch(false, Excluded: "job offer"));
        Match(settings, "Acme opens").Matches.ShouldBeTrue();
    }

    [Fact]
    public void Minus_among_the_watch_words_excludes_for_names_too()
    {
        var settings = new FeedSettings { WatchWords = ["-jobs"], BrandNames = ["Acme"] };

        Match(settings, "Acme jobs").Matches.ShouldBeFalse();
        Match(settings, "Acme").ShouldBe(new FeedMatch(true, "Acme"));
        Match(settings, "Globex").Matches.ShouldBeFalse("a minus alone is nothing to look for");
    }

    [Fact]
    public void Name_or_word_is_enough()
    {
        var settings = new FeedSettings { WatchWords = ["kettle"], BrandNames = ["Acme"] };

        Match(settings, "a kettle").Word.ShouldBe("kettle");
        Match(settings, "by acmé").Word.ShouldBe("Acme");
        Match(settings, "a pot").Matches.ShouldBeFalse();
    }

    [Fact]
    public void Without_words_and_names_all_that_is_not_excluded_is_taken()
    {
        var settings = new FeedSettings { ExcludeWords = ["weather"] };

        new FeedWatch(settings).TakesAll.ShouldBeTrue();
        Match(settings, "kettles").ShouldBe(new FeedMatch(true));
        Match(settings, "The Weather today").ShouldBe(new FeedMatch(false, Excluded: "weather"));
    }

    private static FeedMatch Match(FeedSettings settings, string text) => new FeedWatch(settings).Match(new FeedEntry { Id = "1", Title = "Notes", Text = text, ContentHash = "" });
}
