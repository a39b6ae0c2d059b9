using System.Text;
using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Departments;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Inbox.Core.Tests.Notifications;

/// <summary>Notifications that go out by mail. It is Monday, nine in the morning in UTC; the door writes mails into a folder.</summary>
public sealed class NotificationMailTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync(configure: services => services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:PublicUrl", "https://inbox.acme.example/")]).Build()));
        _case = await _company.MailAsync(Mails.Of());
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task At_once_means_one_mail_to_the_person_with_links_and_no_reply_by_machines()
    {
        await ChooseAsync(MailPace.AtOnce);
        await TellAsync("Ben wrote a note");
        await RunAsync();

        var mail = await SingleMailAsync();
        mail.ShouldContain("To: ana@agents.example");
        mail.ShouldContain("From: Inbox <support@acme.example>");
        mail.ShouldContain("Subject: Ben wrote a note");
        mail.ShouldContain("Auto-Submitted: auto-generated");
        mail.ShouldContain($"https://inbox.acme.example/cases/{CaseNumber.Format(_case)}");
        mail.ShouldContain("https://inbox.acme.example/account/notifications");
        await RunAsync();
        (await SingleMailAsync()).ShouldBe(mail);
    }

    [Fact]
    public async Task Digest_holds_what_is_unread_at_the_full_hour_by_case()
    {
        var other = await _company.MailAsync(Mails.Of());
        await ChooseAsync(MailPace.Hourly);
        _company.Clock.Advance(TimeSpan.FromMinutes(5));
        await TellAsync("Read in the page", caseId: other);
        await TellAsync("First");
        await TellAsync("About the other", caseId: other);
        await TellAsync("First");
        await TellAsync("Second");
        await RunAsync();
        _company.Outbox.GetFiles().ShouldBeEmpty();
        var read = await _company.DbAsync(db => db.Notifications.Where(n => n.Text == "Read in the page").Select(n => n.Id).SingleAsync());
        await _company.SendAsync(new ReadNotifications.Command(read, CaseId: null, UpTo: null, _company.Ana));

        await AtAsync(TimeSpan.FromMinutes(55));

        var text = (await _company.DbAsync(db => db.NoticeMails.SingleAsync())).Text;
        text.ShouldNotContain("Read in the page");
        text.ShouldContain($"{CaseNumber.Format(other)}  https://inbox.acme.example/cases/{CaseNumber.Format(other)}\n- 2 Nov, 09:05  About the other\n");
        text.ShouldContain($"{CaseNumber.Format(_case)}  https://inbox.acme.example/cases/{CaseNumber.Format(_case)}\n- 2 Nov, 09:05  First (2 times)\n- 2 Nov, 09:05  Second\n");
        (await SingleMailAsync()).ShouldContain("Subject: Inbox: 3 things to know");
    }

    [Fact]
    public async Task Digest_is_one_however_many_nodes_look()
    {
        await ChooseAsync(MailPace.AtOnce);
        for (var i = 0; i < 20; i++)
        {
            await TellAsync($"Word {i}");
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var scope = _company.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DueNotifications>().MailAsync(default);
        })));

        var mail = await _company.DbAsync(db => db.NoticeMails.SingleAsync());
        Enumerable.Range(0, 20).ShouldAllBe(i => mail.Text.Contains($"Word {i}\n"));
    }

    [Fact]
    public async Task Quiet_hours_of_a_calendar_keep_mail_back_and_not_the_page()
    {
        var calendar = await _company.DbAsync(async db =>
        {
            var made = db.Calendars.Add(new Calendar { Name = "Afternoons", TimeZone = "Etc/UTC", Hours = new() { ["monday"] = ["13:00-17:00"] } }).Entity;
            await db.SaveChangesAsync();
            return made.Id;
        });
        await _company.SetAsync(_ => Task.CompletedTask);
        await ChooseAsync(new SaveNotificationChoices.Reachable(calendar, Hours: null, TimeZone: null), new SaveNotificationChoices.Way(NotificationKind.Escalation, Page: true, Browser: true, MailPace.AtOnce));
        await TellAsync("It is late", NotificationKind.Escalation);
        (await _company.DbAsync(db => db.Notifications.CountAsync(n => n.Text == "It is late"))).ShouldBe(1);

        await AtAsync(new TimeSpan(3, 59, 59));
        _company.Outbox.GetFiles().ShouldBeEmpty();
        await AtAsync(TimeSpan.FromSeconds(1));

        (await SingleMailAsync()).ShouldContain("Subject: It is late");
    }

    [Fact]
    public async Task Hours_of_ones_own_are_kept_and_new_choices_hold_for_what_waits()
    {
        var reachable = new SaveNotificationChoices.Reachable(CalendarId: null, new() { ["tuesday"] = ["08:00-18:00"] }, "Europe/Berlin");
        await ChooseAsync(reachable, new SaveNotificationChoices.Way(NotificationKind.Followed, Page: true, Browser: false, MailPace.AtOnce));
        await TellAsync("Waits for Tuesday");
        await AtAsync(TimeSpan.FromHours(12));
        _company.Outbox.GetFiles().ShouldBeEmpty();

        await ChooseAsync(MailPace.AtOnce);
        await RunAsync();

        (await SingleMailAsync()).ShouldContain("Waits for Tuesday");
    }

    [Fact]
    public async Task Mail_that_was_switched_off_meanwhile_or_whose_person_left_is_owed_no_more()
    {
        await ChooseAsync(MailPace.Daily);
        await TellAsync("Off by then");
        await ChooseAsync(MailPace.Never);
        await TellAsync("Gone by then", NotificationKind.Escalation);
        await _company.DbAsync(db => db.Users.Where(a => a.Id == _company.Ana.AgentId).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, _company.Clock.GetUtcNow())));

        await AtAsync(TimeSpan.FromDays(2));

        (await _company.DbAsync(db => db.NoticeMails.CountAsync())).ShouldBe(0);
        (await _company.DbAsync(db => db.Notifications.CountAsync(n => n.MailAt != null))).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_in_the_page_goes_nowhere()
    {
        await ChooseAsync(reachable: null, new SaveNotificationChoices.Way(NotificationKind.Followed, Page: false, Browser: true, MailPace.AtOnce));

        var kept = await _company.DbAsync(db => db.NotificationChoices.SingleAsync());
        (kept.Page, kept.Browser, kept.Mail).ShouldBe((false, false, MailPace.Never));
    }

    [Theory]
    [InlineData("Mars/Olympus", "08:00-18:00")]
    [InlineData("Europe/Berlin", "08:00-08:00")]
    [InlineData("Europe/Berlin", "whenever")]
    public async Task Hours_that_cannot_be_are_refused(string zone, string hours) => await Should.ThrowAsync<ValidationException>(
        () => ChooseAsync(new SaveNotificationChoices.Reachable(CalendarId: null, new() { ["monday"] = [hours] }, zone)));

    [Fact]
    public async Task Only_a_person_chooses() =>
        (await _company.SendAsync(new SaveNotificationChoices.Command([], Reachable: null, Actor.System))).Error!.Kind.ShouldBe(ErrorKind.NotFound);

    [Fact]
    public async Task Mail_without_a_door_is_tried_for_a_day_and_then_stands_in_the_settings()
    {
        await _company.SetAsync(db => db.Channels.ExecuteUpdateAsync(set => set.SetProperty(c => c.Enabled, false)));
        await OweAsync("escalation-1");
        await RunAsync();
        (await MailAsync()).State.ShouldBe(NoticeMailState.Pending);

        await AtAsync(TimeSpan.FromHours(25));

        var mail = await MailAsync();
        (mail.State, mail.Attempts).ShouldBe((NoticeMailState.Failed, 2));
        mail.Detail!.ShouldContain("No channel can send mail");
        (await _company.DbAsync(db => db.Notifications.CountAsync(n => n.Kind == NotificationKind.ChannelTrouble))).ShouldBe(0);
    }

    [Fact]
    public async Task Mail_that_its_node_dropped_is_sent_by_another_with_the_same_id()
    {
        await OweAsync("escalation-1");
        await RunAsync();
        var first = await MailAsync();
        await _company.DbAsync(db => db.NoticeMails.ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, NoticeMailState.Pending).SetProperty(m => m.NotBefore, m => m.CreatedAt).SetProperty(m => m.LeaseUntil, _company.Clock.GetUtcNow().AddMinutes(2))));

        await RunAsync();
        (await MailAsync()).Attempts.ShouldBe(1);
        await AtAsync(TimeSpan.FromMinutes(3));

        var again = await MailAsync();
        (again.State, again.Attempts, again.ExternalId).ShouldBe((NoticeMailState.Sent, 2, first.ExternalId));
        _company.Outbox.GetFiles("*.eml").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Door_is_the_one_an_administrator_chose()
    {
        await _company.SetAsync(db =>
        {
            db.Channels.Add(new() { Key = "office", Name = "Office", Kind = "email", DepartmentId = _company.Support.Id, Address = "office@acme.example" });
            return Task.CompletedTask;
        });
        var office = await _company.DbAsync(db => db.Channels.Where(c => c.Key == "office").Select(c => c.Id).SingleAsync());
        (await _company.SendAsync(new SaveNoticeChannel.Command(office, _company.Ana))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _company.SendAsync(new SaveNoticeChannel.Command(office + 1000, Actor.System))).Error!.Code.ShouldBe("cannot_send_notices");
        (await _company.SendAsync(new SaveNoticeChannel.Command(_company.Mail.Id, Actor.System))).IsOk.ShouldBeTrue();

        (await _company.SendAsync(new SaveNoticeChannel.Command(office, Actor.System))).IsOk.ShouldBeTrue();
        await OweAsync("escalation-1");
        await RunAsync();

        (await SingleMailAsync()).ShouldContain("From: Inbox <office@acme.example>");
    }

    /// <summary>Ana chooses for what she follows, at any hour.</summary>
    private Task ChooseAsync(MailPace mail) => ChooseAsync(reachable: null, new SaveNotificationChoices.Way(NotificationKind.Followed, Page: true, Browser: false, mail));

    private async Task ChooseAsync(SaveNotificationChoices.Reachable? reachable, params SaveNotificationChoices.Way[] ways) =>
        (await _company.SendAsync(new SaveNotificationChoices.Command(ways, reachable, _company.Ana))).IsOk.ShouldBeTrue();

    private Task<int> TellAsync(string text, NotificationKind kind = NotificationKind.Followed, long? caseId = null) => _company.DbAsync(async db =>
    {
        var about = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == (caseId ?? _case));
        await db.TellAsync(new Notice(kind, [_company.Ana.AgentId!.Value], about, text), _company.Clock.GetUtcNow(), default);
        return 0;
    });

    private Task<int> OweAsync(string key) => _company.DbAsync(async db =>
    {
        await db.OweMailAsync(key, "boss@acme.example", "C-1 is late", "It is late.", _case, _company.Clock.GetUtcNow(), default);
        return 0;
    });

    /// <summary>Lets the worker look now, so that it puts off what waits, and once more after the time.</summary>
    private async Task AtAsync(TimeSpan later)
    {
        await RunAsync();
        _company.Clock.Advance(later);
        await RunAsync();
    }

    private Task<bool> RunAsync() => _company.Services.GetServices<IHostedService>().OfType<NoticeWorker>().Single().RunOnceAsync(default);

    private Task<NoticeMail> MailAsync() => _company.DbAsync(db => db.NoticeMails.AsNoTracking().SingleAsync());

    private async Task<string> SingleMailAsync() => await File.ReadAllTextAsync(_company.Outbox.GetFiles("*.eml").ShouldHaveSingleItem().FullName, Encoding.UTF8);
}
