using System.Globalization;
using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Reviews;

/// <summary>An application for which Google is a server on this machine.</summary>
public sealed class ReviewsApp : InboxApp
{
    public HttpStub Google { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Google = await HttpStub.StartAsync();
        Google.On(HttpMethod.Post, "/token", request => request.Text.Contains("refresh_token=1%2F%2Fgood", StringComparison.Ordinal)
            ? Results.Json(new { access_token = "access", expires_in = 3599 })
            : Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest));
        Google.On(HttpMethod.Get, "/v4/accounts/1034/locations/5071/reviews", _ => Results.Json(new { averageRating = 4.3, totalReviewCount = 1200 }));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        var google = Google.Url.GetLeftPart(UriPartial.Authority);
        builder.UseSetting("Inbox:AllowPrivateNetworks", "true");
        builder.UseSetting("Inbox:FarAddresses:GoogleToken", google + "/token");
        builder.UseSetting("Inbox:FarAddresses:GoogleBusiness", google + "/v4");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Google.DisposeAsync();
    }
}

public sealed class GoogleReviewSettingsTests(ReviewsApp app) : IClassFixture<ReviewsApp>, IAsyncLifetime
{
    private const string Location = "accounts/1034/locations/5071";
    private Department _owner = null!;
    private HttpClient _admin = null!;

    public async Task InitializeAsync()
    {
        _owner = new Department { Name = "Shops", Key = "shops" + Guid.NewGuid().ToString("N")[..6] };
        await app.InsertAsync(_owner);
        _admin = await app.SignInAsync(Role.Admin);
        await app.QueryAsync(db => db.Channels.Where(c => c.Kind == "google-reviews").ExecuteDeleteAsync());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_is_typed_is_saved_and_no_secret_is_shown_again()
    {
        var saved = await SaveAsync("new?kind=google-reviews", Form("1//good"));

        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        var channel = await app.QueryAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Kind == "google-reviews"));
        channel.Settings.ShouldNotContain("1//good");
        app.Services.GetRequiredService<ChannelSecrets>().TryReveal(channel.Settings, out var settings).ShouldBeTrue();
        settings.ShouldContain("\"refreshTokenSecret\":\"1//good\"");
        settings.ShouldContain("\"opensCaseUpTo\":\"2\"");
        var page = await PageAsync($"/settings/channels/{channel.Id}");
        page.ShouldContain("acme.apps.googleusercontent.com");
        page.ShouldContain("<option selected=\"selected\" value=\"2\">");
        page.ShouldContain("Leave this blank to keep it.");
        page.ShouldNotContain("1//good");
        page.ShouldNotContain("client-word");
    }

    [Fact]
    public async Task Page_says_what_to_apply_for()
    {
        var page = await PageAsync("/settings/channels/new?kind=google-reviews");

        page.ShouldContain("Apply for access to the Business Profile APIs");
        page.ShouldContain("https://www.googleapis.com/auth/business.manage");
        page.ShouldContain("★★★ 3 stars or fewer");
    }

    [Fact]
    public async Task Problems_stand_at_their_fields()
    {
        var refused = await SaveAsync("new?kind=google-reviews", [.. Form("1//good", address: "Main Street", minutes: "0")]);

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        page.ShouldContain("Give the name of the location at Google, for example accounts/1034/locations/5071.");
        page.ShouldContain("Choose between 1 and 1440 minutes.");
    }

    [Theory]
    [InlineData("1//good", Location, "The location has 1,200 reviews, 4.3 stars on average.")]
    [InlineData("1//withdrawn", Location, "Make a new refresh token and type it here.")]
    [InlineData("", Location, "The refresh token is missing.")]
    [InlineData("1//good", "accounts/1034/locations/1", "Google finds no location “accounts/1034/locations/1”")]
    public async Task Check_says_what_it_found(string refreshToken, string address, string words)
    {
        using var form = new FormUrlEncodedContent(Form(refreshToken, address).Select(f => KeyValuePair.Create(f.Name, f.Value)));

        var answer = await _admin.PostAsync(new Uri("/settings/channels/new?handler=Check", UriKind.Relative), form);

        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }

    private Task<HttpResponseMessage> SaveAsync(string page, (string, string)[] form) => InboxApp.PostAsync(
        _admin, "/settings/channels/" + page,
        [.. form, ("Input.Name", "Acme on the map"), ("Input.Key", "map"), ("Input.DepartmentId", _owner.Id.ToString(CultureInfo.InvariantCulture)), ("Input.ReopenDays", "14")]);

    private static (string Name, string Value)[] Form(string refreshToken, string address = Location, string minutes = "5") =>
    [
        ("Input.Kind", "google-reviews"), ("Input.Address", address), ("Input.Described[clientId]", "acme.apps.googleusercontent.com"),
        ("Input.Described[clientSecret]", "client-word"), ("Input.Described[refreshTokenSecret]", refreshToken), ("Input.Described[opensCaseUpTo]", "2"), ("Input.Described[pollMinutes]", minutes),
    ];

    private async Task<string> PageAsync(string page) => WebUtility.HtmlDecode(await _admin.GetStringAsync(new Uri(page, UriKind.Relative)));
}
