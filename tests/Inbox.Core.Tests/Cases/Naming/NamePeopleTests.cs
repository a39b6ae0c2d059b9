using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Following;
using Inbox.Core.Cases.Naming;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases.Naming;

/// <summary>What naming somebody in a note does to them.</summary>
public sealed class NamePeopleTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _case = await _company.MailAsync(Mails.Of());
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Person_named_is_told_at_once_and_follows_the_case()
    {
        var note = await NoteAsync("Can you check the invoice, @ben?", _company.Ana);

        var told = await _company.DbAsync(db => db.Notifications.AsNoTracking().SingleAsync());
        (told.AgentId, told.Kind, told.CaseId, told.Text).ShouldBe((_company.Ben.AgentId!.Value, NotificationKind.Named, _case, $"Ana K. named you in a note on C-{_case}."));
        (await _company.DbAsync(db => db.CaseFollowers.Select(f => f.AgentId).ToListAsync())).ShouldBe([_company.Ben.AgentId!.Value]);
        (await _company.DbAsync(db => db.MessageNames.Where(n => n.MessageId == note).Select(n => n.AgentId).ToListAsync())).ShouldBe([_company.Ben.AgentId!.Value]);
        (await _company.DbAsync(db => db.Messages.Where(m => m.Id == note).Select(m => m.Named).SingleAsync())).ShouldBe(["@ben"]);
    }

    [Fact]
    public async Task Department_named_is_told_but_does_not_follow_and_nobody_hears_of_their_own_note()
    {
        await NoteAsync("@Billing and @ana: a double charge", _company.Ana);

        (await _company.DbAsync(db => db.Notifications.Select(n => n.AgentId).ToListAsync())).ShouldBe([_company.Ben.AgentId!.Value]);
        (await _company.DbAsync(db => db.CaseFollowers.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Naming_lets_somebody_into_a_confidential_department_for_that_case_alone()
    {
        var other = await _company.MailAsync(Mails.Of(from: "Omar <omar@mail.example>"));
        await _company.SetAsync(db => db.Departments.Where(d => d.Id == _company.Support.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Confidential, true)));
        var ben = _company.Ben with { Hidden = [_company.Support.Id] };
        (await ReadsAsync(ben)).ShouldBeEmpty();

        await NoteAsync("@ben, what do you know of this?", _company.Ana);

        (await ReadsAsync(ben)).ShouldBe([_case]);
        (await ReadsAsync(ben)).ShouldNotContain(other);
        (await _company.SendAsync(new AddNote.Command(_case, "I know him.", false, ben))).IsOk.ShouldBeTrue();
        (await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Open, null, ben))).Error!.Code.ShouldBe("case_not_yours");
        (await _company.DbAsync(db => db.Events.Where(e => e.Kind == CaseEventKind.AccessGiven).Select(e => e.Detail).ToListAsync())).ShouldBe(["Ben B."]);

        (await _company.SendAsync(new TakeAccess.Command(_case, ben.AgentId!.Value, ben))).Error!.Code.ShouldBe("case_not_yours");
        (await _company.SendAsync(new TakeAccess.Command(_case, ben.AgentId!.Value, _company.Ana))).IsOk.ShouldBeTrue();
        (await ReadsAsync(ben)).ShouldBeEmpty();
        (await _company.DbAsync(db => db.CaseFollowers.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Who_was_let_in_by_naming_lets_in_nobody_else()
    {
        var carla = await HireAsync("Carla C.", _company.Billing.Id);
        await _company.SetAsync(db => db.Departments.Where(d => d.Id == _company.Support.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Confidential, true)));
        await NoteAsync("@ben", _company.Ana);

        await NoteAsync("@carla", _company.Ben with { Hidden = [_company.Support.Id] });

        (await ReadsAsync(carla with { Hidden = [_company.Support.Id] })).ShouldBeEmpty();
        (await _company.DbAsync(db => db.Notifications.CountAsync(n => n.AgentId == carla.AgentId))).ShouldBe(0);
    }

    [Fact]
    public async Task Contractor_gains_nothing_by_being_named_and_hears_only_of_shared_notes_on_their_cases()
    {
        await NoteAsync("@rex, have you seen this?", _company.Ana);
        (await ReadsAsync(_company.Rex)).ShouldBeEmpty();
        await _company.DbAsync(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.OfferedToId, _company.Repair.Id)));
        await NoteAsync("@rex, not shared", _company.Ana);
        (await _company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(0);

        (await _company.SendAsync(new AddNote.Command(_case, "@rex, please", SharedOutside: true, _company.Ana))).IsOk.ShouldBeTrue();

        (await _company.DbAsync(db => db.Notifications.Select(n => n.AgentId).ToListAsync())).ShouldBe([_company.Rex.AgentId!.Value]);
    }

    private async Task<long> NoteAsync(string text, Actor actor)
    {
        var note = await _company.SendAsync(new AddNote.Command(_case, text, SharedOutside: false, actor));
        note.IsOk.ShouldBeTrue();
        return note.Value;
    }

    private Task<List<long>> ReadsAsync(Actor actor) =>
        _company.DbAsync(db => db.Cases.VisibleTo(actor).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync());

    private Task<Actor> HireAsync(string name, long department) => _company.DbAsync(async db =>
    {
        var address = name.Split(' ')[0].ToLowerInvariant() + "@agents.example";
        var agent = new Agent { DisplayName = name, UserName = address, Email = address, NormalizedEmail = address.ToUpperInvariant(), NormalizedUserName = address.ToUpperInvariant(), Role = Role.Agent };
        agent.Departments.Add(new AgentDepartment { DepartmentId = department });
        db.Users.Add(agent);
        await db.SaveChangesAsync();
        return new Actor(agent.Id, name, Role.Agent, [department]);
    });
}
