using Inbox.Core.CannedAnswers;
using Inbox.Core.Cases;

namespace Inbox.Core.Tests.CannedAnswers;

public sealed class PlaceholdersTests
{
    private static readonly CaseValues Known = new(1042, 1, "Third repair", "Nora Vance", "Ana K.", "Support");

    [Theory]
    [InlineData("Dear {{customer.name}},", "Dear Nora Vance,")]
    [InlineData("Hi {{ customer.first_name | there }}!", "Hi Nora!")]
    [InlineData("{{case.number}}: {{case.subject}}", "C-1042: Third repair")]
    [InlineData("{{agent.name}} of {{department.name}}", "Ana K. of Support")]
    [InlineData("{ not one }", "{ not one }")]
    public void Placeholder_is_filled_in(string text, string filled) => Known.Fill(text, markdown: true).ShouldBe(filled);

    [Theory]
    [InlineData("Vance, Nora", "Nora")]
    [InlineData("Dr. Nora Vance", "Nora")]
    [InlineData("Nora", "Nora")]
    [InlineData("nora@mail.example", "there")]
    [InlineData(null, "there")]
    public void First_name_is_the_one_a_person_is_called_by(string? customer, string called) =>
        (Known with { Customer = customer }).Fill("{{customer.first_name|there}}", markdown: false).ShouldBe(called);

    [Fact]
    public void What_nobody_knows_stays_to_be_seen()
    {
        var filled = (Known with { Customer = null }).Fill("Dear {{customer.name}},", markdown: true);

        filled.ShouldBe("Dear {{customer.name}},");
        Placeholders.IsUnfilled(filled).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Hello {{customer.nmae}} and {{order}}", "There is no placeholder {{customer.nmae}}, {{order}}. Known are {{customer.name}}, {{customer.first_name}}")]
    [InlineData("Hello {{customer.name", "not finished")]
    [InlineData("Hello {{}}", "There is no placeholder {{}}")]
    public void Text_with_a_wrong_placeholder_says_what_is_wrong(string text, string says) => Placeholders.Wrong(text).ShouldNotBeNull().ShouldContain(says);

    [Fact]
    public void Text_with_known_placeholders_is_right() => Placeholders.Wrong("{{customer.name|you}} {{case.number}} { } }}").ShouldBeNull();

    [Theory]
    [InlineData("<b>Nora</b>")]
    [InlineData("**Nora**")]
    [InlineData("_Nora_")]
    [InlineData("[win](https://evil.example)")]
    [InlineData("![win](https://evil.example/pixel.png)")]
    [InlineData("[x]: https://evil.example")]
    [InlineData("`Nora`")]
    public void Name_of_a_customer_is_no_markup_of_ours(string name)
    {
        var html = FormattedText.ToHtml((Known with { Customer = name }).Fill("Dear {{customer.name}}, hello", markdown: true));

        html.ShouldContain(System.Net.WebUtility.HtmlEncode(name.Replace("https://evil.example", "", StringComparison.Ordinal).Split('(')[0].Split(':')[0]));
        html.ShouldNotContain("<strong>");
        html.ShouldNotContain("<em>");
        html.ShouldNotContain("<b>");
        html.ShouldNotContain("<img");
        html.ShouldNotContain("<code>");
        html.ShouldNotContain(">win</a>");
    }

    [Fact]
    public void Value_with_braces_is_not_filled_in_again() =>
        (Known with { Customer = "{{agent.name}}" }).Fill("{{customer.name}}", markdown: false).ShouldBe("{{agent.name}}");

    [Fact]
    public void Notes_are_plain_text() =>
        (Known with { Customer = "N*ra_V <x>" }).Fill("{{customer.name}}", markdown: false).ShouldBe("N*ra_V <x>");
}
