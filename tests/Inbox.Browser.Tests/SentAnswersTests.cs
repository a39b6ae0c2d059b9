using Inbox.Core.Access;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>A public answer with a slip in it is put right where everybody reads it, and taken away.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SentAnswersTests(BrowserFixture browser, BrowserApp app)
{
    [Fact]
    public async Task Answer_is_edited_and_deleted_where_it_stands()
    {
        await using var visit = await OpenAsync(await app.PinAsync("My toaster sparks", author: "eve"), "Unplug it, we call yuo.");
        var page = visit.Page;
        var answer = page.Locator(".msg.out");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit this answer where it stands" }).ClickAsync();
        var field = page.GetByLabel("What it is to say");
        await Assertions.Expect(field).ToHaveValueAsync("Unplug it, we call yuo.");
        await field.FillAsync(new string('a', 501));
        await Assertions.Expect(page.Locator("#edit-answer-count")).ToHaveTextAsync("501 / 500, 1 too many");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it there" }).ClickAsync();
        await field.FillAsync("Unplug it, we call you.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it there" }).ClickAsync();

        await Assertions.Expect(answer.Locator("> .said")).ToHaveTextAsync("Unplug it, we call you.");
        Standing("Unplug it").ShouldHaveSingleItem().Text.ShouldBe("Unplug it, we call you.");
        await answer.Locator("summary").ClickAsync();
        await Assertions.Expect(answer.Locator("details .said")).ToHaveTextAsync("Unplug it, we call yuo.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete this answer where it stands" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete it", Exact = true }).ClickAsync();

        await Assertions.Expect(answer).ToContainTextAsync("deleted there");
        await Assertions.Expect(page.Locator("#thread")).ToContainTextAsync("Answer deleted where it stood");
        Standing("Unplug it").ShouldBeEmpty();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_typed_into_an_edit_is_there_again_after_the_page_was_closed()
    {
        var number = await app.PinAsync("My toaster smokes", author: "eve");
        await using var visit = await OpenAsync(number, "We call you.");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit this answer where it stands" }).ClickAsync();
        await page.GetByLabel("What it is to say").FillAsync("We call you at noon.");

        await page.GotoAsync($"/cases/{number}");
        await app.QueryAsync(db => db.Messages.Where(m => m.ReplyText == "We call you.").ExecuteUpdateAsync(set => set.SetProperty(m => m.Text, "We call.")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit this answer where it stands" }).ClickAsync();

        await Assertions.Expect(page.GetByLabel("What it is to say")).ToHaveValueAsync("We call you at noon.");
        await Assertions.Expect(page.Locator("#edit-answer-problem")).ToContainTextAsync("Somebody has edited it since you began.");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusal_stands_beside_the_field_and_the_words_stay()
    {
        await using var visit = await OpenAsync(await app.PinAsync("My toaster melts", author: "eve"), "We call you.");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit this answer where it stands" }).ClickAsync();
        await page.GetByLabel("What it is to say").FillAsync("We call you. ");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it there" }).ClickAsync();

        await Assertions.Expect(page.Locator("#edit-answer-problem")).ToHaveTextAsync("These are the words that stand there already.");
        await Assertions.Expect(page.GetByLabel("What it is to say")).ToHaveValueAsync("We call you. ");
    }

    private IEnumerable<Pin> Standing(string begins) => app.Board.Answers.Where(a => a.Text.StartsWith(begins, StringComparison.Ordinal));

    /// <summary>The case, with an answer that has left.</summary>
    private async Task<Visit> OpenAsync(string number, string text)
    {
        var visit = await Visit.BeginAsync(browser, app);
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        await visit.Page.GotoAsync($"/cases/{number}");
        await visit.Page.GetByLabel("Your answer").FillAsync(text);
        await visit.Page.GetByLabel("Your answer").PressAsync("Control+Enter");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Edit this answer where it stands" })).ToBeVisibleAsync();
        return visit;
    }
}
