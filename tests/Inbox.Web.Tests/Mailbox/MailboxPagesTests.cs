using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Inbox.Core.Departments;
using Inbox.Core.Intake;
using Inbox.Testing;
using Inbox.Testing.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Mailbox;

/// <summary>The check on the channel's page, and the page that compares the mailbox with what was filed.</summary>
public sealed class MailboxPagesTests(InboxApp app) : IClassFixture<InboxApp>, IAsyncLifetime
{
    private const string Box = "help@inbox.test";
    private MailServer _server = null!;
    private Department _owner = null!;

    public async Task InitializeAsync()
    {
        _server = await MailServer.StartAsync([Box], default);
        _owner = new Department { Name = "Help", Key = "help" + Guid.NewGuid().ToString("N")[..6] };
        await app.InsertAsync(_owner);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Check_works_before_anything_is_saved_and_names_the_field_that_is_wrong()
    {
        await _server.PutAsync(Box, [Mail("one")], default);
        var admin = await app.SignInAsync(Role.Admin);

        var right = await CheckAsync(admin, "/settings/channels/new?kind=email", Form(_server.Password));
        var wrong = await CheckAsync(admin, "/settings/channels/new?kind=email", Form("wrong"));
        var number = await CheckAsync(admin, "/settings/channels/new?kind=email", [.. Form("x").Where(f => f.Name != "Input.Email.ImapPort"), ("Input.Email.ImapPort", "abc")]);

        right.ShouldContain("Dovecot lets us in. INBOX holds one mail. New mail is told at once.");
        right.ShouldContain("<option value=\"Sent\">");
        wrong.ShouldContain("href=\"#Input_Email_ImapPassword\"");
        wrong.ShouldContain("refuses this user and password");
        wrong.ShouldNotContain("lets us in");
        number.ShouldContain("Give a whole number.");
        (await app.QueryAsync(db => db.Channels.AnyAsync(c => c.DepartmentId == _owner.Id))).ShouldBeFalse();
    }

    [Fact]
    public async Task Saved_channel_connects_shows_how_it_stands_and_checks_with_the_stored_password()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var key = "c" + Guid.NewGuid().ToString("N")[..8];
        var saved = await InboxApp.PostAsync(
            admin, "/settings/channels/new?kind=email",
            [.. Form(_server.Password), ("Input.Name", "Help mail"), ("Input.Key", key), ("Input.DepartmentId", Text(_owner.Id)), ("Input.Address", key + "@inbox.test"), ("Input.ReopenDays", "14")]);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var channel = await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Key == key));
        channel.Settings.ShouldNotContain(_server.Password);

        await Eventually.IsAsync(() => app.QueryAsync(db => db.ChannelLinks.AnyAsync(l => l.ChannelId == channel.Id && l.ConnectedAt != null)));

        var page = await TextAsync(admin, $"/settings/channels/{channel.Id}");
        page.ShouldContain(">connected<");
        page.ShouldContain($"/deliveries/mailbox/{channel.Id}");
        page.ShouldNotContain(_server.Password);
        (await CheckAsync(admin, $"/settings/channels/{channel.Id}", Form(""))).ShouldContain("Dovecot lets us in");
    }

    [Fact]
    public async Task Mailbox_page_tells_what_is_not_filed_and_why_and_fetches_on_request()
    {
        await _server.PutAsync(Box, [Mail("old1"), Mail("old2")], default);
        var channel = await OpenAsync();
        await Eventually.IsAsync(() => app.QueryAsync(db => db.ChannelLinks.AnyAsync(l => l.ChannelId == channel.Id && l.Cursor != null)));
        await _server.PutAsync(Box, [Mail("new"), Encoding.UTF8.GetBytes("Subject: Nobody wrote this\n\nNo sender.\n")], default);
        await Eventually.IsAsync(
            () => app.QueryAsync(async db => await db.InboundDeliveries.CountAsync(d => d.ChannelId == channel.Id && (d.State == InboundState.Filed || d.State == InboundState.Parked)) == 2));
        var agent = await app.SignInAsync(Role.Agent, _owner.Id);

        (await TextAsync(agent, "/deliveries")).ShouldContain($"/deliveries/mailbox/{channel.Id}");
        var look = await TextAsync(agent, $"/deliveries/mailbox/{channel.Id}?handler=Look");

        Counts(look).ShouldBe(["in the mailbox 4", "filed 1", "parked: cannot be read 1", "from before the first connection 2"], ignoreOrder: true);
        look.ShouldContain("Nobody wrote this");
        look.ShouldContain("This mail names no sender");
        look.ShouldContain("Kettle old1");
        look.ShouldNotContain("Kettle new");

        var epoch = await app.QueryAsync(db => db.RemoteItems.Where(i => i.ChannelId == channel.Id).Select(i => i.Epoch).FirstAsync());
        var fetched = await InboxApp.PostAsync(agent, $"/deliveries/mailbox/{channel.Id}?handler=Fetch", ("epoch", Text(epoch)), ("numbers", "1"));
        fetched.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsAsync(() => app.QueryAsync(db => db.Messages.AnyAsync(m => m.ExternalId == "old1@mail.example")));
    }

    [Fact]
    public async Task Mailbox_page_is_for_those_who_work_for_its_department()
    {
        var channel = await OpenAsync();
        var other = new Department { Name = "Other", Key = "other" + Guid.NewGuid().ToString("N")[..6] };
        await app.InsertAsync(other);
        foreach (var browser in new[] { await app.SignInAsync(Role.Agent, other.Id), await app.SignInAsync(Role.Marketing) })
        {
            (await browser.GetAsync(new Uri($"/deliveries/mailbox/{channel.Id}", UriKind.Relative))).StatusCode.ShouldNotBe(HttpStatusCode.OK);
            (await browser.GetAsync(new Uri($"/deliveries/mailbox/{channel.Id}?handler=Look", UriKind.Relative))).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        }

        var stranger = await app.SignInAsync(Role.Agent, other.Id);
        (await InboxApp.PostAsync(stranger, "/account", [])).Dispose();
        using var form = new FormUrlEncodedContent([new("epoch", "1"), new("numbers", "1")]);
        (await stranger.PostAsync(new Uri($"/deliveries/mailbox/{channel.Id}?handler=Fetch", UriKind.Relative), form)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.QueryAsync(db => db.RemoteItems.AnyAsync(i => i.ChannelId == channel.Id && i.State == RemoteState.Wanted))).ShouldBeFalse();
    }

    [Fact]
    public async Task Mailbox_that_cannot_be_reached_is_said_on_its_page_in_plain_words()
    {
        var channel = await OpenAsync(("imapPassword", "wrong"));
        var agent = await app.SignInAsync(Role.Agent, _owner.Id);

        (await TextAsync(agent, $"/deliveries/mailbox/{channel.Id}?handler=Look")).ShouldContain("refuses this user and password");
        await Eventually.IsAsync(async () => (await TextAsync(agent, $"/deliveries/mailbox/{channel.Id}")).Contains("is-late", StringComparison.Ordinal));
    }

    private async Task<Channel> OpenAsync(params (string Name, JsonNode Value)[] settings)
    {
        var json = new JsonObject { ["imapHost"] = _server.Host, ["imapPort"] = _server.ImapPort, ["imapSecurity"] = "none", ["imapUser"] = Box, ["imapPassword"] = _server.Password };
        foreach (var (name, value) in settings)
        {
            json[name] = value;
        }

        var key = "c" + Guid.NewGuid().ToString("N")[..8];
        var channel = new Channel { Key = key, Name = "Help mail", Kind = "email", DepartmentId = _owner.Id, Address = key + "@inbox.test", Settings = json.ToJsonString() };
        await app.InsertAsync(channel);
        app.Services.GetRequiredService<Rulebook>().Forget();
        return channel;
    }

    private (string Name, string Value)[] Form(string password) =>
    [
        ("Input.Kind", "email"), ("Input.Email.ImapHost", _server.Host), ("Input.Email.ImapPort", Text(_server.ImapPort)), ("Input.Email.ImapSecurity", "none"),
        ("Input.Email.ImapUser", Box), ("Input.Email.ImapPassword", password), ("Input.Email.ImapFolder", "INBOX"), ("Input.Email.ImapAfter", "leave"), ("Input.Email.ImapDays", "0"),
        ("Input.Email.SmtpSecurity", "starttls"),
    ];

    private static async Task<string> CheckAsync(HttpClient browser, string page, (string Name, string Value)[] fields)
    {
        var answer = await InboxApp.PostAsync(browser, page + (page.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "handler=CheckMailbox", fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> TextAsync(HttpClient browser, string page) => WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(page, UriKind.Relative)));

    /// <summary>What stands in the list of counts, as "words number".</summary>
    private static List<string> Counts(string look) =>
    [
        .. look.Split("<dt>").Skip(1).Select(part => $"{part[..part.IndexOf("</dt>", StringComparison.Ordinal)]} {part.Split("<dd")[1].Split('>')[1].Split('<')[0]}"),
    ];

    private static byte[] Mail(string name) => Encoding.UTF8.GetBytes(Mails.Of(from: $"{name} <{name}@mail.example>", id: name + "@mail.example", subject: "Kettle " + name));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
