using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Api;

/// <summary>Programs approve answers, and edit and delete those that have left.</summary>
public sealed class SentAnswersTests(SentAnswersTests.PinApp app) : IClassFixture<SentAnswersTests.PinApp>
{
    [Fact]
    public async Task Answer_is_edited_and_deleted_where_it_stands()
    {
        var id = await AnswerAsync("My kettle leaks", "Bring it on Mnday.");

        (await app.Admin.PatchAsJsonAsync($"/api/v1/messages/{id}", new { text = "Bring it on Monday." })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(id, m => m.Text("text") == "Bring it on Monday." && m.GetProperty("change").ValueKind == JsonValueKind.Null);
        app.Board.Answers.ShouldContain(a => a.Text == "Bring it on Monday.");

        (await app.Admin.DeleteAsync(new Uri($"/api/v1/messages/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(id, m => m.GetProperty("deletedAt").ValueKind == JsonValueKind.String);
        app.Board.Answers.ShouldNotContain(a => a.Text.StartsWith("Bring it", StringComparison.Ordinal));
        (await (await app.Admin.DeleteAsync(new Uri($"/api/v1/messages/{id}", UriKind.Relative))).ShouldBeProblemAsync(HttpStatusCode.Conflict)).Text("code").ShouldBe("deleted");
    }

    [Fact]
    public async Task Refusals_name_what_is_wrong()
    {
        var id = await AnswerAsync("My lamp flickers", "Turn it off.");

        (await app.Admin.PatchAsJsonAsync($"/api/v1/messages/{id}", new { text = "" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await (await app.Admin.PatchAsJsonAsync($"/api/v1/messages/{id}", new { text = new string('a', 501) })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity))
            .GetProperty("errors").GetProperty("text")[0].GetString()!.ShouldContain("501 characters");
        (await app.Admin.PatchAsJsonAsync("/api/v1/messages/987654321", new { text = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var repair = await app.ApiClientAsync(Role.Agent, app.Repair.Id);
        (await repair.DeleteAsync(new Uri($"/api/v1/messages/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var mail = await app.CaseByMailAsync(Mails.Of());
        var sent = await (await app.Admin.PostAsJsonAsync($"/api/v1/cases/{mail}/replies", new { text = "Hello" })).JsonAsync(HttpStatusCode.Created);
        (await (await app.Admin.DeleteAsync(new Uri($"/api/v1/messages/{sent.GetProperty("id")}", UriKind.Relative))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("cannot_change");
    }

    [Fact]
    public async Task Answer_that_waits_for_approval_is_approved_or_returned_by_a_program_that_may()
    {
        var (returned, approved) = (await AskAsync("My mixer hums", "It is normal."), await AskAsync("My mixer smells", "Unplug it."));
        var agent = await app.ApiClientAsync(Role.Agent, app.Support.Id);
        (await (await agent.PostAsJsonAsync($"/api/v1/messages/{approved}/approve", new { })).ShouldBeProblemAsync(HttpStatusCode.Forbidden)).Text("code").ShouldBe("not_an_approver");

        var left = await (await app.Admin.PostAsJsonAsync($"/api/v1/messages/{approved}/approve", new { })).JsonAsync();
        (left.GetProperty("id").GetInt64(), left.Text("sending")).ShouldBe((approved, "pending"));
        (await app.Admin.PostAsJsonAsync($"/api/v1/messages/{returned}/return", new { })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.Admin.PostAsJsonAsync($"/api/v1/messages/{returned}/return", new { reason = "Say how to mute it." })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await app.Admin.GetAsync(new Uri($"/api/v1/messages/{returned}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Eventually.IsAsync(() => Task.FromResult(app.Board.Answers.Any(a => a.Text == "Unplug it.")));
        app.Board.Answers.ShouldNotContain(a => a.Text == "It is normal.");
        (await app.Admin.PostAsJsonAsync($"/api/v1/messages/{returned}/approve", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    /// <summary>An answer whose author asks for approval.</summary>
    private async Task<long> AskAsync(string post, string text)
    {
        CaseNumber.TryParse(await app.PinAsync(post), out var id).ShouldBeTrue();
        var author = await app.AddAgentAsync(Role.Agent, app.Support.Id);
        await app.AddAgentAsync(Role.Manager, app.Support.Id);
        var asked = await app.SendAsync(new ReplyToCase.Command(
            id, text, CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, new Actor(author.Id, author.DisplayName, Role.Agent, [app.Support.Id])) { ForApproval = true });
        asked.Error.ShouldBeNull();
        return asked.Value.MessageId;
    }

    private async Task<long> AnswerAsync(string post, string text)
    {
        var number = await app.PinAsync(post);
        var sent = await (await app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/replies", new { text })).JsonAsync(HttpStatusCode.Created);
        var id = sent.GetProperty("id").GetInt64();
        await Eventually.IsAsync(() => app.QueryAsync(db => db.OutboundDeliveries.AnyAsync(d => d.MessageId == id && d.State == OutboundState.Sent)));
        return id;
    }

    private Task UntilAsync(long id, Predicate<JsonElement> holds) => Eventually.IsAsync(async () => holds(await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/messages/{id}")));

    /// <summary>The application with a door to a board in memory.</summary>
    public sealed class PinApp : ApiApp
    {
        public Pinboard Board { get; } = new();

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await InsertAsync(new Channel
            {
                Key = "pins", Name = "Pins", Kind = PinboardChannel.ChannelKind, DepartmentId = Support.Id, Address = Pinboard.Account,
                Settings = $$"""{"token":"{{Pinboard.FirstToken}}"}""", NextPollAt = DateTimeOffset.UtcNow,
            });
        }

        /// <summary>The number of the case that somebody's pin opened.</summary>
        public async Task<string> PinAsync(string text)
        {
            var id = Board.Post(DateTimeOffset.UtcNow, text);
            await QueryAsync(db => db.Channels.Where(c => c.Key == "pins").ExecuteUpdateAsync(set => set.SetProperty(c => c.NextPollAt, DateTimeOffset.UtcNow)));
            long? found = null;
            await Eventually.IsAsync(async () => (found = await QueryAsync(db => db.Messages.Where(m => m.ExternalId == id).Select(m => m.CaseId).FirstOrDefaultAsync())) is not null);
            return CaseNumber.Format(found!.Value);
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.AddSingleton<IChannel>(new PinboardChannel(Board)));
        }
    }
}
