using System.Globalization;
using System.Text.RegularExpressions;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Mail;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed partial class WholeJobTests(BrowserFixture browser, BrowserApp app)
{
    private const string Subject = "The cabinet came with one key";

    [Fact]
    public async Task Mail_is_heard_answered_and_heard_again_without_a_reload()
    {
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        var first = $"first.{Guid.NewGuid():N}@mail.example";
        var answeredBefore = await FirstRepliesAsync();
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(agent);
        await page.GotoAsync("/inbox?view=unassigned");
        await page.EvaluateAsync("window.loadedOnce = true");

        await app.HandInAsync(Mails.Of($"Nora Vale <{BrowserApp.Nora}>", BrowserApp.Support, Subject, "Two were promised, and one is here.", id: first));
        var row = page.Locator("a.row-case", new() { HasText = Subject });
        await Assertions.Expect(row).ToBeVisibleAsync();

        await OpenByKeyboardAsync(page, row);
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Hello Nora, the second key leaves today.");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator("#toasts")).ToContainTextAsync("Your answer leaves in");
        await Assertions.Expect(page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();
        app.Mail.Delivered(BrowserApp.Nora).Select(m => MailReader.Read(m).Subject).ShouldNotContain("Re: " + Subject);
        await Assertions.Expect(page.Locator("#side-promises")).ToContainTextAsync("First reply met");

        var answer = await DeliveredAsync("Re: " + Subject);
        answer.MessageId.ShouldBe(await ExternalIdOfAnswerAsync());
        answer.InReplyTo.ShouldBe([first]);
        answer.References.ShouldContain(first);
        answer.From.ShouldHaveSingleItem().ShouldBe(new Mailbox($"{agent.DisplayName} · Larkfield", BrowserApp.Support));
        answer.To.ShouldHaveSingleItem().Address.ShouldBe(BrowserApp.Nora);
        answer.TextBody!.ShouldStartWith("Hello Nora, the second key leaves today.");
        answer.TextBody.ShouldContain("> Two were promised, and one is here.");
        await Assertions.Expect(page.Locator(".msg.out .delivery")).ToContainTextAsync("sent");

        await app.HandInAsync(Mails.Of($"Nora Vale <{BrowserApp.Nora}>", BrowserApp.Support, "Re: " + Subject, "Which courier brings it?", inReplyTo: answer.MessageId, references: $"<{first}> <{answer.MessageId}>"));
        await Assertions.Expect(page.Locator("#thread .msg").Last).ToContainTextAsync("Which courier brings it?");
        await Assertions.Expect(page.Locator("#side-promises")).ToContainTextAsync("Next reply");
        (await page.EvaluateAsync<bool>("window.loadedOnce === true")).ShouldBeTrue("the page was loaded again");
        visit.Complaints.ShouldBeEmpty();
        (await FirstRepliesAsync()).ShouldBe(answeredBefore + 1);
    }

    private static async Task OpenByKeyboardAsync(IPage page, ILocator row)
    {
        for (var step = 0; step < 40 && !await row.EvaluateAsync<bool>("r => r === document.activeElement"); step++)
        {
            await page.Keyboard.PressAsync("j");
        }

        await page.Keyboard.PressAsync("o");
        await Assertions.Expect(page.Locator("#case-subject")).ToHaveTextAsync(Subject);
    }

    private async Task<MailMessage> DeliveredAsync(string subject)
    {
        MailMessage? found = null;
        await Eventually.IsAsync(
            () => Task.FromResult((found = app.Mail.Delivered(BrowserApp.Nora).Select(MailReader.Read).FirstOrDefault(m => m.Subject == subject)) is not null));
        return found!;
    }

    private Task<string> ExternalIdOfAnswerAsync() => app.QueryAsync(db => db.Messages
        .Where(m => m.Direction == Direction.Outbound && db.Cases.Any(c => c.Id == m.CaseId && c.Subject == Subject))
        .Select(m => m.ExternalId).SingleAsync());

    /// <summary>How many first replies the manager's dashboard counts.</summary>
    private async Task<int> FirstRepliesAsync()
    {
        await using var visit = await Visit.BeginAsync(browser, app);
        await visit.EnterAsync("Grace Lindqvist");
        await visit.Page.GotoAsync("/dashboard");
        var words = await visit.Page.GetByLabel("First reply, median").Locator(".faint").TextContentAsync();
        return int.Parse(InAll().Match(words!).Groups["n"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("(?<n>[0-9,]+) in all", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InAll();
}
