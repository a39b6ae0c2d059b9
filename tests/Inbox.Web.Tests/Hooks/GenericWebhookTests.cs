using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Testing;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Hooks;

/// <summary>A webhook as an administrator sets it up, and as a far side calls it. Signed here by the words of Standard Webhooks.</summary>
public sealed partial class GenericWebhookTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Body = """{"id":"p-1","author":{"id":"4711","name":"Ana Ruiz"},"text":"It leaks"}""";

    [Fact]
    public async Task Secret_is_made_and_shown_once_and_calls_signed_with_it_are_filed()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var (secret, door) = await OpenAsync(admin, "forum");

        var page = await admin.GetStringAsync(new Uri($"/settings/channels/{door.Id}", UriKind.Relative));
        page.ShouldContain("/hooks/forum");
        page.ShouldNotContain("whsec_");
        page.ShouldNotContain("Forget the old one");
        door.Settings.ShouldNotContain(secret["whsec_".Length..]);

        var taken = await CallAsync("forum", Body, secret);
        taken.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await taken.Content.ReadAsStringAsync()).ShouldBe("""{"taken":["p-1"]}""");
        await Eventually.IsAsync(async () => await app.QueryAsync(db => db.InboundDeliveries.AnyAsync(d => d.ChannelId == door.Id && d.State == InboundState.Filed)));
        (await app.QueryAsync(db => db.Messages.SingleAsync(m => m.ChannelId == door.Id))).FromName.ShouldBe("Ana Ruiz");
    }

    [Fact]
    public async Task Forged_and_faulty_calls_are_refused_in_words()
    {
        var (secret, _) = await OpenAsync(await app.SignInAsync(Role.Admin), "survey");

        (await CallAsync("survey", Body, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var wrong = await CallAsync("survey", """{"id":"p-1","author":{},"text":"It leaks"}""", secret);
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("author.id: is missing.");
        (await CallAsync("survey", "{", secret)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CallAsync("survey", new string(' ', 9 * 1024 * 1024), secret)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await CallAsync("nothing-there", Body, secret)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Old_secret_counts_until_it_is_forgotten_and_saving_keeps_both()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var (old, door) = await OpenAsync(admin, "chatbot");

        var made = await InboxApp.PostAsync(admin, $"/settings/channels/{door.Id}?handler=RenewSecret", ("revision", await RevisionAsync(door.Id)));
        made.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var fresh = SecretIn(await made.Content.ReadAsStringAsync());
        fresh.ShouldNotBe(old);
        (await SaveAsync(admin, door.Id, "chatbot", ("Input.Described[answersTo]", "https://bot.example.com/answers"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await CallAsync("chatbot", Body, fresh)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await CallAsync("chatbot", Body, old)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var page = await admin.GetStringAsync(new Uri($"/settings/channels/{door.Id}", UriKind.Relative));
        page.ShouldContain("Forget the old one");
        page.ShouldContain("https://bot.example.com/answers");

        (await InboxApp.PostAsync(admin, $"/settings/channels/{door.Id}?handler=ForgetSecret", ("revision", await RevisionAsync(door.Id)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await CallAsync("chatbot", Body, old)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await CallAsync("chatbot", Body, fresh)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Closed_door_asks_those_who_can_sign_to_come_again()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var (secret, door) = await OpenAsync(admin, "closed");
        await InboxApp.PostAsync(admin, $"/settings/channels/{door.Id}?handler=Enable", ("enabled", "false"));

        (await CallAsync("closed", Body, secret)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await CallAsync("closed", Body, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Input.Described[answersTo]", "https://192.168.1.4/answers", "private address")]
    [InlineData("Input.Described[answersTo]", "http://bot.example.com/answers", "Use https.")]
    [InlineData("Input.Address", "", "Give the far side a short name")]
    public async Task Problem_stands_at_its_field(string field, string value, string words)
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await SaveAsync(admin, id: null, "wrong", (field, value));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.ShouldMatch($"invalid-feedback\"[^>]*>[^<]*{Regex.Escape(words)}");
    }

    [Fact]
    public async Task Check_tells_what_the_far_side_said()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var (_, door) = await OpenAsync(admin, "checked");

        var found = await InboxApp.PostAsync(admin, $"/settings/channels/{door.Id}?handler=Check", Form("checked", ("Input.Described[answersTo]", "https://localhost:1/answers")));

        (await found.Content.ReadAsStringAsync()).ShouldContain("is-late");
        (await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Id == door.Id))).Settings.ShouldNotContain("localhost");
    }

    [Theory]
    [InlineData("webhook-message")]
    [InlineData("webhook-answer")]
    public async Task Schema_is_served_to_everybody(string name)
    {
        var answer = await app.Visitor().GetAsync(new Uri($"/schemas/{name}.json", UriKind.Relative));

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("$id").GetString().ShouldBe($"urn:inbox:{name}:1");
    }

    private async Task<(string Secret, Channel Door)> OpenAsync(HttpClient admin, string key)
    {
        var made = await SaveAsync(admin, id: null, key);
        made.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return (SecretIn(await made.Content.ReadAsStringAsync()), await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Key == key)));
    }

    private async Task<HttpResponseMessage> SaveAsync(HttpClient admin, long? id, string key, params (string, string)[] fields) => await InboxApp.PostAsync(
        admin,
        id is { } known ? string.Create(CultureInfo.InvariantCulture, $"/settings/channels/{known}") : "/settings/channels/new?kind=webhook",
        [("Input.Revision", id is { } stored ? await RevisionAsync(stored) : "0"), .. Form(key, fields)]);

    private (string, string)[] Form(string key, params (string Name, string Value)[] fields)
    {
        (string Name, string Value)[] usual =
        [
            ("Input.Kind", "webhook"), ("Input.Key", key), ("Input.Name", key), ("Input.DepartmentId", app.Support.Id.ToString(CultureInfo.InvariantCulture)),
            ("Input.Address", $"{key}.example.com"), ("Input.ReopenDays", "14"),
        ];
        return [.. usual.Where(u => !fields.Any(f => f.Name == u.Name)), .. fields];
    }

    private async Task<string> RevisionAsync(long id) =>
        (await app.QueryAsync(db => db.Channels.Where(c => c.Id == id).Select(c => c.Revision).SingleAsync())).ToString(CultureInfo.InvariantCulture);

    private async Task<HttpResponseMessage> CallAsync(string key, string body, string secret)
    {
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"msg_1.{at}.{body}"));
        using var call = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{key}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        call.Headers.Add("webhook-id", "msg_1");
        call.Headers.Add("webhook-timestamp", at);
        call.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(signature));
        return await app.Visitor().SendAsync(call);
    }

    private static string SecretIn(string page) => WebUtility.HtmlDecode(Secret().Match(WebUtility.HtmlDecode(page)).Value);

    [GeneratedRegex("whsec_[A-Za-z0-9+/=]+", RegexOptions.NonBacktracking)]
    private static partial Regex Secret();
}
