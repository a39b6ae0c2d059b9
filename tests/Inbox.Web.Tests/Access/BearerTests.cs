using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Testing;
using Inbox.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Access;

public sealed class BearerTests(BearerTests.App app) : IClassFixture<BearerTests.App>
{
    [Theory]
    [InlineData(null)]
    [InlineData("inbox_made-up")]
    public async Task Missing_or_unknown_token_is_a_401_problem(string? token)
    {
        var answer = await app.ApiClient(token).GetAsync("/api/test/me");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32().ShouldBe(401);
    }

    [Fact]
    public async Task Session_of_a_browser_does_not_open_the_api()
    {
        var browser = await app.SignInAsync(Role.Admin);

        (await browser.GetAsync("/api/test/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Token_does_not_open_a_page()
    {
        var program = await app.ApiClientAsync();

        (await program.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Token_acts_in_its_role_until_it_is_revoked()
    {
        var made = (await app.SendAsync(new CreateToken.Command("shop", Role.Agent, DepartmentId: null, Actor.System))).Value;
        var program = app.ApiClient(made.Token);
        (await program.GetStringAsync("/api/test/me")).ShouldBe("shop Agent True");

        await app.SendAsync(new RevokeToken.Command(made.Id, Actor.System));

        await Eventually.IsAsync(async () => (await program.GetAsync("/api/test/me")).StatusCode == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Agent_can_make_no_token()
    {
        var agent = new Actor(1, "Ana", Role.Agent, []);

        var refused = await app.SendAsync(new CreateToken.Command("mine", Role.Admin, DepartmentId: null, agent));

        refused.Error!.Code.ShouldBe("admins_only");
    }

    [Fact]
    public async Task Unknown_address_of_the_api_is_a_404_problem()
    {
        var program = await app.ApiClientAsync();

        var answer = await program.GetAsync("/api/v1/nothing-here");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Invalid_command_is_a_422_problem_with_messages_by_the_field()
    {
        var program = await app.ApiClientAsync();

        var answer = await program.GetAsync("/api/test/invalid");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        errors.GetProperty("displayName")[0].GetString().ShouldBe("Say the name.");
    }

    /// <summary>With two endpoints that only say who asks and send what is not valid.</summary>
    public sealed class App : InboxApp
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, Endpoints>());
        }

        private sealed class Endpoints : IStartupFilter
        {
            public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
            {
                next(app);
                app.UseEndpoints(endpoints =>
                {
                    endpoints.MapGet("/api/test/me", (HttpContext context) => $"{context.GetActor().Name} {context.GetActor().Role} {context.GetActor().Everywhere}");
                    endpoints.MapGet("/api/test/invalid", async (MediatR.IMediator mediator) =>
                        await mediator.Send(new CreateAgent.Command("new@example.com", "", Role.Agent, [], Password: null, Actor.System)));
                });
            };
        }
    }
}
