using System.Text.Json;
using Inbox.Channels.Http;
using Inbox.Channels.Webhooks;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Sla;
using Inbox.Core.Webhooks;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Inbox.Channels.Tests.Webhooks;

public sealed class WebhookSenderTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);
    private HttpStub _far = null!;

    public async Task InitializeAsync() => _far = await HttpStub.StartAsync();

    public async Task DisposeAsync() => await _far.DisposeAsync();

    /// <summary>The example of the specification's own libraries.</summary>
    [Fact]
    public void Signature_is_that_of_standard_webhooks() =>
        WebhookSignature.Of(Secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""u8).ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public async Task Call_is_signed_over_what_arrives()
    {
        _far.On(HttpMethod.Post, "/hook", _ => Results.NoContent());

        (await SendAsync(Call(WebhookFormat.Json, Fact()))).Outcome.ShouldBe(WebhookOutcome.Sent);

        var request = _far.Requests.ShouldHaveSingleItem();
        request.Headers["webhook-id"].ShouldBe("msg_1");
        request.Headers["webhook-timestamp"].ShouldBe("1780304400");
        request.Headers["webhook-signature"].ShouldBe(WebhookSignature.Of(Secret, "msg_1", "1780304400", request.Body.Span));
        using var body = JsonDocument.Parse(request.Body);
        body.RootElement.GetProperty("type").GetString().ShouldBe("case.escalated");
        var step = body.RootElement.GetProperty("data").GetProperty("steps")[0];
        step.GetProperty("case").GetString().ShouldBe("C-17");
        step.GetProperty("url").GetString().ShouldBe("https://inbox.acme.example/cases/C-17");
        step.GetProperty("metric").GetString().ShouldBe("firstReply");
    }

    [Fact]
    public async Task Slack_and_teams_get_their_own_words_with_a_link()
    {
        _far.On(HttpMethod.Post, "/hook", _ => Results.Ok());
        await SendAsync(Call(WebhookFormat.Slack, Fact() with { Department = "R&D <lab>" }));
        await SendAsync(Call(WebhookFormat.Teams, Fact()));

        _far.Requests[0].Text.ShouldBe("""{"text":"<https://inbox.acme.example/cases/C-17|C-17: First reply is late> (R&amp;D &lt;lab&gt;, High, Ana)"}""");
        using var card = JsonDocument.Parse(_far.Requests[1].Body);
        card.RootElement.GetProperty("attachments")[0].GetProperty("content").GetProperty("body")[0].GetProperty("text").GetString()
            .ShouldBe("[C-17: First reply is late](https://inbox.acme.example/cases/C-17) (Support, High, Ana)");
        _far.Requests.ShouldAllBe(r => !r.Headers.ContainsKey("webhook-signature"));
    }

    [Theory]
    [InlineData(500, WebhookOutcome.Unreachable)]
    [InlineData(429, WebhookOutcome.Unreachable)]
    [InlineData(302, WebhookOutcome.Unreachable)]
    [InlineData(400, WebhookOutcome.Refused)]
    [InlineData(410, WebhookOutcome.Refused)]
    public async Task What_the_far_side_says_tells_whether_others_may_pass(int status, WebhookOutcome outcome)
    {
        _far.On(HttpMethod.Post, "/hook", _ => new Answer(status));

        var result = await SendAsync(Call(WebhookFormat.Json, Fact()));

        (result.Outcome, result.After).ShouldBe((outcome, TimeSpan.FromSeconds(90)));
        result.Said.ShouldNotBeNull().ShouldStartWith($"It answered {status}");
        result.Said.Length.ShouldBeLessThan(600);
    }

    [Theory]
    [InlineData("http://93.184.216.34/hook")]
    [InlineData("https://10.0.0.7/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://user:word@example.com/hook")]
    [InlineData("ftp://example.com/hook")]
    [InlineData("example.com")]
    public async Task Address_of_the_own_network_or_without_https_is_never_called(string address)
    {
        var sender = Sender(allowPrivate: false);

        sender.Refuse(address).ShouldNotBeNull();
        (await sender.SendAsync(Call(WebhookFormat.Json, Fact()) with { Address = address }, default)).Outcome.ShouldBe(WebhookOutcome.Unreachable);
    }

    /// <summary>A name may lead anywhere by the time it is called, so the connection itself looks.</summary>
    [Fact]
    public async Task Name_that_leads_to_the_own_network_is_refused_on_connecting()
    {
        var sender = Sender(allowPrivate: false);
        var address = $"https://localhost:{_far.Url.Port}/hook";

        sender.Refuse(address).ShouldBeNull();
        (await sender.SendAsync(Call(WebhookFormat.Json, Fact()) with { Address = address }, default)).Said.ShouldNotBeNull().ShouldContain("private address");
        _far.Requests.ShouldBeEmpty();
    }

    private static EscalationFact Fact() => new(17, SlaMetric.FirstReply, 1, Late: true, Now, Now, "Support", Priority.High, 1, "Ana", "C-17: First reply is late");

    private static WebhookSender Sender(bool allowPrivate)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", allowPrivate ? "true" : "false")]).Build());
        var provider = services.AddGuardedHttp().BuildServiceProvider();
        return new WebhookSender(provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<IOptions<GuardedHttpOptions>>(), new WebhookBody(PublicAddress.Of("https://inbox.acme.example/")));
    }

    private Task<WebhookResult> SendAsync(WebhookCall call) => Sender(allowPrivate: true).SendAsync(call, default);

    private WebhookCall Call(WebhookFormat format, params EscalationFact[] facts) =>
        new("msg_1", new Uri(_far.Url, "/hook").AbsoluteUri, format, format == WebhookFormat.Json ? Secret : null, Now, facts);

    private sealed class Answer(int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.Headers.RetryAfter = "90";
            httpContext.Response.Headers.Location = "/elsewhere";
            return httpContext.Response.WriteAsync(new string('x', 10_000));
        }
    }
}
