using Inbox.Channels.Email;
using Inbox.Channels.Http;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Email;

public sealed class OAuthTokensTests : IAsyncLifetime
{
    private readonly TestClock _clock = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private HttpStub _stub = null!;
    private ServiceProvider _services = null!;
    private OAuthTokens _tokens = null!;
    private readonly List<string> _kept = [];
    private int _asked;

    public async Task InitializeAsync()
    {
        _stub = await HttpStub.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build());
        services.AddGuardedHttp();
        _services = services.BuildServiceProvider();
        _tokens = new OAuthTokens(_services.GetRequiredService<IHttpClientFactory>(), KeepAsync, _clock);
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _stub.DisposeAsync();
    }

    [Fact]
    public async Task Refresh_token_that_is_replaced_is_stored_and_used_from_then_on()
    {
        Answer(() => Results.Json(new { access_token = $"t{++_asked}", refresh_token = $"r{_asked + 1}", expires_in = 3600 }));

        await GetAsync();
        _clock.Advance(TimeSpan.FromHours(2));
        await GetAsync();

        _kept.ShouldBe(["r1 → r2", "r1 → r3"]);
        _stub.Requests.Select(r => r.Text.Split('&')[1]).ShouldBe(["refresh_token=r1", "refresh_token=r2"]);
    }

    [Fact]
    public async Task Token_is_kept_until_shortly_before_it_expires()
    {
        Answer(() => Results.Json(new { access_token = $"t{++_asked}", expires_in = 3600 }));

        (await GetAsync()).Token.ShouldBe("t1");
        _clock.Advance(TimeSpan.FromMinutes(57));
        (await GetAsync()).Token.ShouldBe("t1");
        _clock.Advance(TimeSpan.FromMinutes(2));
        (await GetAsync()).Token.ShouldBe("t2");

        _stub.Requests[0].Text.ShouldBe("grant_type=refresh_token&refresh_token=r1&client_id=inbox&client_secret=s%261&scope=smtp");
    }

    [Fact]
    public async Task Those_who_need_it_together_ask_once()
    {
        Answer(() => Results.Json(new { access_token = $"t{Interlocked.Increment(ref _asked)}", expires_in = 3600 }));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GetAsync()));

        answers.ShouldAllBe(a => a.Token == "t1");
        _stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Token_that_a_server_refused_is_replaced()
    {
        Answer(() => Results.Json(new { access_token = $"t{++_asked}", expires_in = "3600" }));

        await GetAsync();

        (await _tokens.GetAsync(Grant(), default, refused: "t1")).Token.ShouldBe("t2");
    }

    [Fact]
    public async Task New_refresh_token_takes_the_place_of_the_old_one()
    {
        Answer(() => Results.Json(new { access_token = "t", refresh_token = "r2", expires_in = 0 }));

        await GetAsync();
        await GetAsync();

        _stub.Requests[1].Text.ShouldContain("refresh_token=r2");
    }

    [Theory]
    [InlineData("""{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""", 400, "no longer good", true)]
    [InlineData("""{"error":"invalid_client"}""", 401, "does not know the client id", true)]
    [InlineData("""{"error":"slow_down"}""", 400, "slow_down", false)]
    [InlineData("<html>busy</html>", 503, "answered 503", false)]
    [InlineData("<html>fine</html>", 200, "answered without one", false)]
    public async Task Refusal_is_told_in_plain_words(string body, int status, string words, bool permanent)
    {
        Answer(() => Results.Text(body, "application/json", statusCode: status));

        var answer = await GetAsync();

        answer.Token.ShouldBeNull();
        answer.Problem!.ShouldContain(words);
        answer.Permanent.ShouldBe(permanent);
        answer.Problem!.ShouldNotContain("r1");
    }

    [Fact]
    public async Task Provider_that_cannot_be_reached_is_named()
    {
        var port = FreePort.Take(1)[0];

        (await _tokens.GetAsync(Grant() with { TokenUrl = $"http://localhost:{port}/token" }, default)).Problem!.ShouldContain("localhost could not be asked");
    }

    private void Answer(Func<IResult> answer) => _stub.On(HttpMethod.Post, "/token", _ => answer());

    private Task<OAuthAnswer> GetAsync() => _tokens.GetAsync(Grant(), default);

    private OAuthGrant Grant() => new($"{_stub.Url}token", "inbox", "s&1", "r1", "smtp");

    private Task KeepAsync(string old, string next, CancellationToken cancellationToken)
    {
        _kept.Add($"{old} → {next}");
        return Task.CompletedTask;
    }
}
