using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Notifications;

public sealed class NotifierTests : IAsyncLifetime
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
    public async Task Everybody_meant_is_told_once_except_who_did_it()
    {
        await TellAsync([_company.Ana, _company.Ben, _company.Ben], by: _company.Ana);

        (await ToldAsync()).ShouldBe([_company.Ben.AgentId!.Value]);
    }

    [Fact]
    public async Task Who_has_left_is_not_told()
    {
        await _company.DbAsync(db => db.Users.Where(a => a.Id == _company.Ben.AgentId).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, _company.Clock.GetUtcNow())));

        await TellAsync([_company.Ana, _company.Ben]);

        (await ToldAsync()).ShouldBe([_company.Ana.AgentId!.Value]);
    }

    [Theory]
    [InlineData(false, false, Role.Agent)]
    [InlineData(true, false, Role.Agent)]
    [InlineData(true, true, Role.Agent)]
    [InlineData(false, true, Role.Agent)]
    [InlineData(true, false, Role.Admin)]
    [InlineData(false, true, Role.Admin)]
    public async Task Told_is_exactly_who_may_read_the_case(bool confidential, bool offered, Role role)
    {
        Actor[] people = [_company.Ana, _company.Ben, _company.Rex];
        await _company.SetAsync(async db =>
        {
            await db.Departments.Where(d => d.Id == _company.Support.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Confidential, confidential));
            await db.Cases.Where(c => c.Id == _case).ExecuteUpdateAsync(set => set.SetProperty(c => c.OfferedToId, offered ? _company.Repair.Id : null));
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.Role, role));
        });

        await TellAsync(people);

        var readers = new List<long>();
        foreach (var person in people)
        {
            // As a session makes an actor of them.
            var actor = person with { Role = role, External = role != Role.Admin && person.External, Hidden = confidential && !person.Works(_company.Support.Id) ? [_company.Support.Id] : [] };
            if (await _company.DbAsync(db => db.Cases.VisibleTo(actor).AnyAsync(c => c.Id == _case)))
            {
                readers.Add(person.AgentId!.Value);
            }
        }

        (await ToldAsync()).ShouldBe(readers);
    }

    [Fact]
    public async Task What_a_person_switched_off_is_not_told_to_them()
    {
        await ChooseAsync(_company.Ana, NotificationKind.Followed, page: false, MailPace.AtOnce);

        await TellAsync([_company.Ana, _company.Ben]);
        await TellAsync([_company.Ana], kind: NotificationKind.Handoff);

        (await ToldAsync()).ShouldBe([_company.Ben.AgentId!.Value, _company.Ana.AgentId!.Value]);
    }

    [Fact]
    public async Task Mail_is_owed_where_a_person_chose_it_or_the_kind_usually_goes_by_mail()
    {
        await ChooseAsync(_company.Ana, NotificationKind.Followed, page: true, MailPace.Daily);
        await ChooseAsync(_company.Ana, NotificationKind.Escalation, page: true, MailPace.Never);

        await TellAsync([_company.Ana, _company.Ben]);
        await TellAsync([_company.Ana, _company.Ben], "Late", NotificationKind.Escalation);

        var mailed = await _company.DbAsync(db => db.Notifications.Where(n => n.MailAt != null).OrderBy(n => n.Id).Select(n => new { n.AgentId, n.Kind }).ToListAsync());
        mailed.ShouldBe([new { AgentId = _company.Ana.AgentId!.Value, Kind = NotificationKind.Followed }, new { AgentId = _company.Ben.AgentId!.Value, Kind = NotificationKind.Escalation }]);
    }

    [Fact]
    public async Task Line_that_stands_unread_is_told_again_on_top_and_counted()
    {
        await TellAsync([_company.Ana], "Happened");
        await TellAsync([_company.Ana], "Something else");
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        await TellAsync([_company.Ana], "Happened");

        var told = await _company.DbAsync(db => db.Notifications.OrderByDescending(n => n.Id).Select(n => new { n.Text, n.Times, n.At }).ToListAsync());
        told.ShouldBe([
            new { Text = "Happened", Times = 2, At = _company.Clock.GetUtcNow() },
            new { Text = "Something else", Times = 1, At = _company.Clock.GetUtcNow() - TimeSpan.FromMinutes(1) }]);
    }

    [Fact]
    public async Task Line_that_was_read_is_told_anew()
    {
        await TellAsync([_company.Ana], "Happened");
        await _company.SendAsync(new ReadNotifications.Command(Id: null, _case, UpTo: null, _company.Ana));
        await TellAsync([_company.Ana], "Happened");

        (await _company.DbAsync(db => db.Notifications.CountAsync(n => n.Times == 1))).ShouldBe(2);
    }

    [Fact]
    public async Task Mail_to_an_address_is_owed_once_for_each_word()
    {
        for (var i = 0; i < 2; i++)
        {
            await _company.DbAsync(async db =>
            {
                await db.OweMailAsync("escalation-1", "boss@acme.example", "C-1 is\nlate", "It is late.", _case, _company.Clock.GetUtcNow(), default);
                return 0;
            });
        }

        var mail = await _company.DbAsync(db => db.NoticeMails.SingleAsync());
        (mail.Address, mail.Subject, mail.State).ShouldBe(("boss@acme.example", "C-1 is late", NoticeMailState.Pending));
    }

    private Task<int> TellAsync(Actor[] receivers, string text = "Happened", NotificationKind kind = NotificationKind.Followed, Actor? by = null) => _company.DbAsync(async db =>
    {
        var about = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == _case);
        await db.TellAsync(new Notice(kind, receivers.Select(r => r.AgentId!.Value), about, text, by?.AgentId), _company.Clock.GetUtcNow(), default);
        return 0;
    });

    private Task ChooseAsync(Actor agent, NotificationKind kind, bool page, MailPace mail) => _company.SetAsync(db =>
    {
        db.NotificationChoices.Add(new NotificationChoice { AgentId = agent.AgentId!.Value, Kind = kind, Page = page, Browser = false, Mail = mail });
        return Task.CompletedTask;
    });

    private Task<List<long>> ToldAsync() => _company.DbAsync(db => db.Notifications.OrderBy(n => n.Id).Select(n => n.AgentId).ToListAsync());
}
