using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Testing;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.AgentsPage;

/// <summary>What the pages show of threads, guests, forwards and held mail, and the clicks they offer.</summary>
public sealed partial class ProtectionPagesTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Passed = "For you.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Nora Vale <nora.f@mail.example>\r\nDate: today\r\nSubject: My laptop\r\nTo: <x@acme.example>\r\n\r\nIt does not start.\r\n";

    [Fact]
    public async Task Forward_is_confirmed_by_one_click_on_the_case()
    {
        var colleague = await app.AddAgentAsync(Role.Agent, app.Support.Id);
        app.Services.GetService(typeof(Core.Rulebook)).ShouldBeOfType<Core.Rulebook>().Forget();
        var number = await app.CaseByMailAsync(Mails.Of(from: $"Colleague <{colleague.Email}>", subject: "Fwd: My laptop", text: Passed));
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);
        var page = await agent.GetStringAsync(new Uri($"/cases/{number}", UriKind.Relative));
        page.ShouldContain("Forwarded by Colleague for customer <b>Nora Vale</b>");
        var message = await MessageAsync(number);

        (await PostAsync(agent, $"/cases/{number}?handler=ForColleague&message={message.Id}&confirm=true")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        page = await agent.GetStringAsync(new Uri($"/cases/{number}", UriKind.Relative));
        page.ShouldNotContain("Not a forward");
        page.ShouldContain("nora.f@mail.example");
        page.ShouldContain("For you.");
    }

    [Fact]
    public async Task Case_shows_the_other_door_the_blind_copy_and_the_people()
    {
        var mail = Mails.Of(from: "Nora <nora.d@mail.example>", to: "support@acme.example, complaints@acme.example, Paul <paul@mail.example>");
        var number = await app.CaseByMailAsync(mail);
        await app.DeliverAsync(mail, "complaints");
        var blind = await app.CaseByMailAsync(Mails.Of(from: "nora.b@mail.example", to: "somebody@mail.example"));
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);

        var page = await agent.GetStringAsync(new Uri($"/cases/{number}", UriKind.Relative));
        page.ShouldContain("also came by complaints@acme.example");
        page.ShouldContain("Also on this case");
        CopiesOf(page).ShouldBe(["paul@mail.example"]);
        page = await agent.GetStringAsync(new Uri($"/cases/{blind}", UriKind.Relative));
        page.ShouldContain("we were in Bcc: no reply to all");
        CopiesOf(page).ShouldBeEmpty();
    }

    [Fact]
    public async Task Guest_whom_the_customer_copies_in_is_not_among_the_recipients_until_accepted()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "nora.g@mail.example", id: "g1@mail.example"));
        var caseId = long.Parse(number[2..], System.Globalization.CultureInfo.InvariantCulture);
        await app.DeliverAsync(Mails.Of(from: "nora.g@mail.example", inReplyTo: "g1@mail.example", extra: "Cc: guest.g@elsewhere.example\r\n"));
        var guest = await app.QueryAsync(async db =>
        {
            var handle = await db.Handles.SingleAsync(h => h.Value == "guest.g@elsewhere.example");
            (await db.Participants.SingleAsync(p => p.CaseId == caseId)).State = ParticipantState.Guest;
            await db.SaveChangesAsync();
            return handle;
        });
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);
        CopiesOf(await agent.GetStringAsync(new Uri($"/cases/{number}", UriKind.Relative))).ShouldBeEmpty();

        await PostAsync(agent, $"/cases/{number}?handler=Guest&handle={guest.Id}&state=Accepted");

        CopiesOf(await agent.GetStringAsync(new Uri($"/cases/{number}", UriKind.Relative))).ShouldBe(["guest.g@elsewhere.example"]);
    }

    [Fact]
    public async Task Automatic_message_opens_a_case_and_a_normal_one_is_marked()
    {
        var delivery = await app.DeliverAsync(Mails.Of(from: "shop@mail.example", subject: "Your parcel", extra: "Auto-Submitted: auto-generated\r\n"));
        var message = delivery.GetProperty("message").GetInt64();
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);
        (await agent.GetStringAsync(new Uri("/inbox?view=automatic", UriKind.Relative))).ShouldContain($"handler=Person&message={message}");

        (await PostAsync(agent, $"/inbox?handler=Person&message={message}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var caseId = await app.QueryAsync(db => db.Messages.Where(m => m.Id == message).Select(m => m.CaseId).SingleAsync());
        (await PostAsync(agent, $"/cases/C-{caseId}?handler=Automatic&message={message}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await app.QueryAsync(db => db.Cases.SingleAsync(c => c.Id == caseId))).Status.ShouldBe(CaseStatus.Closed);
    }

    [Fact]
    public async Task Held_list_shows_the_sender_and_lets_in_all()
    {
        for (var i = 0; i < 22; i++)
        {
            await app.DeliverAsync(Mails.Of(from: "Monitor <monitor@mail.example>", subject: $"Alarm {i}"));
        }

        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);
        var page = await agent.GetStringAsync(new Uri("/deliveries?state=held", UriKind.Relative));
        page.ShouldContain("monitor@mail.example");
        var handle = await app.QueryAsync(db => db.Handles.Where(h => h.Value == "monitor@mail.example").Select(h => h.Id).SingleAsync());

        (await PostAsync(agent, $"/deliveries?handler=ReleaseSender&handle={handle}&state=held")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        await Eventually.IsAsync(() => app.QueryAsync(async db => await db.Messages.CountAsync(m => m.HandleId == handle) == 22));
        (await PostAsync(agent, $"/deliveries?handler=DiscardSender&handle={handle}&state=held", ("Reason", "x"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Dead_address_is_written_to_again_after_a_click_on_the_customer()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "dead@mail.example"));
        var handle = await app.QueryAsync(async db =>
        {
            var found = await db.Handles.SingleAsync(h => h.Value == "dead@mail.example");
            (found.DeadSince, found.NoAutomaticSince) = (DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);
            await db.SaveChangesAsync();
            return found;
        });
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);
        (await agent.GetStringAsync(new Uri($"/customers/{handle.CustomerId}", UriKind.Relative))).ShouldContain("Write to it again");
        (await agent.GetStringAsync(new Uri($"/cases/{number}", UriKind.Relative))).ShouldContain("came back for good");

        (await PostAsync(agent, $"/customers/{handle.CustomerId}?handler=Revive", ("handle", $"{handle.Id}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await app.QueryAsync(db => db.Handles.SingleAsync(h => h.Id == handle.Id))).DeadSince.ShouldBeNull();
    }

    /// <summary>Whom the composer takes along when the agent answers all.</summary>
    private static string[] CopiesOf(string page) =>
        JsonSerializer.Deserialize<string[]>(WebUtility.HtmlDecode(CopiesPattern().Match(page).Groups["list"].Value))!;

    [GeneratedRegex("id=\"compose-to\"[^>]* data-cc=\"(?<list>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CopiesPattern();

    private Task<Message> MessageAsync(string number)
    {
        var id = long.Parse(number.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);
        return app.QueryAsync(db => db.Messages.SingleAsync(m => m.CaseId == id));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await browser.PostAsync(new Uri(address, UriKind.Relative), form);
    }
}
