using Inbox.Core.Channels;
using Inbox.Core.Tests.Settings;
using Microsoft.EntityFrameworkCore;
using static Inbox.Core.Tests.Settings.SettingsFixture;

namespace Inbox.Core.Tests.Channels;

public sealed class SaveChannelTests(SettingsFixture inbox) : IClassFixture<SettingsFixture>
{
    [Fact]
    public async Task Door_without_owner_address_or_server_is_refused_by_the_field()
    {
        var failures = await inbox.FailuresAsync((await CommandAsync()) with { DepartmentId = null, Address = "Support <s@example.com>", Settings = "{}", ReopenDays = 0, CalendarId = 999_999 });

        failures["DepartmentId"].Single().ShouldStartWith("Choose the department that owns this door");
        failures["Address"].Single().ShouldContain("support@example.com");
        failures["Settings.host"].ShouldBe(["Name the server."]);
        failures["ReopenDays"].ShouldNotBeEmpty();
        failures["CalendarId"].ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task Limit_of_files_that_no_mail_server_takes_is_refused_and_another_is_stored(int megabytes)
    {
        var command = await CommandAsync();
        (await inbox.FailuresAsync(command with { AttachmentMegabytes = megabytes }))["AttachmentMegabytes"].Single().ShouldStartWith("Give a size from 1 to 100 MB.");

        var id = (await inbox.SendAsync(command with { AttachmentMegabytes = 35 })).Value;
        (await ChannelAsync(id)).AttachmentMegabytes.ShouldBe(35);
    }

    [Fact]
    public async Task Unknown_kind_is_refused() =>
        (await inbox.FailuresAsync((await CommandAsync()) with { Kind = "telex" }))["Kind"].ShouldNotBeEmpty();

    [Fact]
    public async Task Open_door_keeps_its_kind()
    {
        var command = await CommandAsync();
        var id = (await inbox.SendAsync(command)).Value;

        (await inbox.FailuresAsync(command with { Id = id, Kind = "notices", Address = "https://example.com/feed" }))["Kind"].Single().ShouldContain("keeps its kind");
    }

    [Fact]
    public async Task Secret_is_stored_protected_and_kept_when_left_blank()
    {
        var command = (await CommandAsync()) with { Settings = """{"host":"mail","smtpPassword":"hunter2"}""" };
        var id = (await inbox.SendAsync(command)).Value;

        (await inbox.SendAsync(command with { Id = id, Settings = """{"host":"other","smtpPassword":""}""" })).IsOk.ShouldBeTrue();

        var stored = (await ChannelAsync(id)).Settings;
        stored.ShouldNotContain("hunter2");
        inbox.Secrets.TryReveal(stored, out var revealed).ShouldBeTrue();
        revealed.ShouldContain("hunter2");
        revealed.ShouldContain("other");
    }

    [Fact]
    public async Task Address_of_another_door_is_refused_however_it_is_written()
    {
        var command = await CommandAsync();
        await inbox.SendAsync(command);

        (await inbox.FailuresAsync((await CommandAsync()) with { Address = command.Address.ToUpperInvariant() }))["Address"].Single().ShouldContain("has this address already");
    }

    [Fact]
    public async Task Key_of_another_door_is_refused()
    {
        var command = await CommandAsync();
        await inbox.SendAsync(command);

        (await inbox.FailuresAsync((await CommandAsync()) with { Key = command.Key }))["Key"].Single().ShouldContain(command.Key);
    }

    [Fact]
    public async Task Polling_makes_no_form_stale_but_another_save_does()
    {
        var command = await CommandAsync();
        var id = (await inbox.SendAsync(command)).Value;
        await inbox.ReadAsync(db => db.Channels.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.LastPolledAt, inbox.Time.Now())));

        (await inbox.SendAsync(command with { Id = id, Name = "First" })).IsOk.ShouldBeTrue();
        (await inbox.SendAsync(command with { Id = id, Name = "Second" })).Error!.Code.ShouldBe("saved_meanwhile");
    }

    [Fact]
    public async Task Feed_is_polled_at_once_and_begins_anew_at_a_new_address()
    {
        var command = (await CommandAsync()) with { Kind = "notices", Address = $"https://example.com/{UniqueKey()}" };
        var id = (await inbox.SendAsync(command)).Value;
        (await ChannelAsync(id)).NextPollAt.ShouldBe(inbox.Time.Now());
        await inbox.ReadAsync(db => db.Channels.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Cursor, "etag").SetProperty(c => c.Problem, "404")));

        await inbox.SendAsync(command with { Id = id, Revision = 0, Address = command.Address + "2" });

        var moved = await ChannelAsync(id);
        moved.Cursor.ShouldBeNull();
        moved.Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Door_that_is_asked_for_nothing_is_never_polled()
    {
        var id = (await inbox.SendAsync(await CommandAsync())).Value;

        (await ChannelAsync(id)).NextPollAt.ShouldBe(Clock.Never);
    }

    [Fact]
    public async Task Closed_feed_that_opens_again_is_polled_at_once()
    {
        var id = (await inbox.SendAsync((await CommandAsync()) with { Kind = "notices", Address = $"https://example.com/{UniqueKey()}" })).Value;
        await inbox.SendAsync(new EnableChannel.Command(id, Enabled: false, Admin));
        (await ChannelAsync(id)).Enabled.ShouldBeFalse();
        await inbox.ReadAsync(db => db.Channels.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Problem, "gone").SetProperty(c => c.NextPollAt, Clock.Never)));

        await inbox.SendAsync(new EnableChannel.Command(id, Enabled: true, Admin));

        var open = await ChannelAsync(id);
        (open.Enabled, open.Problem, open.NextPollAt).ShouldBe((true, null, inbox.Time.Now()));
    }

    [Fact]
    public async Task Agent_may_neither_save_nor_close()
    {
        (await inbox.SendAsync((await CommandAsync()) with { Actor = Stranger })).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await inbox.SendAsync(new EnableChannel.Command(1, Enabled: false, Stranger))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
    }

    private Task<Channel> ChannelAsync(long id) => inbox.ReadAsync(db => db.Channels.SingleAsync(c => c.Id == id));

    private async Task<SaveChannel.Command> CommandAsync()
    {
        var key = UniqueKey();
        return new(
            Id: null, Revision: 0, "letterbox", key, "Support", (await inbox.DepartmentAsync()).Id, CalendarId: null, $"{key}@example.com",
            """{"host":"mail"}""", ReopenDays: 14, JoinOpenCase: false, Admin);
    }
}
