using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Sla;
using Inbox.Core.Webhooks;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Settings;

/// <summary>Webhooks and the ladders that call them, as an administrator sets them up.</summary>
public sealed class WebhookPagesTests(InboxApp app) : IClassFixture<InboxApp>
{
    [Fact]
    public async Task Secret_is_shown_once_and_the_address_never_again()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var made = await InboxApp.PostAsync(admin, "/settings/webhooks/new", ("Input.Name", "Board"), ("Input.Format", "Json"), ("Input.Address", "https://board.example/hook/s3cret"));
        var shown = await made.Content.ReadAsStringAsync();
        shown.ShouldContain("whsec_");
        made.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var hook = await app.QueryAsync(db => db.Webhooks.SingleAsync(w => w.Name == "Board"));

        var page = await admin.GetStringAsync(new Uri($"/settings/webhooks/{hook.Id}", UriKind.Relative));
        page.ShouldContain("https://board.example");
        page.ShouldNotContain("s3cret");
        page.ShouldNotContain("whsec_");
        (await admin.GetStringAsync(new Uri("/settings/webhooks", UriKind.Relative))).ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData("", "Give the address to call.")]
    [InlineData("http://board.example/hook", "Use https.")]
    [InlineData("https://192.168.1.4/hook", "private address")]
    public async Task Address_that_cannot_be_called_is_refused_in_words(string address, string words)
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await InboxApp.PostAsync(admin, "/settings/webhooks/new", ("Input.Name", "Wrong"), ("Input.Format", "Slack"), ("Input.Address", address));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }

    [Fact]
    public async Task Test_says_why_it_did_not_get_through()
    {
        var hook = await HookAsync("Nowhere");
        var admin = await app.SignInAsync(Role.Admin);

        var tried = await InboxApp.PostAsync(admin, $"/settings/webhooks/{hook}?handler=Try");

        (await tried.Content.ReadAsStringAsync()).ShouldContain("is-late");
    }

    [Fact]
    public async Task Calls_that_fail_are_listed_with_their_error_and_tried_again()
    {
        var hook = await HookAsync("Broken");
        var now = DateTimeOffset.UtcNow;
        await app.InsertAsync(new WebhookDelivery
        {
            WebhookId = hook,
            Key = "msg_listed",
            Facts = [new EscalationFact(17, SlaMetric.FirstReply, 1, Late: true, now, now, "Support", Core.Cases.Priority.High, 1, Assignee: null, "C-17: First reply is late")],
            State = WebhookState.Failed,
            Attempts = 9,
            NotBefore = now,
            CreatedAt = now.AddDays(-2),
            Detail = "It answered 500 Internal Server Error",
        });
        var admin = await app.SignInAsync(Role.Admin);
        var page = await admin.GetStringAsync(new Uri($"/settings/webhooks/{hook}", UriKind.Relative));
        page.ShouldContain("C-17: First reply is late");
        page.ShouldContain("It answered 500 Internal Server Error");
        page.ShouldContain("given up");

        (await InboxApp.PostAsync(admin, $"/settings/webhooks/{hook}?handler=Retry")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await app.QueryAsync(db => db.WebhookDeliveries.SingleAsync(d => d.Key == "msg_listed"))).Attempts.ShouldBeGreaterThanOrEqualTo(9);
    }

    [Fact]
    public async Task Steps_are_added_moved_and_removed_before_anything_is_saved()
    {
        var admin = await app.SignInAsync(Role.Admin);
        (string, string)[] two = [.. Row(0, "75", "Share", "NotifyLead"), .. Row(1, "2h", "After", "RaiseLevel")];

        var added = await StepsAsync(admin, "add", two);
        added.ShouldContain("Input.Steps[2].Amount");
        var moved = await StepsAsync(admin, "down:0", two);
        moved.IndexOf("value=\"2h\"", StringComparison.Ordinal).ShouldBeLessThan(moved.IndexOf("value=\"75\"", StringComparison.Ordinal));
        var removed = await StepsAsync(admin, "remove:0", two);
        removed.ShouldNotContain("value=\"75\"");
        removed.ShouldContain("name=\"Input.Steps[0].Amount\" value=\"2h\"");
        (await StepsAsync(admin, "up:0", two)).ShouldContain("name=\"Input.Steps[0].Amount\" value=\"75\"");
    }

    [Fact]
    public async Task Step_that_lacks_something_is_told_beside_its_row()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await InboxApp.PostAsync(admin, "/settings/sla/new", [
            ("Input.Name", "Ladder"), ("Input.Targets[0].Metric", "FirstReply"), ("Input.Targets[0].Normal", "1h"),
            .. Row(0, "30m", "Before", "CallWebhook"), .. Row(1, "100", "Share", "SendMail"), ("Input.Steps[1].Address", "nobody")]);

        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.ShouldContain("id=\"step-wrong-0\">Choose a webhook.");
        html.ShouldContain("id=\"step-wrong-1\">Give one mail address");
        html.ShouldContain("href=\"#Input_Steps_0_\"");
    }

    private static (string, string)[] Row(int i, string amount, string when, string action) =>
        [($"Input.Steps[{i}].Metric", "FirstReply"), ($"Input.Steps[{i}].Amount", amount), ($"Input.Steps[{i}].When", when), ($"Input.Steps[{i}].Action", action)];

    private static async Task<string> StepsAsync(HttpClient admin, string act, (string, string)[] rows) =>
        await (await InboxApp.PostAsync(admin, "/settings/sla/new?handler=Steps", [.. rows, ("act", act)])).Content.ReadAsStringAsync();

    private async Task<long> HookAsync(string name)
    {
        var saved = await app.SendAsync(new SaveWebhook.Command(Id: null, 0, name, WebhookFormat.Slack, "https://localhost:1/hook", NewSecret: false, Actor.System));
        return saved.Value.Id;
    }
}
