using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Inbox.Core.Delivery;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Channels;

/// <summary>A far side that takes no answers of ours any more, whatever it lets us read.</summary>
public sealed class SendingAccessTests : IAsyncLifetime
{
    private const string Refused = "The token may not write.";
    private Company _company = null!;
    private Channel _door = null!;

    public async Task InitializeAsync()
    {
        _company = await PinboardCompany.OpenAsync(new Pinboard());
        _door = await _company.OpenDoorAsync();
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Polls_that_succeed_do_not_hide_it_and_it_is_told_once()
    {
        for (var round = 0; round < 3; round++)
        {
            await FailAsync();
            await PollAsync(new PollResult([], "1", TimeSpan.FromMinutes(1)));
        }

        (await StateAsync()).ShouldBe(DoorState.AccessLost);
        (await ToldAsync()).ShouldHaveSingleItem().ShouldContain("lost its access: " + Refused);
    }

    [Fact]
    public async Task Loss_that_polls_meet_too_is_told_once()
    {
        await FailAsync();
        await PollAsync(new PollResult([], "1", TimeSpan.FromMinutes(1), Refused) { AccessLost = true });
        await FailAsync();

        (await ToldAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Answer_that_leaves_ends_it()
    {
        await FailAsync();
        await _company.DbAsync(async db =>
        {
            await new SendingTrouble(_company.Clock).HeardAsync(db, _door.Id, SendResult.Sent, default);
            return 0;
        });

        (await StateAsync()).ShouldBe(DoorState.Working);
        (await ToldAsync())[^1].ShouldContain("sends again");
    }

    [Fact]
    public async Task Saving_the_channel_ends_it()
    {
        await FailAsync();
        var door = await DoorAsync();
        var saved = await _company.SendAsync(new SaveChannel.Command(
            door.Id, door.Revision, door.Kind, door.Key, door.Name, door.DepartmentId, null, door.Address, """{"token":"second"}""", 14, false, _company.Ana with { Role = Role.Admin }));

        saved.Error.ShouldBeNull();
        (await StateAsync()).ShouldBe(DoorState.Working);
    }

    private Task<int> FailAsync() => _company.DbAsync(async db =>
    {
        await new SendingTrouble(_company.Clock).HeardAsync(db, _door.Id, new SendResult(SendOutcome.Later, Refused, DoorFails: true) { AccessLost = true }, default);
        return 0;
    });

    private Task<int> PollAsync(PollResult polled) => _company.DbAsync(async db =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        var now = Core.Clock.Stored(_company.Clock.GetUtcNow());
        await PollHealth.StoreAsync(db, await db.LockLinkAsync(_door.Id, now, default), polled, now, default);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return 0;
    });

    private Task<Channel> DoorAsync() => _company.DbAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == _door.Id));

    private async Task<DoorState> StateAsync() =>
        DoorStates.Of(await DoorAsync(), await _company.DbAsync(db => db.ChannelLinks.AsNoTracking().SingleOrDefaultAsync(l => l.ChannelId == _door.Id)), _company.Clock.GetUtcNow());

    private Task<List<string>> ToldAsync() => _company.DbAsync(db => db.Notifications.Where(n => n.Kind == NotificationKind.ChannelTrouble).OrderBy(n => n.Id).Select(n => n.Text).ToListAsync());
}
