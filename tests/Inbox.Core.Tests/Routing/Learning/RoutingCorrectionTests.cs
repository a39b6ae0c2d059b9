using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Routing;
using Inbox.Core.Routing.Learning;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Routing.Learning;

public sealed class RoutingCorrectionTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Person_who_moves_a_new_case_corrects_the_channel()
    {
        var id = await _company.MailAsync(Mails.Of());

        await MoveAsync(id, _company.Billing.Id, _company.Ana);

        var correction = (await CorrectionsAsync()).ShouldHaveSingleItem();
        (correction.CaseId, correction.RoutedBy, correction.RuleId, correction.AgentId).ShouldBe((id, RoutedBy.Channel, null, _company.Ana.AgentId!.Value));
        (correction.FromDepartmentId, correction.ToDepartmentId, correction.At).ShouldBe((_company.Support.Id, _company.Billing.Id, Core.Clock.Stored(_company.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task Rule_that_sent_it_there_is_the_one_that_is_corrected()
    {
        var rule = await RuleAsync(_company.Billing.Id);
        var id = await _company.MailAsync(Mails.Of());

        await MoveAsync(id, _company.Support.Id, _company.Ben);

        var correction = (await CorrectionsAsync()).ShouldHaveSingleItem();
        (correction.RoutedBy, correction.RuleId, correction.FromDepartmentId, correction.ToDepartmentId).ShouldBe((RoutedBy.Rule, rule, _company.Billing.Id, _company.Support.Id));
    }

    [Fact]
    public async Task Case_that_is_moved_twice_is_one_correction_to_where_it_ended()
    {
        var sales = await SalesAsync();
        var id = await _company.MailAsync(Mails.Of());
        await MoveAsync(id, _company.Billing.Id, _company.Ana);

        await MoveAsync(id, sales, _company.Ben);

        var correction = (await CorrectionsAsync()).ShouldHaveSingleItem();
        (correction.FromDepartmentId, correction.ToDepartmentId).ShouldBe((_company.Support.Id, sales));
    }

    [Fact]
    public async Task Case_that_is_moved_back_lay_right()
    {
        var id = await _company.MailAsync(Mails.Of());
        await MoveAsync(id, _company.Billing.Id, _company.Ana);

        await MoveAsync(id, _company.Support.Id, _company.Ben);

        (await CorrectionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Accepted_offer_before_the_first_answer_is_a_correction()
    {
        var id = await _company.MailAsync(Mails.Of());
        await MoveAsync(id, _company.Repair.Id, _company.Ana, "the hinge");
        (await CorrectionsAsync()).ShouldBeEmpty();

        await AcceptAsync(id);

        (await CorrectionsAsync()).ShouldHaveSingleItem().ToDepartmentId.ShouldBe(_company.Repair.Id);
    }

    [Fact]
    public async Task Department_that_answered_and_hands_the_case_on_had_it_rightly()
    {
        var id = await _company.MailAsync(Mails.Of());
        await _company.AnswerAsync(id);
        await MoveAsync(id, _company.Repair.Id, _company.Ana, "the hinge");

        await AcceptAsync(id);

        (await CorrectionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Offer_of_a_rule_that_is_accepted_corrects_nothing()
    {
        await RuleAsync(_company.Repair.Id);
        var id = await _company.MailAsync(Mails.Of());

        await AcceptAsync(id);

        (await _company.CaseAsync(id)).DepartmentId.ShouldBe(_company.Repair.Id);
        (await CorrectionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Program_that_moves_a_case_corrects_nothing_and_nor_does_who_moves_it_on()
    {
        var id = await _company.MailAsync(Mails.Of());
        await MoveAsync(id, _company.Billing.Id, new Actor(AgentId: null, "shop", Role.Agent, [], Everywhere: true));
        (await _company.CaseAsync(id)).RoutedBy.ShouldBeNull();

        await MoveAsync(id, _company.Support.Id, _company.Ben);

        (await CorrectionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Department_that_a_person_chose_is_no_matter_of_routing()
    {
        var opened = await _company.SendAsync(new OpenCase.Command(
            "Hinge", "It squeaks", new OpenCase.Person("email", "nora@mail.example", "Nora"), _company.Mail.Id, _company.Support.Id, Priority: null, [], _company.Ana));

        await MoveAsync(opened.Value, _company.Billing.Id, _company.Ana);

        (await CorrectionsAsync()).ShouldBeEmpty();
    }

    private Task<long> RuleAsync(long department) => AddAsync(new RoutingRule { Name = "All", DepartmentId = department }, r => r.Id);

    private Task<long> SalesAsync() => AddAsync(new Core.Departments.Department { Name = "Sales", Key = "sales" }, d => d.Id);

    private async Task<long> AddAsync<T>(T row, Func<T, long> id)
        where T : class
    {
        await _company.SetAsync(async db => await db.AddAsync(row));
        return id(row);
    }

    private async Task MoveAsync(long id, long department, Actor actor, string? reason = null) =>
        (await _company.SendAsync(new ChangeDepartment.Command(id, department, reason, actor))).IsOk.ShouldBeTrue();

    private async Task AcceptAsync(long id) =>
        (await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Accepted, Reason: null, _company.Rex))).IsOk.ShouldBeTrue();

    private Task<List<RoutingCorrection>> CorrectionsAsync() => _company.DbAsync(db => db.RoutingCorrections.AsNoTracking().ToListAsync());
}
