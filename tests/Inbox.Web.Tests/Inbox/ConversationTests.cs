using Inbox.Core.Cases;
using Inbox.Testing;
using Inbox.Web.Pages.AgentsPage;
using Inbox.Web.Pages.Cases;

namespace Inbox.Web.Tests.AgentsPage;

public sealed class ConversationTests(Desk desk) : IClassFixture<Desk>
{
    private Company Company => desk.Company;

    [Fact]
    public async Task Page_takes_the_same_few_queries_however_much_a_case_holds()
    {
        var small = await Company.MailAsync(Mails.Of());
        var large = await Company.MailAsync(Mails.Of(from: "big@mail.example"));
        for (var i = 0; i < 30; i++)
        {
            (await Company.SendAsync(new AddNote.Command(large, $"note {i}", SharedOutside: false, Company.Ana))).IsOk.ShouldBeTrue();
            await Company.MailAsync(Mails.Of(from: "big@mail.example", subject: $"Again [C-{large}]"));
        }

        var first = await CountAsync(small);
        var second = await CountAsync(large);

        second.ShouldBe(first);
        first.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task Newest_messages_come_first_and_earlier_ones_on_demand()
    {
        var id = await Company.MailAsync(Mails.Of());
        for (var i = 0; i < Conversation.PageSize + 4; i++)
        {
            await Company.SendAsync(new AddNote.Command(id, $"note {i}", SharedOutside: false, Company.Ana));
        }

        var newest = await desk.AskAsync(new Conversation.Query(id, Before: null, Company.Ana));
        var earlier = await desk.AskAsync(new Conversation.Query(id, newest.Earlier, Company.Ana));

        newest.Messages.Count.ShouldBe(Conversation.PageSize);
        newest.Messages[^1].Text.ShouldBe($"note {Conversation.PageSize + 3}");
        earlier.Messages.Count.ShouldBe(5);
        earlier.Earlier.ShouldBeNull();
        earlier.Messages[^1].Id.ShouldBeLessThan(newest.Messages[0].Id);
    }

    [Fact]
    public async Task Contractor_reads_shared_notes_only()
    {
        var id = await Company.MailAsync(Mails.Of());
        await Company.SendAsync(new AddNote.Command(id, "between us", SharedOutside: false, Company.Ana));
        await Company.SendAsync(new AddNote.Command(id, "for the workshop", SharedOutside: true, Company.Ana));
        await Company.SendAsync(new ChangeDepartment.Command(id, Company.Repair.Id, "please look", Company.Ana));

        var read = await desk.AskAsync(new Conversation.Query(id, Before: null, Company.Rex));

        read.Messages.ShouldContain(m => m.Text == "for the workshop");
        read.Messages.ShouldNotContain(m => m.Text == "between us");
    }

    [Fact]
    public async Task Answer_goes_to_the_sender_with_a_copy_to_the_others_but_not_to_ourselves()
    {
        var id = await Company.MailAsync(Mails.Of(extra: "Cc: Paul <paul@mail.example>, support@acme.example\r\n"));
        var rules = await desk.RulesAsync();
        var talk = await desk.AskAsync(new Conversation.Query(id, Before: null, Company.Ana));
        var channels = new ChannelIcons((Core.Channels.ChannelKinds)Company.Services.GetService(typeof(Core.Channels.ChannelKinds))!, rules);

        var answer = AnswerLine.Of(talk.Messages, [], rules, channels, DateTimeOffset.UtcNow);

        answer.To!.Address.ShouldBe("nora@mail.example");
        answer.Cc.Select(c => c.Address).ShouldBe(["paul@mail.example"]);
        answer.Impossible.ShouldBeNull();
    }

    [Fact]
    public async Task Customer_without_a_household_has_no_cases_of_strangers_beside_them()
    {
        var mine = await Company.MailAsync(Mails.Of(from: "alone@mail.example"));
        var alsoMine = await Company.MailAsync(Mails.Of(from: "alone@mail.example"));
        var strangers = await Company.MailAsync(Mails.Of(from: "stranger@mail.example"));
        var customer = (await Company.CaseAsync(mine)).CustomerId!.Value;

        var view = (await desk.AskAsync(new CustomerContext.Query(customer, mine, Company.Ana)))!;

        view.Others.Select(o => o.Id).ShouldBe([alsoMine]);
        view.Others.ShouldNotContain(o => o.Id == strangers);
        view.Household.ShouldBe(1);
    }

    private async Task<int> CountAsync(long id)
    {
        await desk.RulesAsync();
        Company.Clock.Advance(TimeSpan.FromSeconds(2));
        var before = desk.Commands;
        var me = Company.Ana;
        await desk.AskAsync(new ViewCounts.Query(me));
        await desk.AskAsync(new CaseList.Query(InboxView.All, SearchWords.Parse(""), Newest: false, After: null, me));
        var view = (await desk.AskAsync(new ReadCase.Query(id, me)))!;
        await desk.AskAsync(new Conversation.Query(id, Before: null, me));
        await desk.AskAsync(new CustomerContext.Query(view.Case.CustomerId!.Value, id, me));
        await desk.AskAsync(new Story.Query(id, me));
        return desk.Commands - before;
    }
}
