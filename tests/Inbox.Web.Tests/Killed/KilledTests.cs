using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Inbox.Testing;

namespace Inbox.Web.Tests.Killed;

/// <summary>The built application as a process of its own, which can be killed as no test host can.</summary>
public sealed class KilledTests
{
    private const int All = 400;
    private const int Clients = 4;
    private const string Filed = "FROM messages WHERE external_id LIKE 'killed.%'";

    [Fact]
    public async Task Accepted_mails_are_filed_exactly_once_though_the_process_is_killed_twice()
    {
        await using var inbox = await RunningInbox.StartAsync();
        var token = await inbox.RunVerbAsync("token", "create", "--name", "test", "--role", "Admin");
        var accepted = new ConcurrentDictionary<int, long>();
        var next = -1;
        var feeding = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => FeedAsync(inbox.Address, token, () => Interlocked.Increment(ref next), accepted))).ToArray();
        foreach (var share in new[] { All / 4, All * 3 / 4 })
        {
            await Eventually.IsAsync(() => Task.FromResult(accepted.Count >= share), TimeSpan.FromMinutes(2));
            await inbox.KillAndRestartAsync();
        }

        await Task.WhenAll(feeding);
        await using var database = await inbox.OpenDatabaseAsync();
        var ours = $"FROM inbound_deliveries WHERE id IN ({string.Join(',', accepted.Values)})";
        await Eventually.IsAsync(async () => await database.CountAsync($"SELECT count(*) {ours} AND state = 'Filed'") == All, TimeSpan.FromMinutes(4));

        (await database.CountAsync($"SELECT count(*) {Filed}")).ShouldBe(All);
        (await database.CountAsync($"SELECT count(DISTINCT delivery_id) {Filed}")).ShouldBe(All);
        (await database.CountAsync($"SELECT count(DISTINCT external_id) {Filed}")).ShouldBe(All);
        (await database.CountAsync($"SELECT count(DISTINCT case_id) {Filed}")).ShouldBe(All / 2);
    }

    [Fact]
    public async Task Interrupt_ends_the_application_and_its_postgres()
    {
        await using var inbox = await RunningInbox.StartAsync();
        var postmaster = Directory.GetFiles(inbox.DataFolder, "postmaster.pid", SearchOption.AllDirectories).ShouldHaveSingleItem();
        var postgres = int.Parse((await File.ReadAllLinesAsync(postmaster))[0], CultureInfo.InvariantCulture);
        Runs(postgres).ShouldBeTrue();

        (await inbox.StopAsync()).ShouldBe(0);

        await Eventually.IsAsync(() => Task.FromResult(!Runs(postgres)));
        File.Exists(postmaster).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=inbox;Username=inbox;Password=secretword")]
    [InlineData("this is no connection string")]
    public async Task Wrong_connection_string_is_one_line_and_exit_code_1(string connectionString)
    {
        var (exitCode, error) = await RunningInbox.FailAsync(connectionString);

        exitCode.ShouldBe(1);
        error.Trim().Split('\n').ShouldHaveSingleItem().ShouldNotBeEmpty();
        error.ShouldNotContain("secretword");
        error.ShouldNotContain("   at ");
    }

    private static async Task FeedAsync(Uri address, string token, Func<int> next, ConcurrentDictionary<int, long> accepted)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        for (var number = next(); number < All; number = next())
        {
            long? delivery;
            while ((delivery = await TryPostAsync(client, number)) is null)
            {
                // As a mail server does: not accepted, so it is handed in again.
                await Task.Delay(100);
            }

            accepted[number] = delivery.Value;
        }
    }

    /// <summary>Every second mail answers the one before.</summary>
    private static async Task<long?> TryPostAsync(HttpClient client, int number)
    {
        var mail = Mails.Of(
            from: $"Person {number / 2} <p{number / 2}@mail.example>",
            id: $"killed.{number}@mail.example",
            inReplyTo: number % 2 == 0 ? null : $"killed.{number - 1}@mail.example");
        try
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(mail)) { Headers = { ContentType = new MediaTypeHeaderValue("message/rfc822") } };
            using var response = await client.PostAsync(new Uri("/api/v1/channels/support/mail", UriKind.Relative), content);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            return (await response.Content.ReadFromJsonAsync<Receipt>())!.Delivery;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static bool Runs(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private sealed record Receipt(long Delivery);
}
