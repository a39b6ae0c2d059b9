using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Contract;

/// <summary>What Core relies on where the far side pages, tells of deletions and knows us by a token.</summary>
public abstract class SocialContract<T> : PollingContract<T>
    where T : ISocialFarSide
{
    [Fact]
    public async Task Pages_are_read_forward_without_a_gap()
    {
        var texts = Enumerable.Range(1, (Far.PageSize * 2) + 1).Select(i => $"number {i}").ToList();
        texts.ForEach(t => Far.Post(Now.AddMinutes(-1), t));

        await PollAsync();

        (await TextsAsync()).Order(StringComparer.Ordinal).ShouldBe(texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Poll_that_breaks_between_pages_leaves_no_gap()
    {
        var texts = Enumerable.Range(1, (Far.PageSize * 2) + 1).Select(i => $"number {i}").ToList();
        texts.ForEach(t => Far.Post(Now.AddMinutes(-1), t));
        Far.BreaksAfterPages = 1;
        await PollAsync();
        (await DoorAsync()).Problem.ShouldNotBeNull();

        Far.BreaksAfterPages = null;
        await PollAsync();

        (await TextsAsync()).Order(StringComparer.Ordinal).ShouldBe(texts.Order(StringComparer.Ordinal));
        (await DoorAsync()).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Edit_back_to_earlier_words_is_an_edit_too()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        Far.Edit(id, "It is fine");
        await PollAsync();
        Far.Edit(id, "It leaks");
        await PollAsync();

        (await TextsAsync()).ShouldBe(["It leaks"]);
    }

    [Fact]
    public async Task Deleted_post_stays_marked_starts_no_clock_and_is_not_answered_in_public()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        var clocks = await ClocksAsync();
        Far.Delete(id);
        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        message.DeletedAt.ShouldBe(Now);
        (await ClocksAsync()).ShouldBe(clocks);
        if (message.CaseId is { } caseId)
        {
            (await Company.CaseAsync(caseId)).Status.ShouldBe(CaseStatus.New);
            (await Company.DbAsync(db => db.Events.CountAsync(e => e.CaseId == caseId && e.Kind == CaseEventKind.PostDeleted))).ShouldBe(1);
            var refused = await Company.SendAsync(new ReplyToCase.Command(caseId, "Hello", CaseStatus.Waiting, [], null, Anyway: true, Company.Ana) { Visibility = Visibility.Public });
            refused.IsOk.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Post_that_was_deleted_before_it_came_is_not_filed()
    {
        var id = Far.Post(Now.AddMinutes(-1), "Forget it");
        Far.Delete(id);

        await PollAsync();

        (await MessagesAsync()).Where(m => m.DeletedAt == null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Access_that_is_lost_is_told_at_once_and_renewing_it_loses_no_post(bool revoked)
    {
        Far.Post(Now.AddMinutes(-1), "before");
        await PollAsync();
        var cursor = (await DoorAsync()).Cursor;
        if (revoked)
        {
            Far.RevokeAccess();
        }
        else
        {
            Far.ExpireAccess();
        }

        Far.Post(Now, "meanwhile");
        await PollAsync();

        (await StateAsync()).ShouldBe(DoorState.AccessLost);
        (await ToldAsync()).ShouldHaveSingleItem().ShouldContain("lost its access");
        (await DoorAsync()).Cursor.ShouldBe(cursor);

        await ReconnectAsync();

        await UntilAsync(async () => (await MessagesAsync()).Count == 2);
        (await TextsAsync()).ShouldBe(["before", "meanwhile"]);
        (await StateAsync()).ShouldBe(DoorState.Working);
        (await ToldAsync()).Last().ShouldContain("works again");
    }

    [Fact]
    public async Task Access_that_nears_its_end_is_told_a_week_and_a_day_before()
    {
        Far.AccessEndsAt = Now.AddDays(10);
        await PollAsync();
        if (!Far.TellsAccessEnd)
        {
            (await LinkAsync()).RenewBy.ShouldBeNull();
            return;
        }

        (await LinkAsync()).RenewBy.ShouldBe(Now.AddDays(10));
        await StopPollingAsync();

        foreach (var (day, told) in ((int, int)[])[(2, 0), (4, 1), (8, 1), (9, 2)])
        {
            Company.Clock.MoveTo(Later(Now, (await LinkAsync()).RenewBy!.Value.AddDays(day - 10)));
            await WarnAsync();
            await WarnAsync();
            (await ToldAsync()).Count.ShouldBe(told, $"day {day}");
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private Task WarnAsync() => Company.RunJobAsync("warn-of-access");

    /// <summary>As an administrator does: the same door, with a new token.</summary>
    private async Task ReconnectAsync()
    {
        var door = await DoorAsync();
        var saved = await Company.SendAsync(new SaveChannel.Command(
            door.Id, door.Revision, door.Kind, door.Key, door.Name, door.DepartmentId, door.CalendarId, door.Address, Far.RenewAccess(), door.ReopenDays, door.JoinOpenCase,
            Company.Ana with { Role = Role.Admin }));
        saved.Error.ShouldBeNull();
        await FiledAsync();
    }
}
