using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Following;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases.Following;

public sealed class FollowCaseTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _case = await _company.MailAsync(Mails.Of(id: "first@mail.example"));
        (await _company.SendAsync(new FollowCase.Command(_case, Follow: true, _company.Ben))).IsOk.ShouldBeTrue();
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Follower_hears_what_happens_in_one_row_while_it_is_unread()
    {
        await _company.AnswerAsync(_case);
        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example", text: "It is still broken. What now?"));
        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example", text: "Hello? Anybody there?"));
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        await _company.AnswerAsync(_case, CaseStatus.Resolved);
        await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Open, null, _company.Ana));

        (await HeardAsync(_company.Ben)).ShouldBe([$"C-{_case}, which you follow: answered, the customer wrote, answered, resolved, reopened"]);
    }

    [Fact]
    public async Task What_was_read_is_not_grown_any_further()
    {
        await _company.AnswerAsync(_case);
        await _company.SendAsync(new ReadNotifications.Command(null, _case, null, _company.Ben));
        await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Resolved, null, _company.Ana));

        (await HeardAsync(_company.Ben)).ShouldBe([$"C-{_case}, which you follow: answered", $"C-{_case}, which you follow: resolved"]);
    }

    [Fact]
    public async Task Nobody_hears_of_their_own_acts_nor_after_they_stopped_following()
    {
        await _company.SendAsync(new FollowCase.Command(_case, Follow: true, _company.Ana));
        await _company.AnswerAsync(_case);
        (await HeardAsync(_company.Ana)).ShouldBeEmpty();

        await _company.SendAsync(new FollowCase.Command(_case, Follow: false, _company.Ben));
        await _company.SendAsync(new ReadNotifications.Command(null, _case, null, _company.Ben));
        await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Resolved, null, _company.Ana));
        (await HeardAsync(_company.Ben)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Handoff_decided_and_department_changed_are_news()
    {
        await _company.AnswerAsync(_case, CaseStatus.Open);
        await _company.SendAsync(new ReadNotifications.Command(null, _case, null, _company.Ben));
        await _company.SendAsync(new FollowCase.Command(_case, Follow: true, _company.Ana));
        await _company.SendAsync(new ChangeDepartment.Command(_case, _company.Billing.Id, "an invoice", _company.Ana));

        await _company.SendAsync(new DecideHandoff.Command(_case, HandoffState.Accepted, null, _company.Ben));

        (await HeardAsync(_company.Ana)).ShouldBe([$"C-{_case}, which you follow: handoff accepted, given to another department"]);
        (await HeardAsync(_company.Ben)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Follower_who_may_no_longer_read_the_case_hears_nothing()
    {
        await _company.SetAsync(db => db.Departments.Where(d => d.Id == _company.Support.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Confidential, true)));
        await _company.AnswerAsync(_case);

        (await HeardAsync(_company.Ben)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_that_one_may_not_read_cannot_be_followed_and_a_token_follows_nothing()
    {
        (await _company.SendAsync(new FollowCase.Command(_case, Follow: true, _company.Rex))).Error!.Code.ShouldBe("case_not_found");
        (await _company.SendAsync(new FollowCase.Command(_case, Follow: true, Actor.System))).Error!.Code.ShouldBe("agents_only");
    }

    private Task<List<string>> HeardAsync(Actor actor) => _company.DbAsync(db => db.Notifications
        .Where(n => n.AgentId == actor.AgentId && n.Kind == NotificationKind.Followed).OrderBy(n => n.Id).Select(n => n.Text).ToListAsync());
}
