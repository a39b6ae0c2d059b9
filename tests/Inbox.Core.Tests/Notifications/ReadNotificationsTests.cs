using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Jobs;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Notifications;

public sealed class ReadNotificationsTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task One_is_read_and_keeps_the_time_at_which_it_was()
    {
        var (first, second) = (await TellAsync(_company.Ana), await TellAsync(_company.Ana));
        var at = _company.Clock.GetUtcNow();

        (await ReadAsync(_company.Ana, id: first)).IsOk.ShouldBeTrue();
        _company.Clock.Advance(TimeSpan.FromHours(1));
        (await ReadAsync(_company.Ana, id: first)).IsOk.ShouldBeTrue();

        (await ReadAtAsync(first)).ShouldBe(at);
        (await ReadAtAsync(second)).ShouldBeNull();
    }

    [Fact]
    public async Task Somebody_elses_is_not_found_and_stays_unread()
    {
        var bens = await TellAsync(_company.Ben);

        (await ReadAsync(_company.Ana, id: bens)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await ReadAsync(Actor.System, id: bens)).Error!.Kind.ShouldBe(ErrorKind.NotFound);

        (await ReadAtAsync(bens)).ShouldBeNull();
    }

    [Fact]
    public async Task All_are_ones_own_up_to_the_newest_that_was_seen()
    {
        var (early, bens, seen, unseen) = (await TellAsync(_company.Ana), await TellAsync(_company.Ben), await TellAsync(_company.Ana), await TellAsync(_company.Ana));

        (await ReadAsync(_company.Ana, upTo: seen)).IsOk.ShouldBeTrue();

        (await UnreadAsync(early, bens, seen, unseen)).ShouldBe([bens, unseen]);
    }

    [Fact]
    public async Task Opened_case_takes_what_is_about_it_and_about_those_joined_to_it()
    {
        var (opened, joined, other) = (await _company.MailAsync(Mails.Of()), await _company.MailAsync(Mails.Of()), await _company.MailAsync(Mails.Of()));
        await _company.DbAsync(db => db.Cases.Where(c => c.Id == joined).ExecuteUpdateAsync(set => set.SetProperty(c => c.FoldedIntoId, opened)));
        var (about, aboutJoined, aboutOther, aboutNone, bens) = (
            await TellAsync(_company.Ana, opened), await TellAsync(_company.Ana, joined), await TellAsync(_company.Ana, other), await TellAsync(_company.Ana), await TellAsync(_company.Ben, opened));

        (await ReadAsync(_company.Ana, caseId: opened)).IsOk.ShouldBeTrue();

        (await UnreadAsync(about, aboutJoined, aboutOther, aboutNone, bens)).ShouldBe([aboutOther, aboutNone, bens]);
    }

    [Fact]
    public async Task Old_ones_go_the_read_ones_sooner()
    {
        var (read, unread) = (await TellAsync(_company.Ana), await TellAsync(_company.Ana));
        await ReadAsync(_company.Ana, id: read);

        _company.Clock.Advance(TimeSpan.FromDays(89));
        (await ForgetAsync()).ShouldBe([read, unread]);
        _company.Clock.Advance(TimeSpan.FromDays(2));
        (await ForgetAsync()).ShouldBe([unread]);
        _company.Clock.Advance(TimeSpan.FromDays(275));
        (await ForgetAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(1L, 1L)]
    public async Task Command_that_does_not_say_which_is_refused(long? id, long? upTo) =>
        await Should.ThrowAsync<ValidationException>(() => ReadAsync(_company.Ana, id, upTo: upTo));

    private Task<Result<Done>> ReadAsync(Actor actor, long? id = null, long? caseId = null, long? upTo = null) =>
        _company.SendAsync(new ReadNotifications.Command(id, caseId, upTo, actor));

    private Task<long> TellAsync(Actor agent, long? caseId = null) => _company.DbAsync(async db =>
    {
        var told = db.Notifications.Add(new Notification { AgentId = agent.AgentId!.Value, Kind = NotificationKind.Assigned, CaseId = caseId, At = _company.Clock.GetUtcNow(), Text = "Something" }).Entity;
        await db.SaveChangesAsync();
        return told.Id;
    });

    private async Task<List<long>> ForgetAsync()
    {
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetServices<IJob>().OfType<ForgetNotifications>().Single().RunAsync(default);
        return await _company.DbAsync(db => db.Notifications.OrderBy(n => n.Id).Select(n => n.Id).ToListAsync());
    }

    private Task<DateTimeOffset?> ReadAtAsync(long id) => _company.DbAsync(db => db.Notifications.Where(n => n.Id == id).Select(n => n.ReadAt).SingleAsync());

    private Task<List<long>> UnreadAsync(params long[] ids) =>
        _company.DbAsync(db => db.Notifications.Where(n => ids.Contains(n.Id) && n.ReadAt == null).OrderBy(n => n.Id).Select(n => n.Id).ToListAsync());
}
