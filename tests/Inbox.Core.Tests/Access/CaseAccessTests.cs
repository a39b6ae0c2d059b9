using System.Text;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Access;

/// <summary>Who reads and who changes what, asked of the database as every page asks it.</summary>
public sealed class CaseAccessTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _support;
    private long _billing;
    private long _repair;
    private long _offered;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _support = await InAsync(_company.Support.Id);
        _billing = await InAsync(_company.Billing.Id);
        _repair = await InAsync(_company.Repair.Id);
        _offered = await InAsync(_company.Support.Id, offeredTo: _company.Repair.Id);
        await _company.FileAsync(_company.Mail, Encoding.UTF8.GetBytes(Mails.Of(subject: "Out of office", extra: "Auto-Submitted: auto-replied\r\n")));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Agent_reads_everything_and_changes_the_cases_of_their_departments()
    {
        (await ReadsAsync(_company.Ana)).ShouldBe([_support, _billing, _repair, _offered]);
        (await ChangesAsync(_company.Ana)).ShouldBe([_support, _offered]);
    }

    [Fact]
    public async Task Marketing_reads_everything_and_changes_nothing()
    {
        var marketing = _company.Ana with { Role = Role.Marketing };

        (await ReadsAsync(marketing)).Count.ShouldBe(4);
        (await ChangesAsync(marketing)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Manager_changes_only_where_they_belong_and_an_admin_everywhere()
    {
        (await ChangesAsync(_company.Ben with { Role = Role.Manager })).ShouldBe([_billing]);
        (await ChangesAsync(_company.Ben with { Role = Role.Admin, Everywhere = true })).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Contractor_reads_what_is_theirs_or_offered_to_them()
    {
        (await ReadsAsync(_company.Rex)).ShouldBe([_repair, _offered]);
        (await ChangesAsync(_company.Rex)).ShouldBe([_repair]);
    }

    [Fact]
    public async Task Confidential_department_is_read_by_its_own_people_alone()
    {
        (await ReadsAsync(_company.Ana with { Hidden = [_company.Billing.Id] })).ShouldBe([_support, _repair, _offered]);
        (await ReadsAsync(_company.Ben)).ShouldContain(_billing);
    }

    [Fact]
    public async Task Messages_follow_their_cases_and_those_without_one_are_not_for_contractors()
    {
        (await MessagesAsync(_company.Ana)).ShouldBe([_support, _billing, _repair, _offered, null], ignoreOrder: true);
        (await MessagesAsync(_company.Ana with { Hidden = [_company.Billing.Id] })).ShouldBe([_support, _repair, _offered, null], ignoreOrder: true);
        (await MessagesAsync(_company.Rex)).ShouldBe([_repair, _offered], ignoreOrder: true);
    }

    [Fact]
    public async Task Automatic_mail_of_a_confidential_department_is_read_by_its_own_people_alone()
    {
        await _company.SetAsync(async db => (await db.Channels.SingleAsync()).DepartmentId = _company.Billing.Id);

        (await MessagesAsync(_company.Ana with { Hidden = [_company.Billing.Id] })).ShouldBe([_support, _repair, _offered], ignoreOrder: true);
        (await MessagesAsync(_company.Ben)).ShouldContain((long?)null);
    }

    [Fact]
    public async Task Notes_are_hidden_from_contractors_unless_shared()
    {
        await _company.DbAsync(async db =>
        {
            foreach (var shared in new[] { true, false })
            {
                var note = new Message { ChannelId = _company.Mail.Id, Direction = Direction.Note, SharedOutside = shared, ReplyText = $"shared: {shared}" };
                note.Join(_repair);
                db.Messages.Add(note);
            }

            return await db.SaveChangesAsync();
        });

        (await NotesAsync(_company.Rex)).ShouldBe(["shared: True"]);
        (await NotesAsync(_company.Ana)).Count.ShouldBe(2);
    }

    private async Task<long> InAsync(long department, long? offeredTo = null)
    {
        var id = await _company.MailAsync(Mails.Of());
        await _company.DbAsync(db => db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.DepartmentId, department).SetProperty(c => c.OfferedToId, offeredTo)));
        return id;
    }

    private Task<List<long>> ReadsAsync(Actor actor) =>
        _company.DbAsync(db => db.Cases.VisibleTo(actor).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync());

    private async Task<List<long>> ChangesAsync(Actor actor)
    {
        var cases = await _company.DbAsync(db => db.Cases.AsNoTracking().VisibleTo(actor).OrderBy(c => c.Id).ToListAsync());
        return [.. cases.Where(actor.MayChange).Select(c => c.Id)];
    }

    private Task<List<long?>> MessagesAsync(Actor actor) =>
        _company.DbAsync(db => db.Messages.VisibleTo(actor, db).Select(m => m.CaseId).ToListAsync());

    private Task<List<string>> NotesAsync(Actor actor) =>
        _company.DbAsync(db => db.Messages.VisibleTo(actor, db).Where(m => m.Direction == Direction.Note).Select(m => m.ReplyText).ToListAsync());
}
