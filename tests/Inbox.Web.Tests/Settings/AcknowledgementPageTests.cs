using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Departments;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Settings;

public sealed class AcknowledgementPageTests(InboxApp app) : IClassFixture<InboxApp>
{
    [Fact]
    public async Task Words_are_saved_and_wrong_placeholders_come_back_beside_them()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var id = await OpenChannelAsync(admin, "ack-a");
        var page = $"/settings/channels/{id}?handler=Acknowledge";

        var wrong = await InboxApp.PostAsync(admin, page, ("Words.Revision", "0"), ("Words.Enabled", "true"), ("Words.Subject", "Got it {nummer}"), ("Words.Text", "Hello {name}"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var html = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        html.ShouldContain("{nummer} stands for nothing. There are: {number}, {subject}");
        html.ShouldContain("value=\"Got it {nummer}\"");
        (await InboxApp.PostAsync(admin, page, ("Words.Revision", "0"), ("Words.Enabled", "true"), ("Words.Subject", "Got it [{number}]"), ("Words.Text", "Hello {name}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var saved = await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Id == id));
        saved.Acknowledgement.ShouldBe(new Acknowledgement(true, "Got it [{number}]", "Hello {name}"));
        (await InboxApp.PostAsync(admin, page, ("Words.Revision", "0"), ("Words.Enabled", "false"), ("Words.Subject", "x"), ("Words.Text", "y"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Example_is_filled_in_as_it_is_typed()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var id = await OpenChannelAsync(admin, "ack-b");

        var example = await InboxApp.PostAsync(admin, $"/settings/channels/{id}?handler=Example", ("Words.Subject", "Got it [{number}]"), ("Words.Text", "Hello {name} {foo}"));

        var html = WebUtility.HtmlDecode(await example.Content.ReadAsStringAsync());
        html.ShouldContain("Got it [C-1042]");
        html.ShouldContain("Hello Nora Vale {foo}");
        html.ShouldContain("{foo} stands for nothing");
    }

    [Fact]
    public async Task Trying_it_out_says_what_stands_in_the_way()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var port = FreePort.Take(1)[0];
        var id = await OpenChannelAsync(admin, "ack-c", ("Input.Email.SmtpHost", "localhost"), ("Input.Email.SmtpPort", $"{port}"), ("Input.Email.SmtpSecurity", "tls"));

        var tried = await InboxApp.PostAsync(admin, $"/settings/channels/{id}?handler=Try");

        WebUtility.HtmlDecode(await tried.Content.ReadAsStringAsync()).ShouldContain($"localhost:{port} did not take the mail: Connection refused");
    }

    [Fact]
    public async Task Token_login_is_checked_and_its_secrets_are_never_shown_again()
    {
        var admin = await app.SignInAsync(Role.Admin);
        (string, string)[] half = [("Input.Email.SmtpHost", "smtp.mail.example"), ("Input.Email.SmtpPort", "465"), ("Input.Email.SmtpSecurity", "tls"), ("Input.Email.SmtpTokenUrl", "http://login.mail.example/token")];
        var wrong = await InboxApp.PostAsync(admin, "/settings/channels/new", [.. await ChannelAsync("ack-d"), .. half]);
        var html = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        html.ShouldContain("id=\"Input_Email_SmtpTokenUrl-error\"");
        html.ShouldContain("id=\"Input_Email_SmtpRefreshTokenSecret-error\"");

        var id = await OpenChannelAsync(
            admin, "ack-d",
            [.. half[..3], ("Input.Email.SmtpTokenUrl", "https://login.mail.example/token"), ("Input.Email.SmtpUser", "support@mail.example"), ("Input.Email.SmtpClientId", "inbox"), ("Input.Email.SmtpClientSecret", "hush-1"), ("Input.Email.SmtpRefreshTokenSecret", "hush-2")]);

        (await admin.GetStringAsync(new Uri($"/settings/channels/{id}", UriKind.Relative))).ShouldNotContain("hush-");
        (await app.QueryAsync(db => db.Channels.Where(c => c.Id == id).Select(c => c.Settings).SingleAsync())).ShouldNotContain("hush-");
    }

    [Fact]
    public async Task Customer_ends_automatic_messages_by_a_post_and_not_by_a_look()
    {
        var client = app.CreateClient();
        var (token, handle) = await AcknowledgedAsync();
        var link = new Uri($"/stop/{token}", UriKind.Relative);

        (await client.GetStringAsync(link)).ShouldContain("Send me no automatic messages");
        (await StoppedAsync(handle)).ShouldBeFalse();
        using var oneClick = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        (await client.PostAsync(link, oneClick)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StoppedAsync(handle)).ShouldBeTrue();
        using var again = new FormUrlEncodedContent([new("again", "true")]);
        await client.PostAsync(link, again);
        (await StoppedAsync(handle)).ShouldBeFalse();
        using var forged = new FormUrlEncodedContent([]);
        (await client.PostAsync(new Uri("/stop/c1.m1.1.aaaaaaaaaaaaaaaa", UriKind.Relative), forged)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<bool> StoppedAsync(string handle) => app.QueryAsync(db => db.Handles.AnyAsync(h => h.Value == handle && h.NoAutomaticSince != null));

    /// <summary>A customer who was told, as filing would have written it.</summary>
    private async Task<(string Token, string Handle)> AcknowledgedAsync()
    {
        const string Handle = "stop@mail.example";
        var tokens = app.Services.GetRequiredService<ThreadTokens>();
        var channel = await OpenChannelAsync(await app.SignInAsync(Role.Admin), "ack-e");
        var id = await app.QueryAsync(async db =>
        {
            var customer = db.Customers.Add(new Customer { Name = "Stop", CreatedAt = DateTimeOffset.UnixEpoch }).Entity;
            await db.SaveChangesAsync();
            db.Handles.Add(new Handle { CustomerId = customer.Id, Kind = "email", Value = Handle, Display = Handle });
            var message = db.Messages.Add(new Message { ChannelId = channel, Direction = Direction.Outbound, Automatic = Automatic.Acknowledgement, To = [new Party("", Handle)] }).Entity;
            await db.SaveChangesAsync();
            return message.Id;
        });
        return (tokens.Sign(1, id), Handle);
    }

    private async Task<long> OpenChannelAsync(HttpClient admin, string key, params (string, string)[] more)
    {
        (await InboxApp.PostAsync(admin, "/settings/channels/new", [.. await ChannelAsync(key), .. more])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return await app.QueryAsync(db => db.Channels.Where(c => c.Key == key).Select(c => c.Id).SingleAsync());
    }

    private async Task<(string, string)[]> ChannelAsync(string key)
    {
        var department = await app.QueryAsync(db => db.Departments.FirstOrDefaultAsync(d => d.Key == key));
        if (department is null)
        {
            department = new Department { Name = key, Key = key };
            await app.InsertAsync(department);
        }

        return [("Input.Kind", "email"), ("Input.Name", key), ("Input.Key", key), ("Input.DepartmentId", $"{department.Id}"), ("Input.Address", $"{key}@mail.example"), ("Input.ReopenDays", "14")];
    }
}
