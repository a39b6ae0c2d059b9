using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Testing;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Writing;

/// <summary>What the composer's script asks of the server.</summary>
public sealed class DraftsPageTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Draft_is_kept_read_by_a_colleague_and_stands_in_the_page_of_its_writer()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "drafts@mail.example"));
        using var writer = await app.SignInAsync(Role.Agent, app.Support.Id);
        using var colleague = await app.SignInAsync(Role.Agent, app.Billing.Id);

        var saved = await (await SaveAsync(writer, number, "Dear Nora")).JsonAsync();

        saved.GetProperty("revision").GetInt32().ShouldBe(1);
        var id = saved.GetProperty("id").GetInt64();
        (await writer.GetFromJsonAsync<JsonElement>($"/drafts?handler=Mine&case={number[2..]}&mode=reply")).Text("text").ShouldBe("Dear Nora");
        (await writer.GetStringAsync($"/cases/{number}")).ShouldContain("&quot;text&quot;:&quot;Dear Nora&quot;");
        var page = await colleague.GetStringAsync($"/cases/{number}");
        page.ShouldContain("is writing an answer");
        page.ShouldNotContain("Dear Nora");
        (await colleague.GetStringAsync($"/drafts?handler=Read&draft={id}")).ShouldContain("Dear Nora");
    }

    [Fact]
    public async Task Draft_on_a_confidential_case_is_nobodys_to_read_from_outside()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "secret@mail.example"), "complaints");
        using var writer = await app.SignInAsync(Role.Agent, app.People.Id);
        using var other = await app.SignInAsync(Role.Agent, app.Support.Id);
        var id = (await (await SaveAsync(writer, number, "In confidence")).JsonAsync()).GetProperty("id").GetInt64();

        (await other.GetStringAsync($"/drafts?handler=Read&draft={id}")).ShouldContain("sent or discarded");
        (await SaveAsync(other, number, "x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task File_is_taken_as_the_body_and_larger_ones_are_refused_in_words()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "body@mail.example"));
        using var writer = await app.SignInAsync(Role.Agent, app.Support.Id);

        var attached = await (await AttachAsync(writer, number, new byte[3_000_000])).JsonAsync();

        attached.GetProperty("file").GetProperty("size").GetInt64().ShouldBe(3_000_000);
        (await app.QueryAsync(db => db.Database.SqlQuery<int>($"SELECT length(data) AS \"Value\" FROM attachment_contents WHERE attachment_id = {attached.GetProperty("file").GetProperty("id").GetInt64()}").SingleAsync())).ShouldBe(3_000_000);
        var refused = await AttachAsync(writer, number, new byte[18_000_000]);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldBe("plan.pdf has 18 MB: the files of one message may have 20 MB in all on support mail, and 17 MB are left.");
        (await (await AttachAsync(writer, number, new byte[31_000_000])).Content.ReadAsStringAsync()).ShouldBe("plan.pdf is too large: the files of one message may have 20 MB in all.");
    }

    [Fact]
    public async Task File_without_the_forgery_token_is_refused()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "forged@mail.example"));
        using var writer = await app.SignInAsync(Role.Agent, app.Support.Id);
        writer.DefaultRequestHeaders.Remove("RequestVerificationToken");

        (await AttachAsync(writer, number, [1])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Preview_shows_the_images_of_ones_own_draft_and_runs_nothing()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "look@mail.example"));
        using var writer = await app.SignInAsync(Role.Agent, app.Support.Id);
        var attached = await (await AttachAsync(writer, number, [1, 2], inline: true)).JsonAsync();
        var file = attached.GetProperty("file");

        var html = await PreviewAsync(writer, $"**Hi** <script>x</script> ![a](cid:{Uri.EscapeDataString(file.Text("contentId")!)})", attached.GetProperty("draft").GetInt64());

        html.ShouldBe($"<p><strong>Hi</strong> &lt;script&gt;x&lt;/script&gt; <img src=\"/attachments/{file.GetProperty("id")}\" alt=\"a\" /></p>");
        (await writer.GetAsync($"/attachments/{file.GetProperty("id")}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task New_message_opens_a_case_and_undo_brings_back_the_page_of_the_draft()
    {
        using var writer = await app.SignInAsync(Role.Agent, app.Support.Id);
        (await writer.GetStringAsync("/cases/new")).ShouldContain("support mail (support@acme.example)");
        var channel = await app.QueryAsync(db => db.Channels.Where(c => c.Key == "support").Select(c => c.Id).SingleAsync());

        var opened = await (await InboxApp.PostAsync(writer, "/cases/new", ("channel", $"{channel}"), ("department", $"{app.Support.Id}"), ("subject", "Your recall"), ("text", "Stop using it."), ("to", "recall@mail.example"))).JsonAsync();

        var address = opened.Text("open")!;
        (await writer.GetStringAsync(address)).ShouldContain("Stop using it.");
        var message = await app.QueryAsync(db => db.Messages.Where(m => m.Subject == "Your recall").Select(m => m.Id).SingleAsync());
        var undone = await (await writer.PostAsync(new Uri($"{address}?handler=Undo&message={message}", UriKind.Relative), content: null)).JsonAsync();
        undone.Text("mode").ShouldBe("new");
        (await writer.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await writer.GetStringAsync("/cases/new")).ShouldContain("Stop using it.");
    }

    [Fact]
    public async Task Page_opened_from_a_customer_offers_their_addresses()
    {
        await app.CaseByMailAsync(Mails.Of(from: "Petra Lind <petra@mail.example>"));
        var customer = await app.QueryAsync(db => db.Customers.Where(c => c.Name == "Petra Lind").Select(c => c.Id).SingleAsync());
        using var writer = await app.SignInAsync(Role.Agent, app.Support.Id);

        (await writer.GetStringAsync($"/customers/{customer}")).ShouldContain($"/cases/new?customer={customer}");
        (await writer.GetStringAsync($"/cases/new?customer={customer}")).ShouldContain("value=\"petra@mail.example\"");
    }

    [Fact]
    public async Task Marketing_does_not_write_to_customers()
    {
        using var marketing = await app.SignInAsync(Role.Marketing, app.Support.Id);

        (await marketing.GetAsync("/cases/new")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Own_signature_is_set_on_the_account_page()
    {
        using var writer = await app.SignInAsync(Role.Agent, app.Support.Id);
        var number = await app.CaseByMailAsync(Mails.Of(from: "signed@mail.example"));

        (await InboxApp.PostAsync(writer, "/account?handler=Signature", ("Signature", "Ana Kay, Larkfield"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await writer.GetStringAsync("/account")).ShouldContain("Ana Kay, Larkfield");
        (await writer.GetStringAsync($"/cases/{number}")).ShouldContain("Ana Kay, Larkfield");
    }

    private static Task<HttpResponseMessage> SaveAsync(HttpClient browser, string number, string text) =>
        PostAsync(browser, "/drafts?handler=Save", ("case", number[2..]), ("mode", "reply"), ("text", text), ("revision", "0"));

    private static async Task<string> PreviewAsync(HttpClient browser, string text, long draft) =>
        await (await PostAsync(browser, "/drafts?handler=Preview", ("text", text), ("draft", $"{draft}"))).Content.ReadAsStringAsync();

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await browser.PostAsync(new Uri(address, UriKind.Relative), form);
    }

    private static async Task<HttpResponseMessage> AttachAsync(HttpClient browser, string number, byte[] content, bool inline = false)
    {
        using var body = new ByteArrayContent(content);
        return await browser.PostAsync(new Uri($"/drafts?handler=Attach&case={number[2..]}&mode=reply&name=plan.pdf&type=application/pdf&inline={inline}", UriKind.Relative), body);
    }
}
