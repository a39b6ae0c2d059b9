using Inbox.Core.Cases;
using Inbox.Testing;
using Inbox.Web.Pages.AgentsPage;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.AgentsPage;

public sealed class SearchTests(Desk desk) : IClassFixture<Desk>
{
    private Company Company => desk.Company;

    [Fact]
    public void Search_box_reads_operators_and_leaves_the_words()
    {
        var search = SearchWords.Parse("dept:billing broken reach:>1k \"two words\" is:late tag:refund note:this");

        search.Department.ShouldBe("billing");
        search.MoreReachThan.ShouldBe(1000);
        search.Late.ShouldBeTrue();
        search.Tag.ShouldBe("refund");
        search.Text.ShouldBe("broken \"two words\" note:this");
        search.OpenOnly.ShouldBeFalse();
    }

    [Theory]
    [InlineData("C-1042", 1042L)]
    [InlineData("c-7", 7L)]
    [InlineData("1042", null)]
    [InlineData("C-1042 again", null)]
    public void Search_box_jumps_to_a_case_named_by_its_number(string typed, long? jump) => SearchWords.Parse(typed).Jump.ShouldBe(jump);

    [Fact]
    public async Task Words_of_a_message_find_its_case_even_when_closed()
    {
        var id = await Company.MailAsync(Mails.Of(subject: "Something else", text: "the flux capacitor hums"));
        await IndexAsync(id);
        (await Company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Resolved, "told by phone", Company.Ana))).IsOk.ShouldBeTrue();

        (await desk.ListAsync(InboxView.Mine, Company.Ana, "capacitor flux")).ShouldBe([id]);
        (await desk.ListAsync(InboxView.Mine, Company.Ana, "capacitor status:open")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Part_of_a_subject_or_name_finds_the_case()
    {
        var id = await Company.MailAsync(Mails.Of(from: "Wilhelmina Quirk <wq@mail.example>", subject: "Zeppelin 100% deflated_now"));

        (await desk.ListAsync(InboxView.Mine, Company.Ana, "eppeli")).ShouldBe([id]);
        (await desk.ListAsync(InboxView.Mine, Company.Ana, "helmina")).ShouldBe([id]);
        (await desk.ListAsync(InboxView.Mine, Company.Ana, "100% deflated_n")).ShouldBe([id]);
        (await desk.ListAsync(InboxView.Mine, Company.Ana, "100_ deflated")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Operators_alone_narrow_the_open_cases()
    {
        var id = await Company.MailAsync(Mails.Of(from: "Otto Late <otto@mail.example>"));
        (await Company.SendAsync(new TagCase.Command(id, ["refund"], Company.Ana))).IsOk.ShouldBeTrue();

        (await desk.ListAsync(InboxView.Mine, Company.Ana, "tag:refund dept:support from:otto is:unassigned")).ShouldBe([id]);
        (await desk.ListAsync(InboxView.Mine, Company.Ana, "tag:refund dept:billing")).ShouldBeEmpty();
        (await desk.ListAsync(InboxView.Mine, Company.Ana, "tag:refund is:late")).ShouldBeEmpty();
        Company.Clock.Advance(TimeSpan.FromDays(2));
        (await desk.ListAsync(InboxView.Mine, Company.Ana, "tag:refund is:late")).ShouldBe([id]);
    }

    [Fact]
    public async Task Contractor_finds_nothing_by_words_of_a_note_that_is_not_shared()
    {
        var id = await Company.MailAsync(Mails.Of());
        (await Company.SendAsync(new AddNote.Command(id, "between us: thunderbolt", SharedOutside: false, Company.Ana))).IsOk.ShouldBeTrue();
        (await Company.SendAsync(new ChangeDepartment.Command(id, Company.Repair.Id, "look at the board", Company.Ana))).IsOk.ShouldBeTrue();
        await IndexAsync(id);

        (await desk.ListAsync(InboxView.All, Company.Ana, "thunderbolt")).ShouldBe([id]);
        (await desk.ListAsync(InboxView.All, Company.Rex, "thunderbolt")).ShouldBeEmpty();
    }

    private Task<int> IndexAsync(long caseId) => Company.DbAsync(db => db.Database.ExecuteSqlAsync(
        $"INSERT INTO message_search (message_id, case_id, words) SELECT id, case_id, to_tsvector('simple', text) FROM messages WHERE case_id = {caseId} ON CONFLICT DO NOTHING"));
}
