using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Testing;

namespace Inbox.Web.Tests.Api;

/// <summary>The application with a company in it: Support owns the mail door, Repair is a contractor with a door of its own, People is confidential.</summary>
public class ApiApp : InboxApp
{
    public Department Support { get; private set; } = null!;

    public Department Billing { get; private set; } = null!;

    public Department Repair { get; private set; } = null!;

    public Department People { get; private set; } = null!;

    /// <summary>A token of role Admin for all departments.</summary>
    public HttpClient Admin { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Support = new Department { Name = "Support", Key = "support" };
        Billing = new Department { Name = "Billing", Key = "billing" };
        Repair = new Department { Name = "Repair", Key = "repair", External = true };
        People = new Department { Name = "People", Key = "people", Confidential = true };
        await InsertAsync(Support, Billing, Repair, People);
        await InsertAsync(
            Door("support", Support), Door("workshop", Repair), Door("complaints", People), Door("old", Support, enabled: false),
            new Channel { Key = "calls", Name = "Phone", Kind = "phone", DepartmentId = Support.Id });
        Admin = await ApiClientAsync(Role.Admin);
    }

    /// <summary>Hands a mail in and waits until it is decided what becomes of it.</summary>
    public async Task<JsonElement> DeliverAsync(string mail, string channel = "support")
    {
        var accepted = await PostMailAsync(Admin, Encoding.UTF8.GetBytes(mail), channel);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return await DecidedAsync((await accepted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("delivery").GetInt64());
    }

    /// <summary>The number of the case that a new mail opened.</summary>
    public async Task<string> CaseByMailAsync(string mail, string channel = "support") =>
        (await DeliverAsync(mail, channel)).GetProperty("case").GetString()!;

    public async Task<JsonElement> DecidedAsync(long delivery)
    {
        JsonElement read = default;
        await Eventually.IsAsync(
            async () =>
            {
                read = await Admin.GetFromJsonAsync<JsonElement>($"/api/v1/deliveries/{delivery}");
                return read.GetProperty("state").GetString() != "pending";
            });
        return read;
    }

    public static Task<HttpResponseMessage> PostMailAsync(HttpClient program, byte[] mail, string channel = "support")
    {
        var content = new ByteArrayContent(mail);
        content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        return program.PostAsync(new Uri($"/api/v1/channels/{channel}/mail", UriKind.Relative), content);
    }

    private static Channel Door(string key, Department owner, bool enabled = true) =>
        new() { Key = key, Name = key + " mail", Kind = "email", DepartmentId = owner.Id, Address = key + "@acme.example", Enabled = enabled };
}

internal static class Answered
{
    /// <summary>The answer is a problem document of this status that says something; returns it.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        (problem.TryGetProperty("detail", out _) || problem.TryGetProperty("errors", out _)).ShouldBeTrue();
        problem.GetRawText().ShouldNotContain("   at ");
        return problem;
    }

    /// <summary>Posts JSON, with an Idempotency-Key where one is given.</summary>
    public static async Task<HttpResponseMessage> PostKeyedAsync(this HttpClient program, string address, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await program.SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();
}
