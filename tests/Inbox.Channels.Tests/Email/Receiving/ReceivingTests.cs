using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Inbox.Channels.Email;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Inbox.Core.Intake;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Inbox.Channels.Tests.Email.Receiving;

/// <summary>Mail on its way from a Dovecot mailbox to cases, by the workers themselves.</summary>
public sealed class ReceivingTests(Dovecot dovecot) : IClassFixture<Dovecot>, IAsyncLifetime
{
    private readonly string _box = dovecot.NewBox();
    private Company _company = null!;

    public async Task InitializeAsync() =>
        _company = await Company.OpenAsync(configure: services => services.AddSingleton(TlsTrust.Of(dovecot.Server.CertificateFile)));

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Only_the_last_days_are_imported_and_what_comes_then_is_pushed()
    {
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(2, "old"), default);
        await UseAsync(("imapDays", 30));
        await RunAsync();
        await FiledAsync(2);

        await dovecot.Server.PutAsync(_box, Dovecot.Mail(1, "new"), default);
        await FiledAsync(3);

        (await DeliveriesAsync()).Select(d => d.Import).ShouldBe([true, true, false]);
        dovecot.Server.Files(_box).ShouldAllBe(f => !f.Contains('S', StringComparison.Ordinal));
        var link = await LinkAsync();
        (link.FailingSince, link.LastReceivedAt).ShouldBe((null, _company.Clock.GetUtcNow()));
        (await _company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Without_an_import_what_lay_there_before_is_left_alone()
    {
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(2, "old"), default);
        await UseAsync();
        await RunAsync();
        await Eventually.IsAsync(async () => (await LinkAsync())?.Cursor is not null);

        await dovecot.Server.PutAsync(_box, Dovecot.Mail(1, "new"), default);

        await FiledAsync(1);
        (await _company.DbAsync(db => db.Messages.Select(m => m.ExternalId).ToListAsync())).ShouldBe(["new1@mail.example"]);
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("move")]
    public async Task Filed_mails_are_marked_or_moved_and_those_that_wait_for_a_person_are_not(string after)
    {
        await dovecot.Server.PutAsync(_box, [.. Dovecot.Mail(2), Encoding.UTF8.GetBytes("Subject: nobody\n\nNo sender at all.\n")], default);
        await UseAsync(("imapDays", 30), ("imapAfter", after), ("imapMoveTo", "Erledigt"));
        await RunAsync();

        await Eventually.IsAsync(
            () => Task.FromResult(after == "seen"
                ? dovecot.Server.Files(_box).Count(f => f.EndsWith('S')) == 2
                : dovecot.Server.Files(_box, "Erledigt").Count == 2));

        await Eventually.IsAsync(async () => (await _company.DbAsync(db => db.RemoteItems.CountAsync(i => i.State == RemoteState.Owed))) == 1);
        dovecot.Server.Files(_box).Count(f => !f.EndsWith('S')).ShouldBe(1);
        var parked = (await DeliveriesAsync()).Single(d => d.State == InboundState.Parked);
        (await _company.DbAsync(db => db.RemoteItems.SingleAsync(i => i.State == RemoteState.Owed))).DeliveryId.ShouldBe(parked.Id);
    }

    [Fact]
    public async Task Mark_that_is_still_owed_after_a_crash_is_made_up_for()
    {
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(3), default);
        await UseAsync(("imapDays", 30), ("imapAfter", "seen"));
        await _company.RunAsync<LinkWorker>();
        await Eventually.IsAsync(async () => (await DeliveriesAsync()).Count == 3);
        // Nobody files: it is as if the node had died between the commit and the mark.
        dovecot.Server.Files(_box).ShouldAllBe(f => !f.Contains('S', StringComparison.Ordinal));

        await _company.RunAsync<IntakeWorker>();

        await Eventually.IsAsync(() => Task.FromResult(dovecot.Server.Files(_box).Count(f => f.EndsWith('S')) == 3));
    }

    [Fact]
    public async Task Server_that_is_stopped_in_the_middle_and_started_again_loses_and_doubles_nothing()
    {
        const int All = 400;
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(All), default);
        await UseAsync(("imapDays", 30), ("imapAfter", "move"), ("imapMoveTo", "Done"));
        await InTheMiddleAsync(() => dovecot.Server.StopImapAsync(default));

        await Eventually.IsAsync(async () => (await ChannelAsync()).Problem is not null);
        (await DeliveriesAsync()).Count.ShouldBeLessThan(All);
        await dovecot.Server.StartImapAsync(default);

        // The first attempt may come before the server listens again; the next ones wait on the clock of the company.
        await Eventually.IsAsync(
            async () =>
            {
                _company.Clock.Advance(TimeSpan.FromSeconds(1));
                return (await DeliveriesAsync()).Count == All;
            });
        await FiledAsync(All);
        await Eventually.IsAsync(() => Task.FromResult(dovecot.Server.Files(_box, "Done").Count == All));
        (await _company.DbAsync(db => db.Messages.Select(m => m.ExternalId).Distinct().CountAsync())).ShouldBe(All);
        (await ChannelAsync()).Problem.ShouldBeNull();
        var told = await _company.DbAsync(db => db.Notifications.OrderBy(n => n.Id).ToListAsync());
        told.Count.ShouldBe(2);
        told[0].Text.ShouldStartWith("Support mail is in trouble: ");
        told[0].Text.ShouldContain("127.0.0.1");
        told[1].Text.ShouldBe("Support mail works again");
        told.ShouldAllBe(n => n.AgentId == _company.Ana.AgentId);
    }

    [Fact]
    public async Task Mails_that_are_deleted_while_they_are_fetched_are_passed_over()
    {
        const int All = 300;
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(All), default);
        await UseAsync(("imapDays", 30));
        await InTheMiddleAsync(() =>
        {
            dovecot.Server.Remove(_box, mail => Encoding.UTF8.GetString(mail).Contains("5@mail.example>", StringComparison.Ordinal));
            return dovecot.Server.PutAsync(_box, Dovecot.Mail(1, "after"), default);
        });

        await Eventually.IsAsync(() => _company.DbAsync(db => db.Messages.AnyAsync(m => m.ExternalId == "after1@mail.example")));
        var taken = await _company.DbAsync(db => db.Messages.Select(m => m.ExternalId).ToListAsync());
        Enumerable.Range(1, All).Where(i => i % 10 != 5).Select(i => string.Create(CultureInfo.InvariantCulture, $"m{i}@mail.example")).ShouldBeSubsetOf(taken);
        taken.Count.ShouldBeLessThan(All + 1);
        taken.Distinct(StringComparer.Ordinal).Count().ShouldBe(taken.Count);
    }

    [Fact]
    public async Task Folder_that_was_renumbered_is_read_again_without_doubles()
    {
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(20), default);
        await UseAsync(("imapDays", 30));
        await RunAsync();
        await FiledAsync(20);
        var before = (await ItemsAsync())[0].Epoch;

        await dovecot.Server.StopImapAsync(default);
        dovecot.Server.Renumber(_box);
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(1, "new"), default);
        await dovecot.Server.StartImapAsync(default);
        await Eventually.IsAsync(
            () =>
            {
                // Time stands still in tests; the back-off needs it to pass.
                _company.Clock.Advance(TimeSpan.FromSeconds(10));
                return _company.DbAsync(db => db.Messages.AnyAsync(m => m.ExternalId == "new1@mail.example"));
            });

        await FiledAsync(21);
        var items = await ItemsAsync();
        items.Select(i => i.Epoch).Distinct().ShouldHaveSingleItem().ShouldNotBe(before);
        items.Count.ShouldBe(21);
    }

    [Fact]
    public async Task Mail_that_somebody_moves_into_the_folder_is_fetched_however_old_it_is_and_one_moved_out_is_forgotten()
    {
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(2), default);
        await UseAsync(("imapDays", 30));
        await RunAsync();
        await FiledAsync(2);
        await using var other = await Inbox.Mail.Imap.ImapClient.ConnectAsync(new(dovecot.Server.Host, dovecot.Server.ImapPort, Inbox.Mail.Imap.ImapSecurity.None), default);
        await other.LoginAsync(_box, dovecot.Server.Password, default);
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(1, "aside"), default, folder: "Aside");
        await other.OpenAsync("Aside", readOnly: false, default);

        await other.MoveAsync([1], "INBOX", default);
        await FiledAsync(3);
        await other.OpenAsync("INBOX", readOnly: false, default);
        await other.MoveAsync([1], "Aside", default);
        // The next connection compares.
        await UseAsync(("imapDays", 30));

        await Eventually.IsAsync(async () => (await ItemsAsync()).Count == 2);
        (await ItemsAsync()).Select(i => i.Number).ShouldBe([2, 3]);
        (await DeliveriesAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Password_that_is_wrong_is_said_on_the_channel_and_once_to_its_owner_until_it_is_right()
    {
        await UseAsync(("imapPassword", "wrong"));
        await RunAsync();
        await Eventually.IsAsync(async () => (await ChannelAsync()).Problem is not null);

        (await ChannelAsync()).Problem!.ShouldStartWith("127.0.0.1 refuses this user and password");
        var link = await LinkAsync();
        link.RetryAt.ShouldBeGreaterThan(_company.Clock.GetUtcNow().AddSeconds(50));
        _company.Clock.Advance(TimeSpan.FromMinutes(3));
        await Eventually.IsAsync(async () => (await LinkAsync()).Failures == 2);
        (await _company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(1);

        await UseAsync();

        await Eventually.IsAsync(async () => (await ChannelAsync()).Problem is null && (await LinkAsync()).ConnectedAt is not null);
        (await _company.DbAsync(db => db.Notifications.OrderBy(n => n.Id).Select(n => n.Text).ToListAsync()))[^1].ShouldBe("Support mail works again");
    }

    [Fact]
    public async Task Mail_that_a_person_asks_for_is_fetched_though_it_lay_there_before()
    {
        await dovecot.Server.PutAsync(_box, Dovecot.Mail(3, "old"), default);
        await UseAsync();
        await RunAsync();
        await Eventually.IsAsync(async () => (await LinkAsync())?.Cursor is not null);
        var epoch = (long)JsonNode.Parse((await LinkAsync()).Cursor!)!["validity"]!;

        (await _company.SendAsync(new FetchItems.Command(_company.Mail.Id, epoch, [2, 99], _company.Ana))).Value.ShouldBe(2);
        (await _company.SendAsync(new FetchItems.Command(_company.Mail.Id, epoch, [1], _company.Ben))).IsOk.ShouldBeFalse();

        await FiledAsync(1);
        (await _company.DbAsync(db => db.Messages.SingleAsync())).ExternalId.ShouldBe("old2@mail.example");
        await Eventually.IsAsync(async () => (await ItemsAsync()).Count == 1);
    }

    [Fact]
    public async Task Door_that_is_closed_lets_its_connection_go()
    {
        await UseAsync();
        await RunAsync();
        await Eventually.IsAsync(async () => (await LinkAsync())?.ConnectedAt is not null);

        await _company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == _company.Mail.Id)).Enabled = false);

        await Eventually.IsAsync(async () => (await LinkAsync()) is { Holder: null, ConnectedAt: null });
    }

    private async Task UseAsync(params (string Name, JsonNode Value)[] settings)
    {
        var json = new JsonObject
        {
            ["imapHost"] = dovecot.Server.Host,
            ["imapPort"] = dovecot.Server.ImapsPort,
            ["imapSecurity"] = "tls",
            ["imapUser"] = _box,
            ["imapPassword"] = dovecot.Server.Password,
        };
        foreach (var (name, value) in settings)
        {
            json[name] = value;
        }

        await _company.SetAsync(async db =>
        {
            var channel = await db.Channels.SingleAsync(c => c.Id == _company.Mail.Id);
            channel.Settings = json.ToJsonString();
            channel.Revision++;
        });
    }

    private async Task RunAsync()
    {
        await _company.RunAsync<LinkWorker>();
        await _company.RunAsync<IntakeWorker>();
    }

    /// <summary>Fetches, and something happens when the first batch is committed and a later one, in which the hundredth mail is, waits for its commit.</summary>
    private async Task InTheMiddleAsync(Func<Task> happenAsync)
    {
        var hundredth = Dovecot.Mail(100).Last();
        var identity = await _company.Services.GetRequiredService<ChannelKinds>().Of("email").IdentifyAsync(new MemoryStream(hundredth), default);
        await using var connection = await _company.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await InboundInsert.InsertAsync(connection, [new InboundItem(_company.Mail.Id, identity, hundredth, "message/rfc822")], _company.Clock.GetUtcNow(), default);
        await RunAsync();
        await Eventually.IsAsync(() => _company.DbAsync(db => db.RemoteItems.AnyAsync()));
        await happenAsync();
        await transaction.RollbackAsync();
    }

    private async Task FiledAsync(int count)
    {
        await Eventually.IsAsync(async () => (await DeliveriesAsync()).Count(d => d.State == InboundState.Filed) >= count);
        (await _company.DbAsync(db => db.Messages.CountAsync())).ShouldBe(count);
    }

    private Task<List<InboundDelivery>> DeliveriesAsync() => _company.DbAsync(db => db.InboundDeliveries.AsNoTracking().OrderBy(d => d.Id).ToListAsync());

    private Task<List<RemoteItem>> ItemsAsync() => _company.DbAsync(db => db.RemoteItems.AsNoTracking().OrderBy(i => i.Number).ToListAsync());

    private Task<ChannelLink> LinkAsync() => _company.DbAsync(db => db.ChannelLinks.AsNoTracking().SingleOrDefaultAsync(l => l.ChannelId == _company.Mail.Id))!;

    private Task<Channel> ChannelAsync() => _company.DbAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == _company.Mail.Id));
}
