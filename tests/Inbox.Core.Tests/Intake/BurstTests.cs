using System.Text.Json;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Core.Jobs;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Intake;

/// <summary>Senders of bursts, and who hears of what waits.</summary>
public sealed class BurstTests : IAsyncLifetime
{
    private const string Robot = "robot@mail.example";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Flood_stays_held_as_its_first_letters_age()
    {
        await FloodAsync(25);
        _company.Clock.Advance(TimeSpan.FromMinutes(6));
        await FloodAsync(20);
        _company.Clock.Advance(TimeSpan.FromMinutes(6));

        (await FloodAsync(1)).Single().State.ShouldBe(InboundState.Held);
    }

    [Fact]
    public async Task Sender_who_has_calmed_down_is_let_in_again()
    {
        await FloodAsync(25);
        _company.Clock.Advance(TimeSpan.FromMinutes(11));

        (await FloodAsync(1)).Single().State.ShouldBe(InboundState.Filed);
    }

    [Fact]
    public async Task Mail_that_threads_is_never_held()
    {
        var id = await _company.MailAsync(Mails.Of(from: Robot, id: "a@mail.example"));
        await _company.CloseAsync(id);
        await FloodAsync(25);

        var replies = await _company.FileAsync(_company.Mail, [.. Enumerable.Range(0, 25).Select(_ => ProtectionFixture.Bytes(Mails.Of(from: Robot, inReplyTo: "a@mail.example")))]);

        replies.ShouldAllBe(d => d.State == InboundState.Filed);
        replies.Select(d => d.CaseId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Mentions_that_open_nothing_are_no_burst_and_count_for_none()
    {
        await using var company = await PinboardCompany.OpenAsync(new Pinboard());
        var (watch, told) = (await company.OpenDoorAsync("watch", watches: true), await company.OpenDoorAsync("told"));

        var mentions = await company.FileAsync(watch, [.. Enumerable.Range(0, 25).Select(i => Pin(i))]);
        mentions.ShouldAllBe(d => d.State == InboundState.Filed);
        (await company.FileAsync(told, Pin(100)))[0].State.ShouldBe(InboundState.Filed);
    }

    [Fact]
    public async Task All_of_a_sender_are_let_in_at_once()
    {
        var held = (await FloodAsync(25)).First(d => d.State == InboundState.Held);

        (await _company.SendAsync(new ReleaseSender.Command(held.HandleId!.Value, _company.Ben))).Error.ShouldNotBeNull().Code.ShouldBe("not_held");
        (await _company.SendAsync(new ReleaseSender.Command(held.HandleId!.Value, _company.Ana))).Value.ShouldBe(5);
        await _company.FilePendingAsync();

        (await _company.DbAsync(db => db.InboundDeliveries.CountAsync(d => d.State == InboundState.Filed))).ShouldBe(25);
    }

    [Fact]
    public async Task All_of_a_sender_are_discarded_at_once_with_a_reason()
    {
        var held = (await FloodAsync(25)).First(d => d.State == InboundState.Held);

        (await _company.SendAsync(new DiscardSender.Command(held.HandleId!.Value, "A broken monitor", _company.Ana))).Value.ShouldBe(5);

        (await _company.DbAsync(db => db.InboundDeliveries.CountAsync(d => d.State == InboundState.Ignored && d.Error!.Contains("A broken monitor")))).ShouldBe(5);
    }

    [Fact]
    public async Task Owner_of_the_door_hears_of_it_once_a_wave()
    {
        await FloodAsync(22);
        await _company.DeliverAsync("Subject: from nobody\r\n\r\nHello");
        await AlertAsync();
        await FloodAsync(3);
        _company.Clock.Advance(TimeSpan.FromMinutes(15));
        await AlertAsync();

        var told = await _company.DbAsync(db => db.Notifications.ToListAsync());
        told.Select(n => n.AgentId).ShouldBe([_company.Ana.AgentId!.Value]);
        told[0].Text.ShouldBe("1 message could not be read and 2 messages of a burst are held at Support mail: see Parked and held");
    }

    [Fact]
    public async Task New_wave_is_told_again_after_the_list_was_emptied()
    {
        var first = await _company.DeliverAsync("Subject: from nobody\r\n\r\nHello");
        await AlertAsync();
        await _company.SendAsync(new DiscardDelivery.Command(first.Id, "spam", _company.Ana));
        await _company.DeliverAsync("Subject: from nobody again\r\n\r\nHello");
        await AlertAsync();

        (await _company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Lead_is_told_where_there_is_one()
    {
        await _company.SetAsync(async db => (await db.Departments.SingleAsync(d => d.Id == _company.Support.Id)).LeadId = _company.Ben.AgentId);
        await _company.DeliverAsync("Subject: from nobody\r\n\r\nHello");
        await AlertAsync();

        (await _company.DbAsync(db => db.Notifications.SingleAsync())).AgentId.ShouldBe(_company.Ben.AgentId!.Value);
    }

    [Fact]
    public async Task Two_nodes_that_file_the_same_rows_file_them_once()
    {
        await _company.DeliverUnfiledAsync(_company.Mail, Mails.Of(from: Robot, id: "a@mail.example"));
        await _company.DeliverUnfiledAsync(_company.Mail, Mails.Of(from: Robot, inReplyTo: "a@mail.example"));
        var rules = await _company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var claimed = await IntakeQueue.ClaimAsync(_company.Services.GetRequiredService<Npgsql.NpgsqlDataSource>(), 10, TimeSpan.FromMinutes(2), Core.Clock.Stored(_company.Clock.GetUtcNow()), default);
        var raw = await IntakeQueue.LoadAsync(_company.Services.GetRequiredService<Npgsql.NpgsqlDataSource>(), claimed, default);
        var adapter = _company.Services.GetRequiredService<ChannelKinds>().Of(_company.Mail);
        var parsed = claimed.ConvertAll(d => new ParsedDelivery(d, adapter.Parse(raw[d.Id].For(d), rules.Info(rules.Channels[d.ChannelId]))));

        // The lease of one ran out while it filed: the other has the same rows, and in another order.
        await Task.WhenAll(FileAsync(parsed), FileAsync([.. parsed.AsEnumerable().Reverse()]), FileAsync([parsed[1]]));

        (await _company.DbAsync(db => db.Messages.CountAsync())).ShouldBe(2);
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
    }

    private byte[] Pin(int id) => JsonSerializer.SerializeToUtf8Bytes(
        new Pin($"{id}", "ana", "Ana Ruiz", $"Kettle {id}", Visibility.Public, ReplyTo: null, _company.Clock.GetUtcNow(), Version: 0, Deleted: false, Key: null), JsonSerializerOptions.Web);

    private async Task FileAsync(IReadOnlyList<ParsedDelivery> parsed)
    {
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FileDeliveries>().FileAsync(parsed, default);
    }

    private Task<IReadOnlyList<InboundDelivery>> FloodAsync(int count) =>
        _company.FileAsync(_company.Mail, [.. Enumerable.Range(0, count).Select(i => ProtectionFixture.Bytes(Mails.Of(from: Robot, text: $"Alarm {i}")))]);

    private async Task AlertAsync()
    {
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetServices<IJob>().OfType<AlertTrouble>().Single().RunAsync(default);
    }
}
