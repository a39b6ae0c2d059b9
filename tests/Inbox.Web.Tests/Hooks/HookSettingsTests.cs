using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Testing;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Hooks;

/// <summary>How an administrator sets webhooks up.</summary>
public sealed class HookSettingsTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Secrets_are_stored_protected_kept_when_blank_and_forgotten_on_demand()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var door = await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Key == "support"));
        await SaveAsync(admin, door, ("Input.Email.HookUser", "inbox"), ("Input.Email.HookPassword", "pass"), ("Input.Email.MailgunSecret", "signing"), ("Input.Email.AuthServers", "mx.acme.example"));
        var first = await SettingsAsync();

        first.ShouldNotContain("signing");
        first.ShouldContain("mx.acme.example");
        var page = await admin.GetStringAsync(new Uri($"/settings/channels/{door.Id}", UriKind.Relative));
        page.ShouldContain("/hooks/mail/support/mailgun/mime");
        page.ShouldNotContain("signing\"");

        await SaveAsync(admin, door, ("Input.Email.HookUser", "inbox"));
        (await SettingsAsync()).ShouldContain("mailgunSecret");
        await SaveAsync(admin, door, ("Input.Email.HookUser", ""), ("Input.Email.ForgetHookSecrets", "true"));
        (await SettingsAsync()).ShouldNotContain("mailgunSecret");
    }

    [Fact]
    public async Task Key_that_is_none_is_told_at_its_field()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var door = await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Key == "complaints"));

        var page = await (await SaveAsync(admin, door, ("Input.Email.SendGridKey", "nonsense"))).Content.ReadAsStringAsync();

        page.ShouldContain("not the public key that SendGrid shows");
    }

    private Task<string> SettingsAsync() => app.QueryAsync(db => db.Channels.Where(c => c.Key == "support").Select(c => c.Settings).SingleAsync());

    private async Task<HttpResponseMessage> SaveAsync(HttpClient admin, Channel door, params (string, string)[] fields)
    {
        var revision = await app.QueryAsync(db => db.Channels.Where(c => c.Id == door.Id).Select(c => c.Revision).SingleAsync());
        return await InboxApp.PostAsync(
            admin,
            $"/settings/channels/{door.Id}",
            [
                ("Input.Revision", revision.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Input.Kind", "email"), ("Input.Key", door.Key), ("Input.Name", door.Name),
                ("Input.DepartmentId", door.DepartmentId.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Input.Address", door.Address), ("Input.ReopenDays", "14"),
                ("Input.Email.SmtpPort", "587"), ("Input.Email.SmtpSecurity", "starttls"), .. fields,
            ]);
    }
}
