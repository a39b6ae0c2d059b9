using System.Net;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Intake;
using Inbox.Testing;
using Inbox.Web.Tests.Api;

namespace Inbox.Web.Tests.Deliveries;

public sealed class DeliveriesTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string NoSender = "Subject: Who am I\r\n\r\nHello\r\n";

    [Fact]
    public async Task Parked_mail_is_seen_downloaded_tried_again_and_discarded()
    {
        var id = (await app.DeliverAsync(NoSender)).GetProperty("id").GetInt64();
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);

        (await agent.GetStringAsync("/deliveries")).ShouldContain($"delivery-{id}");
        (await agent.GetStringAsync($"/deliveries/{id}/raw")).ShouldBe(NoSender);
        (await PostAsync(agent, $"/deliveries?handler=Retry&id={id}&state=parked")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.DecidedAsync(id)).Text("state").ShouldBe("parked");
        (await PostAsync(agent, $"/deliveries?handler=Discard&id={id}&state=parked", ("Reason", "A test of the mail server."))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var ignored = await app.DecidedAsync(id);
        ignored.Text("state").ShouldBe("ignored");
        ignored.Text("error")!.ShouldContain("A test of the mail server.");
    }

    [Fact]
    public async Task Held_mail_is_let_in()
    {
        var last = default(JsonElement);
        for (var i = 0; i < 21; i++)
        {
            last = await app.DeliverAsync(Mails.Of(from: "flood@mail.example", subject: $"Flood {i}"));
        }

        var id = last.GetProperty("id").GetInt64();
        last.Text("state").ShouldBe("held");

        (await app.SendAsync(new RetryDelivery.Command(id, Actor.System))).Error!.Code.ShouldBe("not_parked");
        (await app.SendAsync(new ReleaseDelivery.Command(id, Actor.System))).IsOk.ShouldBeTrue();

        (await app.DecidedAsync(id)).Text("state").ShouldBe("filed");
    }

    [Fact]
    public async Task Deliveries_of_other_departments_are_hidden()
    {
        var id = (await app.DeliverAsync("Subject: Nobody's\r\n\r\nHello\r\n")).GetProperty("id").GetInt64();
        var billing = await app.SignInAsync(Role.Agent, app.Billing.Id);

        (await billing.GetStringAsync("/deliveries")).ShouldNotContain($"delivery-{id}");
        (await billing.GetAsync($"/deliveries/{id}/raw")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(billing, $"/deliveries?handler=Retry&id={id}&state=parked")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Contractors_and_marketing_do_not_open_the_page()
    {
        (await (await app.SignInAsync(Role.Agent, app.Repair.Id)).GetAsync("/deliveries")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await (await app.SignInAsync(Role.Marketing)).GetAsync("/deliveries")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await browser.PostAsync(new Uri(address, UriKind.Relative), form);
    }
}
