using System.Net;
using System.Text.RegularExpressions;
using Inbox.Channels.Forms;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Testing;
using Inbox.Web.Pages.Contact;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Contact;

/// <summary>The page of a contact form as visitors and programs use it.</summary>
public sealed partial class ContactFormTests(ApiApp app) : IClassFixture<ApiApp>, IAsyncLifetime
{
    private readonly string _key = $"form{Guid.NewGuid():N}"[..20];
    private Channel _door = null!;

    public async Task InitializeAsync() => _door = await OpenAsync(_key, """{"questions":["Model *"],"takesFiles":true,"asksOrderNumber":true,"privacyPage":"https://www.example.com/privacy"}""");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Message_is_stored_before_it_is_thanked_for_and_opens_a_case()
    {
        var visitor = app.Visitor();
        var sent = await SendAsync(visitor);

        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await StoredAsync()).ShouldBe(1);
        var thanks = await visitor.GetStringAsync(sent.Headers.Location);
        var reference = Reference().Match(thanks).Value;
        reference.ShouldNotBeEmpty();
        await Eventually.IsAsync(async () => await app.QueryAsync(db => db.InboundDeliveries.AnyAsync(d => d.ChannelId == _door.Id && d.State == InboundState.Filed)));
        var message = await app.QueryAsync(db => db.Messages.SingleAsync(m => m.ChannelId == _door.Id));
        (message.FromName, message.FromAddress, message.Subject).ShouldBe(("Nora Vale", "nora@mail.example", "Kettle"));
        message.ReplyText.ReplaceLineEndings("\n").ShouldBe($"It leaks.\n\nOrder number: A-17\nModel: K-200\nReference: {reference}");
        (await app.QueryAsync(db => db.Attachments.SingleAsync(a => a.MessageId == message.Id))).Name.ShouldBe("note.txt");
    }

    [Fact]
    public async Task Page_is_for_anybody_needs_no_script_and_is_framed_by_nobody()
    {
        var page = await app.Visitor().GetAsync(Page);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldNotContain("<script");
        html.ShouldContain("https://www.example.com/privacy");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldBe("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'");
        page.Headers.GetValues("X-Frame-Options").Single().ShouldBe("SAMEORIGIN");
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Sites_that_the_settings_name_may_frame_it_and_it_works_there_without_a_cookie()
    {
        var door = await OpenAsync(_key + "-framed", """{"frameSites":["https://www.example.com/","https://shop.example.com:8443"]}""");
        var visitor = app.Visitor();
        var page = await visitor.GetAsync(new Uri($"/contact/{door.Key}", UriKind.Relative));

        page.Headers.GetValues("Content-Security-Policy").Single().ShouldEndWith("frame-ancestors 'self' https://www.example.com https://shop.example.com:8443");
        page.Headers.Contains("X-Frame-Options").ShouldBeFalse();

        var bare = app.Server.CreateClient();
        using var form = Form(Ticket(door, TimeSpan.FromMinutes(1)), files: false);
        (await bare.PostAsync(new Uri($"/contact/{door.Key}", UriKind.Relative), form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_and_what_was_typed_is_kept()
    {
        var refused = await SendAsync(app.Visitor(), changes: [("Input.Name", ""), ("Input.Email", "nora@nowhere"), ("Input.Answers[0]", " "), ("Input.Message", "It leaks & <b>hums</b>")]);

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var html = await refused.Content.ReadAsStringAsync();
        html.ShouldContain("It leaks &amp; &lt;b&gt;hums&lt;/b&gt;");
        foreach (var (field, words) in new[] { ("name", "Tell us your name."), ("email", "Give an e-mail address"), ("answers0", "Answer [^<]*Model[^<]*, please.") })
        {
            html.ShouldMatch($"<a href=\"#{field}\">{words}");
            html.ShouldMatch($"id=\"{field}\"[^>]*aria-invalid=\"true\"[^>]*aria-describedby=\"[^\"]*{field}-problem\"");
        }

        (await StoredAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("Input.Website", "https://spam.example", "This field catches programs.")]
    [InlineData("Input.Email", "support@acme.example", "This is an address of ours.")]
    [InlineData("Input.Ticket", "", "Look your message over, then press Send again.")]
    [InlineData("Input.Ticket", "forged", "Look your message over, then press Send again.")]
    public async Task Programs_and_our_own_addresses_do_not_get_through(string field, string value, string words)
    {
        var refused = await SendAsync(app.Visitor(), changes: [(field, value)]);

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()).ShouldContain(words);
        (await StoredAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Form_that_is_sent_too_quickly_or_much_too_late_or_of_another_door_is_asked_for_again()
    {
        var other = await OpenAsync(_key + "-other", "{}");
        foreach (var ticket in new[] { Ticket(_door, TimeSpan.Zero), Ticket(_door, TimeSpan.FromHours(13)), Ticket(other, TimeSpan.FromMinutes(1)) })
        {
            (await SendAsync(app.Visitor(), ticket)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        (await StoredAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Second_press_of_the_button_sends_nothing_twice_and_other_words_ask_for_a_third()
    {
        var ticket = Ticket(_door, TimeSpan.FromMinutes(1));
        var visitor = app.Visitor();
        var first = await SendAsync(visitor, ticket);
        var second = await SendAsync(visitor, ticket);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        (await StoredAsync()).ShouldBe(1);

        var other = await SendAsync(visitor, ticket, [("Input.Message", "And it hums.")]);

        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await other.Content.ReadAsStringAsync()).ShouldNotContain(ticket);
        (await StoredAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Post_without_the_cookie_of_the_page_is_refused_in_words()
    {
        using var form = Form(Ticket(_door, TimeSpan.FromMinutes(1)));

        var refused = await app.Server.CreateClient().PostAsync(Page, form);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("Allow cookies for it");
        (await StoredAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Closed_door_says_so_and_mail_programs_cannot_use_a_form()
    {
        await app.QueryAsync(db => db.Channels.Where(c => c.Id == _door.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Enabled, false)));
        app.Services.GetRequiredService<Core.Rulebook>().Forget();

        var gone = await app.Visitor().GetAsync(Page);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await gone.Content.ReadAsStringAsync()).ShouldContain("There is no form here");
        (await app.Visitor().GetAsync(new Uri("/contact/support", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var mail = new StringContent(Mails.Of(), System.Text.Encoding.UTF8, "message/rfc822");
        (await app.Admin.PostAsync(new Uri($"/api/v1/channels/{_key}/mail", UriKind.Relative), mail)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public void Few_messages_come_from_one_network_and_many_through_a_form()
    {
        using var limits = new FormLimits();
        for (var i = 0; i < FormLimits.MostOfAddress; i++)
        {
            limits.Wait(1, IPAddress.Parse($"2001:db8:1:1::{i}")).ShouldBeNull();
        }

        limits.Wait(1, IPAddress.Parse("2001:db8:1:1:ffff::1")).ShouldNotBeNull();
        limits.Wait(1, IPAddress.Parse("2001:db8:1:2::1")).ShouldBeNull();
        for (var i = FormLimits.MostOfAddress + 1; i < FormLimits.MostOfDoor; i++)
        {
            limits.Wait(1, IPAddress.Parse($"198.51.100.{i}")).ShouldBeNull();
        }

        limits.Wait(1, IPAddress.Parse("203.0.113.1")).ShouldNotBeNull();
        limits.Wait(2, IPAddress.Parse("203.0.113.1")).ShouldBeNull();
    }

    private Uri Page => new($"/contact/{_key}", UriKind.Relative);

    private string Ticket(Channel door, TimeSpan ago) => app.Services.GetRequiredService<FormTickets>().Issue(door.Id, DateTimeOffset.UtcNow - ago);

    private Task<int> StoredAsync() => app.QueryAsync(db => db.InboundDeliveries.CountAsync(d => d.ChannelId == _door.Id));

    private async Task<Channel> OpenAsync(string key, string settings)
    {
        var door = new Channel { Key = key, Name = "Contact form", Kind = FormMail.ChannelKind, DepartmentId = app.Support.Id, Address = "support@acme.example", Settings = settings };
        await app.InsertAsync(door);
        return door;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient visitor, string? ticket = null, params (string Name, string Value)[] changes)
    {
        var page = await visitor.GetStringAsync(Page);
        using var form = Form(ticket ?? Ticket(_door, TimeSpan.FromMinutes(1)), files: true, changes);
        form.Add(new StringContent(ForgeryField().Match(page).Groups["token"].Value), "__RequestVerificationToken");
        return await visitor.PostAsync(Page, form);
    }

    private static MultipartFormDataContent Form(string ticket, bool files = true, params (string Name, string Value)[] changes)
    {
        (string Name, string Value)[] usual =
        [
            ("Input.Ticket", ticket), ("Input.Name", "Nora Vale"), ("Input.Email", "nora@mail.example"), ("Input.Subject", "Kettle"), ("Input.Message", "It leaks."), ("Input.OrderNumber", "A-17"),
            ("Input.Answers[0]", "K-200"), ("Input.Website", ""),
        ];
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in usual.Where(u => !changes.Any(c => c.Name == u.Name)).Concat(changes))
        {
            form.Add(new StringContent(value), name);
        }

        if (files)
        {
            form.Add(new ByteArrayContent("hello"u8.ToArray()), "Input.Files", "note.txt");
        }

        return form;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ForgeryField();

    [GeneratedRegex("[2-9A-Z]{4}-[2-9A-Z]{4}", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
