using Inbox.Core;

namespace Inbox.Web.Tests;

public sealed class ShownTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(40, "40s")]
    [InlineData(12 * 60, "12m")]
    [InlineData((3 * 3600) + 600, "3h 10m")]
    [InlineData(5 * 3600, "5h")]
    [InlineData(26 * 3600, "1d 2h")]
    public void Duration_shows_its_two_largest_units(int seconds, string expected) =>
        Shown.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(expected);

    [Theory]
    [InlineData(-12, "12m late", "late")]
    [InlineData(24, "24m", "warn")]
    [InlineData(190, "3h 10m", "calm")]
    public void Due_time_says_how_long_is_left_or_how_late_it_is(int minutes, string text, string tone) =>
        Shown.Due(Now.AddMinutes(minutes), Now).ShouldBe(new DueText(text, tone));

    [Fact]
    public void Due_time_that_never_comes_is_paused() => Shown.Due(Clock.Never, Now).ShouldBe(DueText.Paused);

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(60, "1 minute ago")]
    [InlineData(9 * 86400, "9 days ago")]
    [InlineData(100 * 86400, "3 months ago")]
    public void Past_time_is_told_in_words(int seconds, string expected) => Shown.Ago(Now.AddSeconds(-seconds), Now).ShouldBe(expected);

    [Theory]
    [InlineData(812, "812")]
    [InlineData(2_130, "2.1k")]
    [InlineData(48_000, "48k")]
    [InlineData(1_240_000, "1.2M")]
    public void Large_count_is_rounded(long number, string expected) => Shown.Count(number).ShouldBe(expected);

    [Theory]
    [InlineData("Nora Vance", "NV")]
    [InlineData("nora", "N")]
    [InlineData("+44 20 7946", "47")]
    [InlineData("Émile Zola-Durand", "ÉD")]
    [InlineData("", "?")]
    public void Initials_are_two_letters_at_most(string name, string expected) => Shown.Initials(name).ShouldBe(expected);

    [Fact]
    public void Hue_of_a_name_never_changes_and_is_one_of_twelve()
    {
        Shown.Hue("Nora").ShouldBe(Shown.Hue("nora"));
        Enumerable.Range(0, 500).Select(i => Shown.Hue($"name {i}")).Distinct().Order().ShouldBe(Enumerable.Range(0, 12));
    }
}
