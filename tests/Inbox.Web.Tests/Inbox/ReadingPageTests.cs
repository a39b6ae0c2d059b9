using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Testing;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.AgentsPage;

/// <summary>"How was this read?" and the raw mail, for whoever may read the message.</summary>
public sealed class ReadingPageTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Page_tells_kind_texts_ids_and_what_was_odd()
    {
        var id = await MessageAsync(
            "From: Nora <nora@mail.example>\r\nTo: support@acme.example\r\nSubject: Lamp\r\nMessage-ID: <read-1@mail.example>\r\nContent-Type: text/plain; charset=x-odd\r\n\r\n"
            + "It flickers.\r\n\r\nOn Tue, Mar 5, 2024 at 9:41 AM Shop <shop@acme.example> wrote:\r\n> Does it flicker?\r\n");
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);

        var page = WebUtility.HtmlDecode(await agent.GetStringAsync($"/messages/{id}/reading"));

        page.ShouldContain("A message by a person");
        page.ShouldContain("It shows no sign of automatic mail.");
        page.ShouldContain("read-1@mail.example");
        page.ShouldContain("x-odd");
        page.ShouldContain("Does it flicker?");
        page.ShouldContain($"/messages/{id}/raw");
    }

    [Fact]
    public async Task Page_tells_which_case_an_answer_names()
    {
        var first = await MessageAsync(Mails.Of(id: "read-2@mail.example"));
        var second = await MessageAsync(Mails.Of(id: "read-3@mail.example", inReplyTo: "read-2@mail.example"));
        var number = await app.QueryAsync(db => db.Messages.Where(m => m.Id == first).Select(m => m.CaseId).SingleAsync());
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);

        (await agent.GetStringAsync($"/messages/{second}/reading")).ShouldContain($"<code>read-2@mail.example</code> <a href=\"/cases/C-{number}\">");
    }

    [Fact]
    public async Task Raw_mail_is_a_download_with_the_very_bytes()
    {
        const string raw = "From: nora@mail.example\r\nTo: support@acme.example\r\nSubject: <script>alert(1)</script>\r\nMessage-ID: <read-4@mail.example>\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>";
        var id = await MessageAsync(raw);
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);

        using var answer = await agent.GetAsync($"/messages/{id}/raw");

        (await answer.Content.ReadAsStringAsync()).ShouldBe(raw);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("message/rfc822");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    [Theory]
    [InlineData("reading")]
    [InlineData("raw")]
    public async Task Message_that_a_person_may_not_read_is_not_found(string what)
    {
        var id = await MessageAsync(Mails.Of(id: $"hidden-{what}@mail.example"));
        var contractor = await app.SignInAsync(Role.Agent, app.Repair.Id);

        (await contractor.GetAsync($"/messages/{id}/{what}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await contractor.GetAsync($"/messages/999999999/{what}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Raw_mail_that_is_no_longer_kept_is_told_and_not_an_error()
    {
        var id = await MessageAsync(Mails.Of(id: "gone@mail.example"));
        await app.QueryAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM inbound_raw WHERE delivery_id = (SELECT delivery_id FROM messages WHERE id = {id})"));
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);

        (await agent.GetStringAsync($"/messages/{id}/reading")).ShouldContain("no longer kept");
        (await agent.GetAsync($"/messages/{id}/raw")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<long> MessageAsync(string mail)
    {
        var delivery = (await app.DeliverAsync(mail)).GetProperty("id").GetInt64();
        return await app.QueryAsync(db => db.Messages.Where(m => m.DeliveryId == delivery).Select(m => m.Id).SingleAsync());
    }
}
