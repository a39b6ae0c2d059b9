using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Sla;
using Inbox.Core.Webhooks;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Webhooks;

/// <summary>Calls that are owed to a webhook, made by the real worker to a real server.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private static readonly Actor Admin = new(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);
    private Company _company = null!;
    private HttpStub _far = null!;
    private int _status = 204;

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build();
        _company = await Company.OpenAsync(configure: services => services.AddSingleton<IConfiguration>(configuration));
        _far = (await HttpStub.StartAsync()).On(HttpMethod.Post, "/hook", request => Results.StatusCode(request.Text.Contains("C-13", StringComparison.Ordinal) ? 422 : _status));
    }

    public async Task DisposeAsync()
    {
        await _company.DisposeAsync();
        await _far.DisposeAsync();
    }

    [Fact]
    public async Task Calls_are_made_in_order_and_after_trouble_again_with_the_same_id()
    {
        var hook = await SaveAsync();
        await OweAsync(hook, 1, 2, 3);
        _status = 503;
        await _company.RunAsync<WebhookWorker>();
        await Eventually.IsAsync(async () => (await HookAsync(hook)).Failures == 1);
        _far.Requests.Count.ShouldBe(1);

        _status = 204;
        _company.Clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.IsAsync(() => Task.FromResult(_far.Requests.Count == 4));

        _far.Requests.Select(r => r.Headers["webhook-id"]).ShouldBe(["msg_1", "msg_1", "msg_2", "msg_3"]);
        await Eventually.IsAsync(async () => await _company.DbAsync(db => db.WebhookDeliveries.CountAsync(d => d.State == WebhookState.Sent)) == 3);
        var fine = await HookAsync(hook);
        (fine.Failures, fine.FailsSince, fine.Problem).ShouldBe((0, null, null));
    }

    [Fact]
    public async Task Call_that_is_refused_waits_alone_and_an_admin_tries_it_again()
    {
        var hook = await SaveAsync();
        await OweAsync(hook, 13, 14);
        await _company.RunAsync<WebhookWorker>();
        await Eventually.IsAsync(async () => await _company.DbAsync(db => db.WebhookDeliveries.AnyAsync(d => d.Key == "msg_14" && d.State == WebhookState.Sent)));

        var refused = await _company.DbAsync(db => db.WebhookDeliveries.AsNoTracking().SingleAsync(d => d.Key == "msg_13"));
        (refused.State, refused.Attempts).ShouldBe((WebhookState.Pending, 1));
        refused.Detail.ShouldNotBeNull().ShouldStartWith("It answered 422");
        (await _company.SendAsync(new RetryWebhook.Command(hook, refused.Id, Admin))).IsOk.ShouldBeTrue();
        await Eventually.IsAsync(() => Task.FromResult(_far.Requests.Count(r => r.Headers["webhook-id"] == "msg_13") == 2));
    }

    [Fact]
    public async Task Call_is_given_up_after_a_day_and_admins_are_told_once()
    {
        var ada = await _company.DbAsync(async db =>
        {
            var agent = db.Users.Add(new Agent { DisplayName = "Ada", UserName = "ada@agents.example", NormalizedUserName = "ADA@AGENTS.EXAMPLE", Email = "ada@agents.example", NormalizedEmail = "ADA@AGENTS.EXAMPLE", Role = Role.Admin }).Entity;
            await db.SaveChangesAsync();
            return agent.Id;
        });
        var hook = await SaveAsync();
        await OweAsync(hook, 1, 2);
        _status = 500;
        _company.Clock.Advance(TimeSpan.FromHours(25));
        await _company.RunAsync<WebhookWorker>();
        await Eventually.IsAsync(async () => await _company.DbAsync(db => db.WebhookDeliveries.CountAsync(d => d.State == WebhookState.Failed)) == 2);

        var told = await _company.DbAsync(db => db.Notifications.AsNoTracking().SingleAsync());
        (told.AgentId, told.Text).ShouldBe((ada, "The webhook Board has not worked for a day, and calls are given up: It answered 500 Internal Server Error"));
    }

    [Fact]
    public async Task Address_and_secret_are_stored_protected_and_told_once()
    {
        var saved = (await _company.SendAsync(Command())).Value;
        saved.Secret.ShouldNotBeNull().ShouldStartWith("whsec_");

        var stored = await HookAsync(saved.Id);
        stored.Address.ShouldNotContain("/hook");
        stored.Secret.ShouldNotBeNull().ShouldNotContain(saved.Secret["whsec_".Length..]);
        stored.Host.ShouldBe(_far.Url.GetLeftPart(UriPartial.Authority));
        (await _company.SendAsync(Command() with { Id = saved.Id, Address = "" })).Value.Secret.ShouldBeNull();
        (await HookAsync(saved.Id)).Address.ShouldBe(stored.Address);
        (await _company.SendAsync(Command() with { Id = saved.Id, Revision = 1, NewSecret = true })).Value.Secret.ShouldNotBeNull();
    }

    [Fact]
    public async Task Webhook_that_a_policy_calls_is_not_deleted()
    {
        var hook = await SaveAsync();
        await _company.SetAsync(async db => (await db.SlaPolicies.SingleAsync()).Steps = [new(1, SlaMetric.FirstReply, StepTime.Due, EscalationAction.CallWebhook) { WebhookId = hook }]);

        (await _company.SendAsync(new DeleteWebhook.Command(hook, Admin))).Error!.Message.ShouldContain("“Standard” calls Board");
        await _company.SetAsync(async db => (await db.SlaPolicies.SingleAsync()).Steps = []);
        (await _company.SendAsync(new DeleteWebhook.Command(hook, Admin))).IsOk.ShouldBeTrue();
    }

    private SaveWebhook.Command Command() => new(Id: null, 0, "Board", WebhookFormat.Json, new Uri(_far.Url, "/hook").AbsoluteUri, NewSecret: false, Admin);

    private async Task<long> SaveAsync() => (await _company.SendAsync(Command())).Value.Id;

    private Task<Webhook> HookAsync(long id) => _company.DbAsync(db => db.Webhooks.AsNoTracking().SingleAsync(w => w.Id == id));

    private Task<int> OweAsync(long hook, params int[] cases) => _company.DbAsync(async db =>
    {
        var now = Core.Clock.Now(_company.Clock);
        foreach (var id in cases)
        {
            db.WebhookDeliveries.Add(new WebhookDelivery
            {
                WebhookId = hook,
                Key = $"msg_{id}",
                Facts = [new EscalationFact(id, SlaMetric.FirstReply, 1, Late: true, now, now, "Support", Priority.Normal, 0, Assignee: null, $"C-{id}: First reply is late")],
                NotBefore = now,
                CreatedAt = now,
            });
            await db.SaveChangesAsync();
        }

        return cases.Length;
    });
}
