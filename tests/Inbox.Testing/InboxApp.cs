using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Testing.Postgres;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Inbox.Testing;

/// <summary>
/// The whole application on an empty database of its own: <c>IClassFixture&lt;InboxApp&gt;</c>. Requests stay in memory
/// unless <see cref="Listen"/> is called first, which gives it a real port. Workers run and time is real.
/// </summary>
public partial class InboxApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Password = "correct horse battery";

    private readonly string _dataFolder = Directory.CreateTempSubdirectory("inbox-app-").FullName;
    private TestDatabase? _database;
    private int _agents;

    public string ConnectionString => _database!.ConnectionString;

    /// <summary>Keys and the outbox of unsent mail.</summary>
    public string DataFolder => _dataFolder;

    public virtual async Task InitializeAsync()
    {
        var postgres = await PostgresFixture.SharedAsync();
        _database = await postgres.CreateDatabaseAsync(Company.Template);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await _database!.DisposeAsync();
        Directory.Delete(_dataFolder, recursive: true);
    }

    /// <summary>Starts on a free port of this machine, for browsers and anything else that needs a socket.</summary>
    public Uri Listen()
    {
        UseKestrel(0);
        StartServer();
        return ClientOptions.BaseAddress;
    }

    /// <summary>A browser without a session. It keeps cookies and follows no redirect.</summary>
    public HttpClient Visitor() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = ClientOptions.BaseAddress });

    /// <summary>A browser in which a new agent of this role has signed in; it sends the antiforgery token with everything.</summary>
    public async Task<HttpClient> SignInAsync(Role role, params long[] departmentIds) =>
        await SignInAsync(await AddAgentAsync(role, departmentIds));

    public async Task<HttpClient> SignInAsync(Agent agent)
    {
        var browser = Visitor();
        var answer = await PostAsync(browser, "/sign-in", ("Email", agent.Email!), ("Password", Password));
        if (answer.Headers.Location is null)
        {
            throw new InvalidOperationException($"{agent.Email} could not sign in: {answer.StatusCode}");
        }

        await TakeForgeryTokenAsync(browser, "/account");
        return browser;
    }

    /// <summary>Sends a form as a browser does: from the page it stands on, with that page's antiforgery token.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, params (string Name, string Value)[] fields)
    {
        await TakeForgeryTokenAsync(browser, page);
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await browser.PostAsync(new Uri(page, UriKind.Relative), form);
    }

    /// <summary>A program with this token.</summary>
    public HttpClient ApiClient(string? token)
    {
        var client = Visitor();
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A program with a new token.</summary>
    public async Task<HttpClient> ApiClientAsync(Role role = Role.Admin, long? departmentId = null) =>
        ApiClient((await SendAsync(new CreateToken.Command("test", role, departmentId, Actor.System))).Value.Token);

    /// <summary>An agent with <see cref="Password"/>.</summary>
    public async Task<Agent> AddAgentAsync(Role role, params long[] departmentIds)
    {
        var number = Interlocked.Increment(ref _agents);
        var email = string.Create(CultureInfo.InvariantCulture, $"agent{number}@example.com");
        var created = await SendAsync(new CreateAgent.Command(email, $"Agent {number}", role, departmentIds, Password, Actor.System));
        return await QueryAsync(async db => (await db.Users.FindAsync(created.Value))!);
    }

    /// <summary>A command or query, as a page would send it.</summary>
    public async Task<T> SendAsync<T>(IRequest<T> request)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    public Task InsertAsync(params object[] rows) => QueryAsync(async db =>
    {
        db.AddRange(rows);
        await db.SaveChangesAsync();
        Services.GetRequiredService<Rulebook>().Forget();
        return 0;
    });

    public async Task<T> QueryAsync<T>(Func<InboxDb, Task<T>> queryAsync)
    {
        await using var scope = Services.CreateAsyncScope();
        return await queryAsync(scope.ServiceProvider.GetRequiredService<InboxDb>());
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:Inbox", ConnectionString);
        builder.UseSetting("INBOX_DATA", _dataFolder);
        builder.UseSetting("Serilog:MinimumLevel", "Error");
        // Hashes slow down whoever guesses; nobody guesses here, and hundreds of tests sign in.
        builder.ConfigureServices(services => services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000));
    }

    private static async Task TakeForgeryTokenAsync(HttpClient browser, string page)
    {
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative));
        browser.DefaultRequestHeaders.Remove("RequestVerificationToken");
        browser.DefaultRequestHeaders.Add("RequestVerificationToken", ForgeryToken().Match(html).Groups["token"].Value);
    }

    [GeneratedRegex("\"RequestVerificationToken\":\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ForgeryToken();
}
