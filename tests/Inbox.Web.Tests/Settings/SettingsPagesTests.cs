using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Settings;

public sealed class SettingsPagesTests(InboxApp app) : IClassFixture<InboxApp>
{
    [Theory]
    [InlineData("/settings")]
    [InlineData("/settings/departments")]
    [InlineData("/settings/departments/new")]
    [InlineData("/settings/calendars")]
    [InlineData("/settings/calendars/new")]
    [InlineData("/settings/channels")]
    [InlineData("/settings/channels/new")]
    [InlineData("/settings/channels/new?kind=email")]
    [InlineData("/settings/channels/new?kind=phone")]
    [InlineData("/settings/channels/new?kind=feed")]
    [InlineData("/settings/routing")]
    [InlineData("/settings/routing/new")]
    [InlineData("/settings/sla")]
    [InlineData("/settings/sla/new")]
    public async Task Page_is_for_admins_only(string page)
    {
        var admin = await app.SignInAsync(Role.Admin);
        var manager = await app.SignInAsync(Role.Manager);

        (await admin.GetAsync(new Uri(page, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await manager.GetAsync(new Uri(page, UriKind.Relative))).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/settings/departments/999999")]
    [InlineData("/settings/calendars/999999")]
    [InlineData("/settings/channels/abc")]
    [InlineData("/settings/routing/-1")]
    [InlineData("/settings/sla/999999")]
    public async Task What_is_not_there_is_not_found(string page)
    {
        var admin = await app.SignInAsync(Role.Admin);

        (await admin.GetAsync(new Uri(page, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Manager_who_posts_changes_nothing()
    {
        var manager = await app.SignInAsync(Role.Manager);
        using var form = new FormUrlEncodedContent([new("Input.Name", "Sneaky"), new("Input.Key", "sneaky")]);

        (await manager.PostAsync(new Uri("/settings/departments/new", UriKind.Relative), form)).IsSuccessStatusCode.ShouldBeFalse();

        (await app.QueryAsync(db => db.Departments.AnyAsync(d => d.Key == "sneaky"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Department_that_cannot_be_saved_comes_back_as_it_was_typed()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await InboxApp.PostAsync(admin, "/settings/departments/new", ("Input.Name", "Night shift"), ("Input.Key", "Night Shift!"), ("Input.Signature", "Good night"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.ShouldContain("Use lower-case letters, digits and single hyphens");
        html.ShouldContain("id=\"Input_Key-error\"");
        html.ShouldContain("value=\"Night shift\"");
        html.ShouldContain("Good night");
    }

    [Fact]
    public async Task Department_is_saved_once_and_a_stale_form_is_told_so()
    {
        var admin = await app.SignInAsync(Role.Admin);
        (await InboxApp.PostAsync(admin, "/settings/departments/new", ("Input.Name", "Returns"), ("Input.Key", "returns"), ("Input.Hue", "4"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var id = await app.QueryAsync(db => db.Departments.Where(d => d.Key == "returns").Select(d => d.Id).SingleAsync());
        (await admin.GetStringAsync(new Uri("/settings/departments", UriKind.Relative))).ShouldContain("Returns is saved.");
        await InboxApp.PostAsync(admin, $"/settings/departments/{id}", ("Input.Revision", "0"), ("Input.Name", "Returns"), ("Input.Key", "returns"), ("Input.External", "true"));

        var late = await InboxApp.PostAsync(admin, $"/settings/departments/{id}", ("Input.Revision", "0"), ("Input.Name", "Mine"), ("Input.Key", "returns"));

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync()).ShouldContain("Somebody else has saved this");
    }

    [Fact]
    public async Task Calendar_shows_the_wrong_day_and_then_is_saved()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var wrong = await InboxApp.PostAsync(admin, "/settings/calendars/new", Calendar("nine", "25.12.2026"));
        var html = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        html.ShouldContain("“25.12.2026” is not a date");
        html.ShouldContain("value=\"nine\"");
        var stillWrong = await InboxApp.PostAsync(admin, "/settings/calendars/new", Calendar("nine", "2026-12-25"));
        WebUtility.HtmlDecode(await stillWrong.Content.ReadAsStringAsync()).ShouldContain("id=\"Input_Hours_monday_-error\"");
        (await InboxApp.PostAsync(admin, "/settings/calendars/new", Calendar("09:00-12:30, 13:30-17:00", "2026-12-25"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var saved = await app.QueryAsync(db => db.Calendars.SingleAsync(c => c.Name == "Shop"));
        saved.Hours["monday"].ShouldBe(["09:00-12:30", "13:30-17:00"]);
        saved.Hours["sunday"].ShouldBeEmpty();
        saved.Holidays.ShouldBe([new DateOnly(2026, 12, 25)]);
    }

    [Fact]
    public async Task Preview_counts_by_the_hours_as_they_are_typed()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var due = await InboxApp.PostAsync(
            admin, "/settings/calendars/new?handler=Preview",
            [.. Calendar("09:00-17:00", ""), ("Input.Hours[friday]", "09:00-17:00"), ("Input.TryPromise", "4h"), ("Input.TryDay", "Friday"), ("Input.TryTime", "16:30")]);

        (await due.Content.ReadAsStringAsync()).ShouldMatch("^is due Monday .*, 12:30$");
    }

    [Fact]
    public async Task Channel_keeps_its_password_and_never_shows_it()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var department = new Department { Name = "Post", Key = "post" };
        await app.InsertAsync(department);
        var form = Mail(department.Id);

        var wrong = await InboxApp.PostAsync(admin, "/settings/channels/new?kind=email", [.. form, ("Input.Email.SmtpHost", "not a host:25"), ("Input.Email.SmtpPassword", "hunter2")]);
        var html = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        html.ShouldContain("Input_Email_SmtpHost-error");
        html.ShouldContain("Type this again: it is never sent back to a page.");
        html.ShouldNotContain("hunter2");
        (await InboxApp.PostAsync(admin, "/settings/channels/new?kind=email", [.. form, ("Input.Email.SmtpHost", "smtp.example.com"), ("Input.Email.SmtpPassword", "hunter2")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var channel = await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Key == "post-mail"));
        channel.Settings.ShouldNotContain("hunter2");
        var page = await admin.GetStringAsync(new Uri($"/settings/channels/{channel.Id}", UriKind.Relative));
        page.ShouldNotContain("protected:");
        page.ShouldContain("One is stored and never shown");
        await InboxApp.PostAsync(admin, $"/settings/channels/{channel.Id}", [.. form, ("Input.Email.SmtpHost", "other.example.com")]);
        var kept = await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Key == "post-mail"));
        kept.Settings.ShouldContain("protected:");
        kept.Settings.ShouldContain("other.example.com");
    }

    [Fact]
    public async Task Door_in_trouble_says_why_and_can_be_closed()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var department = new Department { Name = "Doors", Key = "doors" };
        await app.InsertAsync(department);
        var channel = new Channel { Key = "broken", Name = "Broken", Kind = "email", DepartmentId = department.Id, Address = "b@example.com", Problem = "The server refuses the password." };
        await app.InsertAsync(channel);

        (await admin.GetStringAsync(new Uri($"/settings/channels/{channel.Id}", UriKind.Relative))).ShouldContain("The server refuses the password.");
        await InboxApp.PostAsync(admin, $"/settings/channels/{channel.Id}?handler=Enable", ("enabled", "false"));

        (await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Id == channel.Id))).Enabled.ShouldBeFalse();
    }

    [Fact]
    public async Task Rule_is_saved_and_moved_in_place()
    {
        var admin = await app.SignInAsync(Role.Admin);
        foreach (var name in (string[])["First", "Second"])
        {
            (await InboxApp.PostAsync(admin, "/settings/routing/new", ("Input.Name", name), ("Input.Enabled", "true"), ("Input.Words", "refund, late parcel"), ("Input.Priority", "High"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        var second = await app.QueryAsync(db => db.RoutingRules.SingleAsync(r => r.Name == "Second"));
        second.Words.ShouldBe(["refund", "late parcel"]);
        admin.DefaultRequestHeaders.Add("HX-Request", "true");
        using var move = new FormUrlEncodedContent([new("rule", $"{second.Id}"), new("up", "true")]);
        var list = await (await admin.PostAsync(new Uri("/settings/routing?handler=Move", UriKind.Relative), move)).Content.ReadAsStringAsync();

        list.ShouldNotContain("<html");
        list.IndexOf("Second", StringComparison.Ordinal).ShouldBeLessThan(list.IndexOf("First", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rule_with_a_wrong_number_is_told_in_words()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await InboxApp.PostAsync(admin, "/settings/routing/new", ("Input.Name", "Loud"), ("Input.Priority", "High"), ("Input.MinReach", "many"));

        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.ShouldContain("Give a whole number.");
        html.ShouldContain("value=\"many\"");
    }

    [Fact]
    public async Task Policy_reads_times_as_people_write_them()
    {
        var admin = await app.SignInAsync(Role.Admin);
        (string, string)[] form = [("Input.Name", "Gold"), ("Input.Enabled", "true"), ("Input.Targets[0].Metric", "FirstReply"), ("Input.Targets[0].High", "1h 30m")];

        var wrong = await InboxApp.PostAsync(admin, "/settings/sla/new", [.. form, ("Input.Targets[0].Low", "soon")]);
        WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync()).ShouldContain("Write a time like 30m, 4h or 1h 30m.");
        (await InboxApp.PostAsync(admin, "/settings/sla/new", [
            .. form, ("Input.Targets[0].Low", "2d"),
            ("Input.Steps[0].Metric", "FirstReply"), ("Input.Steps[0].SharePercent", ""), ("Input.Steps[0].Action", "NotifyLead"),
            ("Input.Steps[1].Metric", "FirstReply"), ("Input.Steps[1].SharePercent", "75"), ("Input.Steps[1].Action", "NotifyLead")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var policy = await app.QueryAsync(db => db.SlaPolicies.SingleAsync(p => p.Name == "Gold"));
        policy.Targets.ShouldBe([new SlaTarget(SlaMetric.FirstReply, 2880, null, 90, null)]);
        policy.Steps.ShouldBe([new EscalationStep(SlaMetric.FirstReply, 75, EscalationAction.NotifyLead)]);
        (await admin.GetStringAsync(new Uri($"/settings/sla/{policy.Id}", UriKind.Relative))).ShouldContain("value=\"1h 30m\"");
    }

    private static (string, string)[] Calendar(string monday, string holidays) =>
        [("Input.Name", "Shop"), ("Input.TimeZone", "Europe/London"), ("Input.Hours[monday]", monday), ("Input.Holidays", holidays)];

    private static (string, string)[] Mail(long departmentId) =>
    [
        ("Input.Kind", "email"), ("Input.Key", "post-mail"), ("Input.Name", "Post"), ("Input.DepartmentId", $"{departmentId}"), ("Input.Address", "post@example.com"),
        ("Input.ReopenDays", "14"), ("Input.Email.SmtpPort", "587"), ("Input.Email.SmtpSecurity", "starttls"), ("Input.Email.HasPassword", "true"),
    ];
}
