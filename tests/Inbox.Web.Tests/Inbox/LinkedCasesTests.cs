using Inbox.Core.Cases;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Cases.Merging;
using Inbox.Testing;
using Inbox.Web.Pages.Cases;

namespace Inbox.Web.Tests.AgentsPage;

/// <summary>What the page of a case shows of other cases: links, what can be undone, and what can be chosen.</summary>
public sealed class LinkedCasesTests(Desk desk) : IClassFixture<Desk>
{
    private Company Company => desk.Company;

    [Fact]
    public async Task Both_sides_show_a_link_each_to_whoever_may_read_the_other()
    {
        var (parent, child) = (await Company.MailAsync(Mails.Of(from: "p@mail.example")), await Company.MailAsync(Mails.Of(from: "c@mail.example")));
        (await Company.SendAsync(new LinkCases.Command(child, parent, LinkRole.ChildOf, Company.Ana))).IsOk.ShouldBeTrue();
        await Company.SendAsync(new ChangeDepartment.Command(child, Company.Billing.Id, null, Company.Ana));

        (await LinksAsync(parent)).ShouldBe([(child, LinkRole.ParentOf, true)]);
        (await LinksAsync(child)).ShouldBe([(parent, LinkRole.ChildOf, true)]);
        (await desk.AskAsync(new CaseLinks.Query(parent, Company.Ana with { Hidden = [Company.Billing.Id] }))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Merge_is_shown_as_undoable_until_it_is_undone()
    {
        var (from, into) = (await Company.MailAsync(Mails.Of(from: "m@mail.example")), await Company.MailAsync(Mails.Of(from: "m@mail.example")));
        var merged = await Company.SendAsync(new MergeCases.Command(from, into, Company.Ana));

        var move = (await desk.AskAsync(new CaseSurroundings.Query(into, Company.Ana))).Moves.ShouldHaveSingleItem();
        (move.Id, move.Kind, move.From, move.Into).ShouldBe((merged.Value.MoveId, MoveKind.Merge, from, into));
        var joined = (await desk.AskAsync(new Conversation.Query(into, Before: null, Company.Ana))).Events.Single(e => e.Kind == CaseEventKind.Joined);
        joined.At.ShouldBe(move.At);

        await Company.SendAsync(new UndoMove.Command(into, move.Id, Company.Ana));
        (await desk.AskAsync(new CaseSurroundings.Query(into, Company.Ana))).Moves.ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_to_merge_into_is_found_by_number_and_words_and_offered_by_customer()
    {
        var mine = await Company.MailAsync(Mails.Of(from: "pick@mail.example"));
        var same = await Company.MailAsync(Mails.Of(from: "pick@mail.example", subject: "Same person"));
        var other = await Company.MailAsync(Mails.Of(from: "else@mail.example", subject: "Quite another zeppelin"));

        (await PickAsync(mine, "")).ShouldBe([(same, true)]);
        (await PickAsync(mine, $"C-{other}")).ShouldBe([(other, false)]);
        (await PickAsync(mine, "zeppelin")).ShouldBe([(other, false)]);
        (await PickAsync(mine, $"C-{mine}")).ShouldBeEmpty();
        (await desk.AskAsync(new PickCase.Query(mine, $"C-{other}", Company.Rex))).ShouldBeEmpty();
    }

    private async Task<List<(long, LinkRole, bool)>> LinksAsync(long id) =>
        [.. (await desk.AskAsync(new CaseLinks.Query(id, Company.Ana))).Select(l => (l.Id, l.Role, l.Open))];

    private async Task<List<(long, bool?)>> PickAsync(long mine, string words) =>
        [.. (await desk.AskAsync(new PickCase.Query(mine, words, Company.Ana))).Select(f => (f.Id, f.SameCustomer))];
}
