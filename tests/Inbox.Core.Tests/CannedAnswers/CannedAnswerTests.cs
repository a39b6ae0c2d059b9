using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.CannedAnswers;

public sealed class CannedAnswerTests : IAsyncLifetime
{
    private static readonly Actor Admin = new(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);

    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Taken_answer_is_filled_in_and_counted_for_the_department_of_the_case()
    {
        var id = await SavedAsync(Admin, "Sorry", "Dear {{customer.first_name|you}}, {{case.number}}. {{agent.name}}", _company.Support.Id);
        var number = await _company.MailAsync(Mails.Of());

        (await _company.SendAsync(new TakeCannedAnswer.Command(number, id, ForNote: false, _company.Ana))).Value.ShouldBe($"Dear Nora, C-{number}. Ana K.");
        await _company.SendAsync(new TakeCannedAnswer.Command(number, id, ForNote: true, _company.Ana));

        var use = await _company.DbAsync(db => db.CannedAnswerUses.SingleAsync());
        (use.DepartmentId, use.Count).ShouldBe((_company.Support.Id, 2));
    }

    [Fact]
    public async Task Contractor_gets_those_of_their_department_and_their_own_only()
    {
        var everybody = await SavedAsync(Admin, "For everybody", "Text", department: null);
        var supports = await SavedAsync(Admin, "For Support", "Text", _company.Support.Id);
        var repairs = await SavedAsync(Admin, "For Repair", "Text", _company.Repair.Id);
        var own = await SavedAsync(_company.Rex, "Rex's", "Text", department: null, personal: true);
        var anas = await SavedAsync(_company.Ana, "Ana's", "Text", department: null, personal: true);

        (await OfferedAsync(_company.Rex, _company.Repair.Id)).ShouldBe([repairs, own], ignoreOrder: true);
        (await OfferedAsync(_company.Ana, _company.Support.Id)).ShouldBe([everybody, supports, anas], ignoreOrder: true);
        (await OfferedAsync(_company.Ben, _company.Support.Id)).ShouldBe([everybody, supports], ignoreOrder: true);

        var id = await _company.MailAsync(Mails.Of());
        (await _company.SendAsync(new TakeCannedAnswer.Command(id, supports, ForNote: false, _company.Rex))).Error!.Code.ShouldBe("case_not_found");
    }

    [Fact]
    public async Task Admins_edit_what_is_shared_and_everybody_only_their_own()
    {
        var shared = await SavedAsync(Admin, "Shared", "Text", department: null);
        var anas = await SavedAsync(_company.Ana, "Ana's", "Text", department: null, personal: true);

        (await _company.SendAsync(Save(_company.Ana, "Mine now", "Text", null, personal: false, shared))).Error!.Code.ShouldBe("admin_needed");
        (await _company.SendAsync(Save(_company.Ana, "Mine now", "Text", null, personal: true, shared))).Error!.Code.ShouldBe("not_yours");
        (await _company.SendAsync(Save(_company.Ben, "Mine now", "Text", null, personal: true, anas))).Error!.Code.ShouldBe("not_yours");
        (await _company.SendAsync(new DeleteCannedAnswer.Command(anas, Personal: true, _company.Ben))).Error!.Code.ShouldBe("not_yours");
        (await _company.SendAsync(new DeleteCannedAnswer.Command(anas, Personal: true, _company.Ana))).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Unknown_placeholder_is_refused_with_the_list_of_known_ones()
    {
        var wrong = await Should.ThrowAsync<ValidationException>(_company.SendAsync(Save(Admin, "Wrong", "Dear {{customer.title}}", null, personal: false)));

        wrong.Errors.Single().PropertyName.ShouldBe("Body");
        wrong.Errors.Single().ErrorMessage.ShouldContain("{{customer.title}}");
        wrong.Errors.Single().ErrorMessage.ShouldContain("{{customer.first_name}}");
    }

    private static SaveCannedAnswer.Command Save(Actor actor, string title, string body, long? department, bool personal, long? id = null) =>
        new(id, 0, title, body, "", "", department, personal, actor);

    private async Task<long> SavedAsync(Actor actor, string title, string body, long? department, bool personal = false) =>
        (await _company.SendAsync(Save(actor, title, body, department, personal))).Value;

    private Task<List<long>> OfferedAsync(Actor actor, long department) =>
        _company.DbAsync(db => db.CannedAnswers.OfferedTo(actor, department).Select(a => a.Id).ToListAsync());
}
