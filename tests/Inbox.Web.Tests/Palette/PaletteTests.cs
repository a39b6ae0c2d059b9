using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Cases;
using Inbox.Core.Macros;
using Inbox.Testing;
using Inbox.Web.Pages.Palette;
using Inbox.Web.Tests.AgentsPage;

namespace Inbox.Web.Tests.Palette;

public sealed class PaletteTests : IAsyncLifetime
{
    private readonly Desk _desk = new();

    private Company Company => _desk.Company;

    public Task InitializeAsync() => _desk.InitializeAsync();

    public Task DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Answers_are_found_by_title_keyword_body_and_a_slip_of_the_finger()
    {
        await SaveAsync("Refund is on its way", "Banks take three days.", "money back");
        await SaveAsync("Parcel: where it is", "It left us, and nobody asks for a refund.", "tracking");
        await SaveAsync("Closing", "Goodbye.", "");
        var id = await Company.MailAsync(Mails.Of());

        (await TitlesAsync(id, "refund")).ShouldBe(["Refund is on its way", "Parcel: where it is"]);
        (await TitlesAsync(id, "money")).ShouldBe(["Refund is on its way"]);
        (await TitlesAsync(id, "way refu")).ShouldBe(["Refund is on its way"]);
        (await TitlesAsync(id, "trackin")).ShouldBe(["Parcel: where it is"]);
        (await TitlesAsync(id, "goodbey")).ShouldBe(["Closing"]);
        (await TitlesAsync(id, "100%")).ShouldBeEmpty();
        (await TitlesAsync(id, "")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_the_department_takes_most_comes_first()
    {
        var often = await SaveAsync("B", "Text", "same");
        await SaveAsync("A", "Text", "same");
        var id = await Company.MailAsync(Mails.Of());
        (await TitlesAsync(id, "same")).ShouldBe(["A", "B"]);

        await Company.SendAsync(new TakeCannedAnswer.Command(id, often, ForNote: false, Company.Ana));

        (await TitlesAsync(id, "same")).ShouldBe(["B", "A"]);
        (await TitlesAsync(id, "")).ShouldBe(["B", "A"]);
    }

    [Fact]
    public async Task Preview_is_filled_in_and_says_what_a_macro_will_do()
    {
        await SaveAsync("Hello", "Dear {{customer.first_name}}", "");
        await Company.SendAsync(new SaveMacro.Command(
            null, 0, "Wait", MacroText.Note, "Waits.", new MacroActions { Status = CaseStatus.OnHold, Assign = MacroAssign.Me, SnoozeHours = 72, AddTags = ["part"] }, null, Personal: false, Admin));
        var id = await Company.MailAsync(Mails.Of());

        var found = (await _desk.AskAsync(new PaletteSearch.Query(id, "", ForNote: false, Company.Ana)))!;

        found.Answers.Single().Preview.ShouldBe("Dear Nora");
        found.Macros.Single().Does.ShouldBe(["assign to me", "tag it part", "snooze for 3d", "set it On hold", "write a note"]);
    }

    [Fact]
    public async Task Who_may_only_read_the_case_is_offered_no_macro_and_a_stranger_nothing()
    {
        await SaveAsync("Hello", "Hi", "");
        await Company.SendAsync(new SaveMacro.Command(null, 0, "Wait", MacroText.Note, "Waits.", new MacroActions(), null, Personal: false, Admin));
        var id = await Company.MailAsync(Mails.Of());

        var reader = (await _desk.AskAsync(new PaletteSearch.Query(id, "", ForNote: true, Company.Ben)))!;

        (reader.Answers.Count, reader.Macros.Count).ShouldBe((1, 0));
        (await _desk.AskAsync(new PaletteSearch.Query(id, "", ForNote: true, Company.Rex))).ShouldBeNull();
    }

    private static Actor Admin { get; } = new(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);

    private async Task<long> SaveAsync(string title, string body, string keywords) =>
        (await Company.SendAsync(new SaveCannedAnswer.Command(null, 0, title, body, keywords, "", null, Personal: false, Admin))).Value;

    private async Task<List<string>> TitlesAsync(long id, string words) =>
        [.. (await _desk.AskAsync(new PaletteSearch.Query(id, words, ForNote: false, Company.Ana)))!.Answers.Select(a => a.Title)];
}
