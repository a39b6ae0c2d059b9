using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels.Replies;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>Answers on a channel with a length, a visibility and a time to answer.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ComposerWaysTests(BrowserFixture browser, BrowserApp app)
{
    private static readonly string[] Texts = ["naïve", "e\u0301te\u0301", "🇩🇪 and 👩‍👩‍👧", "See https://example.com/a/b?c=d. And http://x.example!", "@ana@example.social hello @ben", "  line\nline  ", ""];

    [Fact]
    public async Task Browser_counts_as_the_server_does()
    {
        await using var visit = await OpenAsync(await app.PinAsync("My lamp flickers"));
        foreach (var limit in (TextLimit[])[new(500, TextUnit.Utf16), new(280, TextUnit.Weighted) { LinkCounts = 23 }, new(500, TextUnit.CodePoint) { LinkCounts = 23, MentionsWithoutHost = true }, new(300, TextUnit.Grapheme) { MostBytes = 3000 }])
        {
            // Where letters of India join, browsers follow a newer Unicode than the server, which finds more graphemes.
            foreach (var text in Texts.Concat(limit.Unit == TextUnit.Grapheme ? [] : WeightedTexts.Cases.Select(c => c.Text)))
            {
                var counted = await visit.Page.EvaluateAsync<int>(
                    "async ([text, limit]) => (await import('/js/compose-limit.js')).count(text, limit)",
                    new object[] { text, new Dictionary<string, object?> { ["unit"] = limit.Unit.ToString(), ["linkCounts"] = limit.LinkCounts, ["mentionsWithoutHost"] = limit.MentionsWithoutHost } });
                counted.ShouldBe(limit.Count(text.Trim()), $"{limit.Unit}: {text}");
            }
        }
    }

    [Fact]
    public async Task Length_is_counted_while_one_types_and_too_long_a_text_stays_in_the_field()
    {
        await using var visit = await OpenAsync(await app.PinAsync("My lamp hums"));
        var (page, count) = (visit.Page, visit.Page.Locator("#compose-count"));
        var field = page.GetByLabel("Your answer");
        await field.FillAsync("See https://example.com/a/long/way 👍");
        await Assertions.Expect(count).ToHaveTextAsync("29 / 500");

        await field.FillAsync(new string('a', 501));
        await Assertions.Expect(count).ToHaveTextAsync("501 / 500, 1 too many");
        await Assertions.Expect(page.Locator("#compose-count-said")).ToHaveTextAsync("The text is too long.");
        await field.PressAsync("Control+Enter");

        await Assertions.Expect(page.Locator("#toasts [role='alert']")).ToContainTextAsync("The text has 501 characters; here at most 500 are taken");
        await Assertions.Expect(field).ToHaveValueAsync(new string('a', 501));
    }

    [Fact]
    public async Task Private_answer_is_chosen_by_keyboard_and_going_back_to_public_asks()
    {
        var number = await app.PinAsync("My lamp smells");
        await using var visit = await OpenAsync(number);
        var page = visit.Page;
        await page.GetByLabel("Public: everybody can read it").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator(".way-until[data-way='Private']")).ToBeVisibleAsync();
        await AnswerAsync(page, "Tell us your order.");
        (await VisibilitiesAsync(number)).ShouldBe([Visibility.Public, Visibility.Private]);

        // The post takes one private answer, so what follows is public.
        await Assertions.Expect(page.Locator("#compose-ways")).ToContainTextAsync("there is one already");
        await page.GetByLabel("Your answer").FillAsync("We look into it.");
        await page.GetByLabel("Your answer").PressAsync("Control+Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it in public" }).ClickAsync();

        await Assertions.Expect(page.Locator(".msg.out")).ToHaveCountAsync(2);
        (await VisibilitiesAsync(number)).ShouldBe([Visibility.Public, Visibility.Private, Visibility.Public]);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Narrow_screen_holds_all_of_it(string theme)
    {
        await using var visit = await OpenAsync(await app.PinAsync($"My lamp is {theme}"));
        var page = visit.Page;
        await page.EvaluateAsync("theme => document.documentElement.dataset.bsTheme = theme", theme);
        await page.SetViewportSizeAsync(390, 844);
        await page.GetByLabel("Your answer").FillAsync("Hello");

        await Assertions.Expect(page.Locator("#compose-ways")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#compose-count")).ToHaveTextAsync("5 / 500");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
    }

    [Fact]
    public async Task Text_too_long_for_one_post_leaves_as_a_thread_when_the_agent_wants()
    {
        var number = await app.PinAsync("My lamp buzzes");
        await using var visit = await OpenAsync(number);
        var page = visit.Page;
        var (field, box) = (page.GetByLabel("Your answer"), page.GetByLabel("Post as a thread of 3 posts"));
        await field.FillAsync("Short");
        await Assertions.Expect(page.Locator("#compose-thread")).ToBeHiddenAsync();
        var text = string.Join(' ', Enumerable.Repeat("This is a sentence of the answer.", 40));
        await field.FillAsync(text);
        await box.CheckAsync();
        await Assertions.Expect(page.Locator("#compose-count")).Not.ToContainTextAsync("too many");

        await field.PressAsync("Control+Enter");

        await Assertions.Expect(page.Locator(".msg.out")).ToHaveCountAsync(1);
        await Eventually.IsAsync(() => Task.FromResult(app.Board.Answers.Count(a => text.Contains(a.Text, StringComparison.Ordinal)) == 3));
        string.Join(' ', app.Board.Answers.Where(a => text.Contains(a.Text, StringComparison.Ordinal)).Select(a => a.Text)).ShouldBe(text);
    }

    [Fact]
    public async Task Image_carries_what_the_agent_says_it_shows()
    {
        var number = await app.PinAsync("My lamp drips");
        await using var visit = await OpenAsync(number);
        var page = visit.Page;
        await page.GetByLabel("Your answer").FillAsync("Look here");
        await page.Locator("#pick-file").SetInputFilesAsync(new FilePayload { Name = "IMG_0042.png", MimeType = "image/png", Buffer = [137, 80, 78, 71] });
        await page.GetByLabel("Description of IMG_0042.png").FillAsync("The valve under the lid");
        await AnswerAsync(page, "Look here, please");

        CaseNumber.TryParse(number, out var id).ShouldBeTrue();
        (await app.QueryAsync(db => db.Attachments.Where(a => db.Messages.Any(m => m.Id == a.MessageId && m.CaseId == id)).Select(a => a.Description).ToListAsync())).ShouldBe(["The valve under the lid"]);
    }

    private async Task<Visit> OpenAsync(string number)
    {
        var visit = await Visit.BeginAsync(browser, app);
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await visit.Page.GotoAsync($"/cases/{number}");
        return visit;
    }

    private static async Task AnswerAsync(IPage page, string text)
    {
        await page.GetByLabel("Your answer").FillAsync(text);
        await page.GetByLabel("Your answer").PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".msg.out")).ToHaveCountAsync(1);
    }

    private Task<List<Visibility>> VisibilitiesAsync(string number)
    {
        CaseNumber.TryParse(number, out var id).ShouldBeTrue();
        return app.QueryAsync(db => db.Messages.Where(m => m.CaseId == id).OrderBy(m => m.Id).Select(m => m.Visibility).ToListAsync());
    }
}
