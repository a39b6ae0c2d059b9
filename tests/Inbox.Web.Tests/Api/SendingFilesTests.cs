using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Testing;

namespace Inbox.Web.Tests.Api;

public sealed class SendingFilesTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task File_in_the_body_goes_with_the_answer_that_names_it()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "files@mail.example"));
        var file = await (await UploadAsync("label for Nora.pdf", "application/pdf", "%PDF label")).JsonAsync(HttpStatusCode.Created);
        (file.Text("name"), file.Text("contentType"), file.GetProperty("size").GetInt64()).ShouldBe(("label for Nora.pdf", "application/pdf", 10));

        var sent = await (await ReplyAsync(number, new { text = "Here.", attachments = new[] { file.GetProperty("id").GetInt64() } })).JsonAsync(HttpStatusCode.Created);

        var attached = sent.GetProperty("attachments").EnumerateArray().Single();
        attached.GetProperty("id").GetInt64().ShouldBe(file.GetProperty("id").GetInt64());
        (await app.Admin.GetStringAsync($"/api/v1/attachments/{file.GetProperty("id")}")).ShouldBe("%PDF label");
        var again = await (await ReplyAsync(number, new { text = "Again.", attachments = new[] { file.GetProperty("id").GetInt64() } })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        again.Text("code").ShouldBe("no_such_attachment");
        again.GetProperty("errors").TryGetProperty("attachments", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task File_of_a_form_is_taken_with_its_own_name()
    {
        using var form = new MultipartFormDataContent { { new StringContent("note"), "what" } };
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("a,b"));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(content, "file", "Übersicht.csv");

        var file = await (await app.Admin.PostAsync(new Uri("/api/v1/attachments", UriKind.Relative), form)).JsonAsync(HttpStatusCode.Created);

        (file.Text("name"), file.Text("contentType"), file.GetProperty("size").GetInt64()).ShouldBe(("Übersicht.csv", "text/csv", 3));
    }

    [Fact]
    public async Task Form_without_a_file_a_file_without_a_name_and_nothing_are_refused()
    {
        using var form = new MultipartFormDataContent { { new StringContent("note"), "what" } };
        var empty = await (await app.Admin.PostAsync(new Uri("/api/v1/attachments", UriKind.Relative), form)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        empty.GetProperty("errors").TryGetProperty("file", out _).ShouldBeTrue();
        (await (await UploadAsync("", "text/plain", "x")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("errors").TryGetProperty("name", out _).ShouldBeTrue();
        await (await UploadAsync("a.txt", "text/plain", "")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        using var broken = new StringContent("--x\r\nContent-Disposition: form-data; name=file; filename=a", Encoding.ASCII);
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        await (await app.Admin.PostAsync(new Uri("/api/v1/attachments", UriKind.Relative), broken)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task File_beyond_every_limit_is_413()
    {
        using var content = new ByteArrayContent(new byte[20_000_001]);

        var refused = await (await app.Admin.PostAsync(new Uri("/api/v1/attachments?name=large.bin", UriKind.Relative), content)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

        refused.Text("detail").ShouldBe("The files of one message may have 20 MB in all.");
    }

    [Fact]
    public async Task File_that_was_not_sent_is_read_and_taken_back_by_its_program_alone()
    {
        var file = (await (await UploadAsync("a.txt", "text/plain", "x")).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();
        var other = app.ApiClient((await app.SendAsync(new CreateToken.Command("another", Role.Admin, DepartmentId: null, Actor.System))).Value.Token);

        await (await other.GetAsync($"/api/v1/attachments/{file}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await other.DeleteAsync($"/api/v1/attachments/{file}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await app.Admin.DeleteAsync($"/api/v1/attachments/{file}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await app.Admin.GetAsync($"/api/v1/attachments/{file}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Description_of_an_image_stays_with_it()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "described@mail.example"));
        var file = await (await UploadAsync("lid.png", "image/png", "png", "The valve under the lid")).JsonAsync(HttpStatusCode.Created);
        file.Text("description").ShouldBe("The valve under the lid");

        var sent = await (await ReplyAsync(number, new { text = "Here.", attachments = new[] { file.GetProperty("id").GetInt64() } })).JsonAsync(HttpStatusCode.Created);

        sent.GetProperty("attachments").EnumerateArray().Single().Text("description").ShouldBe("The valve under the lid");
        var refused = await (await UploadAsync("lid.png", "image/png", "png", new string('x', 1001))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        refused.GetProperty("errors").TryGetProperty("description", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Channel_that_takes_one_message_refuses_a_thread()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "thread@mail.example"));

        (await (await ReplyAsync(number, new { text = "Here.", asThread = true })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("cannot_split");
    }

    [Fact]
    public async Task Reply_may_choose_recipients_format_and_time()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "later@mail.example"));

        var sent = await (await ReplyAsync(number, new { text = "It is *on its way*.", to = new[] { "later@mail.example" }, bcc = new[] { "audit@acme.example" }, format = "markdown", sendAt = DateTimeOffset.UtcNow.AddDays(2) })).JsonAsync(HttpStatusCode.Created);

        (sent.Text("sending"), sent.Text("html")).ShouldBe(("scheduled", "<p>It is <em>on its way</em>.</p>"));
        sent.GetProperty("bcc").EnumerateArray().Single().Text("handle").ShouldBe("audit@acme.example");
        (await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}")).Text("status").ShouldBe("New");
        var elsewhere = await (await ReplyAsync(number, new { text = "x", to = new[] { "somebody@mail.example" } })).ShouldBeProblemAsync(HttpStatusCode.Conflict);
        elsewhere.Text("code").ShouldBe("recipient_changed");
    }

    private Task<HttpResponseMessage> ReplyAsync(string number, object reply) => app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/replies", reply);

    private Task<HttpResponseMessage> UploadAsync(string name, string type, string text, string description = "")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return app.Admin.PostAsync(new Uri($"/api/v1/attachments?name={Uri.EscapeDataString(name)}&description={Uri.EscapeDataString(description)}", UriKind.Relative), content);
    }
}
