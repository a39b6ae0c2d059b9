using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Mail;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>Writing mail all day: drafts on every machine, files, recipients, formatting, and answers that leave later.</summary>
[Collection(BrowserCollection.Name)]
public sealed class WritingTests(BrowserFixture browser, BrowserApp app)
{
    /// <summary>A picture of one pixel.</summary>
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Fact]
    public async Task Draft_is_there_on_another_machine_and_seen_by_a_colleague()
    {
        var number = await HandInAsync();
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await using var first = await OpenAsync(agent, number);
        await Answer(first).PressSequentiallyAsync("I look into it.");
        await Assertions.Expect(first.Page.Locator("#composer-state")).ToContainTextAsync("saved");

        await using var second = await OpenAsync(agent, number);
        await Assertions.Expect(Answer(second)).ToHaveValueAsync("I look into it.");

        await using var colleague = await OpenAsync(await app.AddAgentAsync(Role.Agent, app.SupportId), number);
        var notice = colleague.Page.Locator(".colleague");
        await Assertions.Expect(notice).ToContainTextAsync($"{agent.DisplayName} is writing an answer");
        await notice.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(notice).ToContainTextAsync("I look into it.");

        await Answer(first).PressAsync("Control+Enter");
        await Assertions.Expect(notice).ToHaveCountAsync(0);
        Complaints(first, second, colleague).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_typed_before_the_page_is_ready_stays()
    {
        var number = await HandInAsync();
        await using var visit = await Visit.BeginAsync(browser, app);
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        var ready = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/js/inbox-composer.js*", async route =>
        {
            await ready.Task;
            await route.ContinueAsync();
        });
        await visit.Page.GotoAsync($"/cases/{number}", new() { WaitUntil = WaitUntilState.Commit });
        await visit.Page.Locator("#composer-text").FillAsync("Typed at once.");

        ready.SetResult();

        await Assertions.Expect(visit.Page.Locator("#composer-state")).ToContainTextAsync("saved");
        await Assertions.Expect(visit.Page.Locator("#composer-text")).ToHaveValueAsync("Typed at once.");
        Complaints(visit).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_windows_lose_nothing_of_each_other()
    {
        var number = await HandInAsync();
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await using var first = await OpenAsync(agent, number);
        await using var second = await OpenAsync(agent, number);
        await second.Page.Context.SetOfflineAsync(true);
        await Answer(second).FillAsync("From the train.");
        await Answer(first).FillAsync("From the desk.");
        await Assertions.Expect(first.Page.Locator("#composer-state")).ToContainTextAsync("saved");

        await second.Page.Context.SetOfflineAsync(false);

        var other = second.Page.Locator("#compose-other");
        await Assertions.Expect(other).ToContainTextAsync("From the desk.");
        await other.GetByRole(AriaRole.Button, new() { Name = "Add it below" }).ClickAsync();
        await Assertions.Expect(Answer(second)).ToHaveValueAsync("From the train.\n\nFrom the desk.");
        await Assertions.Expect(second.Page.Locator("#composer-state")).ToContainTextAsync("saved");
        await Assertions.Expect(other).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Without_a_connection_the_text_is_kept_here_and_saved_when_it_is_back()
    {
        var number = await HandInAsync();
        await using var visit = await OpenAsync(await app.AddAgentAsync(Role.Agent, app.SupportId), number);
        await visit.Page.Context.SetOfflineAsync(true);
        await Answer(visit).FillAsync("Written in a tunnel.");
        await Assertions.Expect(visit.Page.Locator("#composer-state")).ToContainTextAsync("kept on this computer");

        await visit.Page.Context.SetOfflineAsync(false);

        await Assertions.Expect(visit.Page.Locator("#composer-state")).ToContainTextAsync("saved");
        (await app.QueryAsync(db => db.Drafts.AnyAsync(d => d.Text == "Written in a tunnel."))).ShouldBeTrue();
    }

    [Fact]
    public async Task Files_are_chosen_and_pasted_taken_out_and_given_back_by_undo()
    {
        var number = await HandInAsync();
        await using var visit = await OpenAsync(await app.AddAgentAsync(Role.Agent, app.SupportId), number);
        var page = visit.Page;
        await Answer(visit).FillAsync("See the picture: ");
        await page.Locator("#pick-file").SetInputFilesAsync([new FilePayload { Name = "bill.pdf", MimeType = "application/pdf", Buffer = [1, 2, 3] }, new FilePayload { Name = "wrong.pdf", MimeType = "application/pdf", Buffer = [4] }]);
        var files = page.Locator("#compose-files li");
        await Assertions.Expect(files).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take out wrong.pdf" }).ClickAsync();
        await Assertions.Expect(page.Locator("#compose-files li:visible")).ToHaveCountAsync(1);

        await PasteImageAsync(page);
        await Assertions.Expect(Answer(visit)).ToHaveValueAsync(new System.Text.RegularExpressions.Regex(@"^See the picture: !\[shot\]\(cid:[0-9a-f]+%40inbox\)$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.Locator("#preview").ClickAsync();
        await Assertions.Expect(page.Locator("#compose-preview img")).ToBeVisibleAsync();
        await Eventually.IsAsync(() => page.Locator("#compose-preview img").EvaluateAsync<bool>("i => i.complete && i.naturalWidth === 1"));
        await page.Locator("#preview").ClickAsync();

        await Answer(visit).PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".msg.out .formatted img")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".msg.out .files")).ToContainTextAsync("bill.pdf");
        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(files).ToHaveCountAsync(2);
        await page.ReloadAsync();
        await Assertions.Expect(files).ToHaveCountAsync(2);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task File_beyond_the_limit_is_refused_in_words()
    {
        var number = await HandInAsync();
        await using var visit = await OpenAsync(await app.AddAgentAsync(Role.Agent, app.SupportId), number);

        await visit.Page.Locator("#pick-file").SetInputFilesAsync(new FilePayload { Name = "film.mp4", MimeType = "video/mp4", Buffer = new byte[20_500_000] });

        await Assertions.Expect(visit.Page.Locator("#toasts [role='alert']")).ToContainTextAsync("film.mp4 has 20.5 MB: the files of one message may have 20 MB in all.");
        await Assertions.Expect(visit.Page.Locator("#compose-files li")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Reply_goes_to_the_sender_reply_all_to_everybody_and_what_is_added_is_seen_first()
    {
        var number = await HandInAsync("Cc: Paul Vale <paul@mail.example>\r\n");
        await using var visit = await OpenAsync(await app.AddAgentAsync(Role.Agent, app.SupportId), number);
        var page = visit.Page;
        await Assertions.Expect(Chips(page, "cc")).ToHaveTextAsync(["Paul Vale <paul@mail.example> "]);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Reply r", Exact = true }).ClickAsync();
        await Assertions.Expect(Chips(page, "cc")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("R");
        await Assertions.Expect(Chips(page, "cc")).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Bcc", Exact = true }).ClickAsync();
        await page.Keyboard.TypeAsync("audit@larkfield.example,");
        await Answer(visit).FillAsync("Both of you: soon.");
        await Answer(visit).PressAsync("Control+Enter");

        await Assertions.Expect(page.Locator(".msg.out .to-line")).ToHaveTextAsync($"to Nora Vale <{BrowserApp.Nora}> · Cc Paul Vale <paul@mail.example> · Bcc audit@larkfield.example");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Customer_who_writes_from_another_address_is_not_answered_there_in_silence()
    {
        var number = await HandInAsync();
        await using var visit = await OpenAsync(await app.AddAgentAsync(Role.Agent, app.SupportId), number);
        var page = visit.Page;
        await Answer(visit).FillAsync("To your first address.");
        var elsewhere = $"nora.{Guid.NewGuid():N}@work.example";
        var id = long.Parse(number[2..], System.Globalization.CultureInfo.InvariantCulture);
        await app.QueryAsync(async db =>
        {
            var customer = await db.Cases.Where(c => c.Id == id).Select(c => c.CustomerId!.Value).SingleAsync();
            db.Handles.Add(new() { CustomerId = customer, Kind = "email", Value = elsewhere, Display = elsewhere });
            return await db.SaveChangesAsync();
        });
        await app.HandInAsync(Mails.Of(elsewhere, BrowserApp.Support, "Re: more", "From my desk at work.", references: $"<{await ExternalIdAsync(number)}>"));

        await Assertions.Expect(page.Locator("#compose-warn")).ToContainTextAsync($"The newest message came from {elsewhere}");
        await Answer(visit).PressAsync("Control+Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send anyway" }).ClickAsync();
        await Assertions.Expect(page.Locator("#recipient-text")).ToContainTextAsync($"Send it to {BrowserApp.Nora} all the same?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Write there instead" }).ClickAsync();
        await Answer(visit).PressAsync("Control+Enter");

        await Assertions.Expect(page.Locator(".msg.out .to-line")).ToHaveTextAsync($"to {elsewhere}");
        visit.Complaints.Where(c => !c.Contains("409", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_is_forwarded_to_a_third_party_and_the_promise_goes_on()
    {
        var number = await HandInAsync();
        await using var visit = await OpenAsync(await app.AddAgentAsync(Role.Agent, app.SupportId), number);
        var page = visit.Page;
        await page.Locator(".msg").First.HoverAsync();
        await page.Locator("[data-forward-message]").First.ClickAsync();
        await Assertions.Expect(page.GetByLabel("Subject", new() { Exact = true })).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^Fwd: A laptop", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.GetByLabel("Add to To").FillAsync("desk@courier.example");
        await page.GetByLabel("Your message").PressAsync("Control+Home");
        await page.Keyboard.TypeAsync("Where is it?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send to them" }).ClickAsync();

        var sent = page.Locator(".msg.out");
        await Assertions.Expect(sent.Locator(".to-line")).ToHaveTextAsync("to third parties: desk@courier.example");
        await Assertions.Expect(sent.Locator("blockquote")).ToContainTextAsync("My son's laptop");
        await Assertions.Expect(page.Locator("#side-promises")).ToContainTextAsync("First reply in");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answer_sent_later_waits_in_the_conversation_and_can_be_edited()
    {
        var number = await HandInAsync();
        await using var visit = await OpenAsync(await app.AddAgentAsync(Role.Agent, app.SupportId), number);
        var page = visit.Page;
        await Answer(visit).FillAsync("In the **morning**.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send later" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tomorrow 9:00" }).ClickAsync();
        await Assertions.Expect(page.Locator(".msg.out .delivery")).ToContainTextAsync("leaves");
        await Assertions.Expect(page.Locator("#side-promises")).ToContainTextAsync("First reply in");

        await page.Locator(".msg.out").GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();

        await Assertions.Expect(Answer(visit)).ToHaveValueAsync("In the **morning**.");
        await Assertions.Expect(page.Locator(".msg.out")).ToHaveCountAsync(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_and_buttons_format_and_the_preview_shows_it()
    {
        var number = await HandInAsync();
        await using var visit = await OpenAsync(await app.AddAgentAsync(Role.Agent, app.SupportId), number);
        var page = visit.Page;
        await Answer(visit).FillAsync("very good");
        await Answer(visit).PressAsync("Control+a");
        await Answer(visit).PressAsync("Control+b");
        await Assertions.Expect(Answer(visit)).ToHaveValueAsync("**very good**");
        await Answer(visit).PressAsync("Control+b");
        await Assertions.Expect(Answer(visit)).ToHaveValueAsync("very good");
        await page.GetByRole(AriaRole.Button, new() { Name = "List", Exact = true }).ClickAsync();
        await Assertions.Expect(Answer(visit)).ToHaveValueAsync("- very good");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();

        await Assertions.Expect(page.Locator("#compose-preview li")).ToHaveTextAsync("very good");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task New_message_opens_a_case_and_reaches_the_customer()
    {
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));
        var subject = $"Your recall {Guid.NewGuid():N}";
        await page.GotoAsync("/inbox?view=all");
        await page.Keyboard.PressAsync("c");
        await page.WaitForURLAsync("**/cases/new");
        await page.Keyboard.TypeAsync($"{BrowserApp.Nora},");
        await page.GetByLabel("Subject").FillAsync(subject);
        await page.GetByLabel("Your message").FillAsync("Please stop using it.");
        await page.GetByLabel("Your message").PressAsync("Control+Enter");

        await page.WaitForURLAsync("**/cases/C-*");
        await Assertions.Expect(page.Locator("#case-subject")).ToHaveTextAsync(subject);
        await Assertions.Expect(page.Locator("#side-promises")).ToContainTextAsync("First reply met");
        await Eventually.IsAsync(() => Task.FromResult(app.Mail.Delivered(BrowserApp.Nora).Any(m => MailReader.Read(m).Subject == subject)));
        visit.Complaints.ShouldBeEmpty();
    }

    private static ILocator Answer(Visit visit) => visit.Page.Locator("#composer-text");

    private static ILocator Chips(IPage page, string kind) => page.Locator($"[data-people='{kind}'] [data-address]");

    private static IEnumerable<string> Complaints(params Visit[] visits) => visits.SelectMany(v => v.Complaints);

    /// <summary>What a screenshot in the clipboard brings.</summary>
    private static Task<JsonElement?> PasteImageAsync(IPage page) => page.EvaluateAsync(
        """
        pixel => {
          const field = document.getElementById('composer-text');
          field.focus();
          field.setSelectionRange(field.value.length, field.value.length);
          const carried = new DataTransfer();
          carried.items.add(new File([Uint8Array.from(atob(pixel), c => c.charCodeAt(0))], 'shot.png', { type: 'image/png' }));
          field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
        }
        """,
        Pixel);

    private Task<string> HandInAsync(string extra = "") =>
        app.HandInAsync(Mails.Of($"Nora Vale <{BrowserApp.Nora}>", BrowserApp.Support, $"A laptop {Guid.NewGuid():N}", extra: extra));

    private async Task<Visit> OpenAsync(Agent agent, string number)
    {
        var visit = await Visit.BeginAsync(browser, app);
        await visit.SignInAsync(agent);
        await visit.Page.GotoAsync($"/cases/{number}");
        return visit;
    }

    private Task<string> ExternalIdAsync(string number)
    {
        var id = long.Parse(number[2..], System.Globalization.CultureInfo.InvariantCulture);
        return app.QueryAsync(db => db.Messages.Where(m => m.CaseId == id && m.Direction == Direction.Inbound).Select(m => m.ExternalId).FirstAsync());
    }
}
