using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Inbox.Core.Access;

namespace Inbox.Web.Tests.Api;

public sealed class CalendarPreviewTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Office = """ "timeZone": "Europe/London", "hours": {"monday": ["09:00-12:30", "13:30-17:00"], "thursday": ["09:00-17:00"], "Friday": ["09:00-17:00"]} """;

    [Theory]
    // Friday 16:30 in summer; the break at noon; a holiday; a half day; nothing left on a closed day.
    [InlineData("", "2026-06-05T15:30:00Z", 14400, "2026-06-08T11:30:00Z")]
    [InlineData("", "2026-06-08T12:00:00+01:00", 3600, "2026-06-08T13:00:00Z")]
    [InlineData(""", "holidays": ["2026-12-25"]""", "2026-12-24T16:00:00Z", 7200, "2026-12-28T10:00:00Z")]
    [InlineData(""", "holidays": ["2026-12-24"], "exceptions": {"2026-12-24": ["09:00-12:00"]}""", "2026-12-24T11:00:00Z", 7200, "2026-12-25T10:00:00Z")]
    [InlineData("", "2026-06-06T10:00Z", 0, "2026-06-08T08:00:00Z")]
    public async Task Due_time_of_a_promise(string more, string start, int seconds, string due)
    {
        var answer = await PostAsync($$"""{ {{Office}} {{more}}, "start": "{{start}}", "workingSeconds": {{seconds}} }""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe($$"""{"due":"{{due}}"}""");
    }

    [Fact]
    public async Task Working_time_between_two_moments()
    {
        var answer = await PostAsync($$"""{ {{Office}}, "start": "2026-06-05T00:00:00Z", "end": "2026-06-09T00:00:00Z" }""");

        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"workingSeconds":54000}""");
    }

    [Theory]
    [InlineData("timeZone", """{"timeZone": "Mars/Base", "hours": {"monday": ["09:00-17:00"]}, "start": "2026-06-05T15:30:00Z", "workingSeconds": 1}""")]
    [InlineData("hours.monday", """{"timeZone": "Etc/UTC", "hours": {"monday": ["nine"]}, "start": "2026-06-05T15:30:00Z", "workingSeconds": 1}""")]
    [InlineData("hours.monday", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-17:00", "16:00-18:00"]}, "start": "2026-06-05T15:30:00Z", "workingSeconds": 1}""")]
    [InlineData("hours", """{"timeZone": "Etc/UTC", "hours": {"monday": ["22:00-30:00"], "tuesday": ["05:00-08:00"]}, "start": "2026-06-05T15:30:00Z", "workingSeconds": 1}""")]
    [InlineData("hours.noday", """{"timeZone": "Etc/UTC", "hours": {"noday": ["09:00-17:00"]}, "start": "2026-06-05T15:30:00Z", "workingSeconds": 1}""")]
    [InlineData("hours", """{"timeZone": "Etc/UTC", "hours": {"monday": []}, "start": "2026-06-05T15:30:00Z", "workingSeconds": 1}""")]
    [InlineData("hours", """{"timeZone": "Etc/UTC", "start": "2026-06-05T15:30:00Z", "workingSeconds": 1}""")]
    [InlineData("holidays", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-17:00"]}, "holidays": ["25.12.2026"], "start": "2026-06-05T15:30:00Z", "workingSeconds": 1}""")]
    [InlineData("exceptions", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-17:00"]}, "exceptions": {"2026-12-24": ["noon"]}, "start": "2026-06-05T15:30:00Z", "workingSeconds": 1}""")]
    [InlineData("start", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-17:00"]}, "start": "2026-06-05T15:30:00", "workingSeconds": 1}""")]
    [InlineData("start", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-17:00"]}, "start": "1066-10-14T09:00:00Z", "workingSeconds": 1}""")]
    [InlineData("start", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-17:00"]}, "workingSeconds": 1}""")]
    [InlineData("end", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-17:00"]}, "start": "2026-06-05T15:30:00Z", "end": "2999-06-05T15:30:00Z"}""")]
    [InlineData("workingSeconds", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-17:00"]}, "start": "2026-06-05T15:30:00Z"}""")]
    [InlineData("workingSeconds", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-17:00"]}, "start": "2026-06-05T15:30:00Z", "end": "2026-06-06T15:30:00Z", "workingSeconds": 1}""")]
    [InlineData("workingSeconds", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-17:00"]}, "start": "2026-06-05T15:30:00Z", "workingSeconds": -1}""")]
    [InlineData("workingSeconds", """{"timeZone": "Etc/UTC", "hours": {"monday": ["09:00-09:01"]}, "start": "2026-06-05T15:30:00Z", "workingSeconds": 3000000000}""")]
    public async Task Wrong_input_is_named(string field, string body)
    {
        var problem = await (await PostAsync(body)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);

        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe([field]);
    }

    [Fact]
    public async Task Token_is_needed_and_any_role_will_do()
    {
        var body = $$"""{ {{Office}}, "start": "2026-06-05T15:30:00Z", "workingSeconds": 60 }""";
        using var nobody = app.ApiClient(null);
        using var agent = await app.ApiClientAsync(Role.Agent);

        (await PostAsync(body, nobody)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(body, agent)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Endpoint_is_in_the_document()
    {
        var document = await app.Admin.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        document.GetProperty("paths").GetProperty("/api/v1/calendars/preview").GetProperty("post").GetProperty("requestBody").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, HttpClient? client = null) =>
        await (client ?? app.Admin).PostAsync("/api/v1/calendars/preview", new StringContent(body, Encoding.UTF8, "application/json"));
}
