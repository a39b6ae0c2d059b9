using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using Inbox.Web.Pages.Settings.Calendars;
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
    [InlineData("/settings/routing/learning")]
    [InlineData("/settings/sla")]
    [InlineData("/settings/sla/new")]
    [InlineData("/settings/webhooks")]
    [InlineData("/settings/webhooks/new")]
    [InlineData("/settings/notices")]
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
    [InlineData("/settings/webhooks/999999")]
    public async Task What_is_not_there_is_not_found(string page)
    {
        var admin = await app.SignInAsync(Role.Admin);

        (await admin.GetAsync(new Uri(page, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_department_asks_for_is_kept_and_empty_lines_are_not()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await InboxApp.PostAsync(
            admin, "/settings/departments/new", ("Input.Name", "Lab"), ("Input.Key", "lab"),
            ("Input.Checklist[0].Label", "Serial number"), ("Input.Checklist[0].Kind", "Text"), ("Input.Checklist[0].Required", "true"),
            ("Input.Checklist[1].Label", ""), ("Input.Checklist[2].Label", "Weight"), ("Input.Checklist[2].Kind", "Number"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var lab = await app.QueryAsync(db => db.Departments.SingleAsync(d => d.Key == "lab"));
        lab.Checklist.ShouldBe([new("Serial number", ChecklistKind.Text, Required: true), new("Weight", ChecklistKind.Number, Required: false)]);
        (await admin.GetStringAsync(new Uri($"/settings/departments/{lab.Id}", UriKind.Relative))).ShouldContain("value=\"Weight\"");
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

        var wrong = await InboxApp.PostAsync(admin, "/settings/calendars/new", Calendar("nine", "17:00", "25.12.2026"));
        var html = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        html.ShouldContain("“25.12.2026” is not a date");
        html.ShouldContain("value=\"nine\"");
        var stillWrong = await InboxApp.PostAsync(admin, "/settings/calendars/new", Calendar("nine", "17:00", "2026-12-25"));
        WebUtility.HtmlDecode(await stillWrong.Content.ReadAsStringAsync()).ShouldContain("href=\"#Input_Week_0_\"");
        (await InboxApp.PostAsync(admin, "/settings/calendars/new", [
            .. Calendar("09:00", "12:30", "2026-12-25"), ("Input.Week[0].Open[1].From", "13:30"), ("Input.Week[0].Open[1].To", "17:00"), ("Input.Holidays[0].Name", "Christmas"),
            ("Input.Exceptions[0].Date", "2026-12-24"), ("Input.Exceptions[0].Hours", "09:00-12:00")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var saved = await app.QueryAsync(db => db.Calendars.SingleAsync(c => c.Name == "Shop"));
        saved.Hours["monday"].ShouldBe(["09:00-12:30", "13:30-17:00"]);
        saved.Hours["sunday"].ShouldBeEmpty();
        saved.Holidays.ShouldBe([new Holiday(new DateOnly(2026, 12, 25), "Christmas")]);
        saved.Exceptions.Single().Hours.ShouldBe(["09:00-12:00"]);
    }

    [Fact]
    public async Task Preview_counts_by_the_hours_as_they_are_typed()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var due = await InboxApp.PostAsync(
            admin, "/settings/calendars/new?handler=Preview",
            [
                .. Calendar("09:00", "17:00", "2026-12-25"), ("Input.Week[4].Open[0].From", "09:00"), ("Input.Week[4].Open[0].To", "17:00"),
                ("Input.Try.Promise", "4h"), ("Input.Try.Date", "2026-12-21"), ("Input.Try.Time", "16:30"),
            ]);

        // Monday 30 minutes; Friday the 25th is a holiday; the next Monday the rest.
        (await due.Content.ReadAsStringAsync()).Trim().ShouldStartWith("is due Monday 28 December 2026, 12:30");
    }

    [Fact]
    public async Task Rows_come_and_go_without_saving()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var more = await InboxApp.PostAsync(admin, "/settings/calendars/new?handler=Change", [.. Calendar("09:00", "17:00", ""), ("act", "add 0")]);
        (await more.Content.ReadAsStringAsync()).ShouldContain("name=\"Input.Week[0].Open[1].From\"");
        var copied = await InboxApp.PostAsync(admin, "/settings/calendars/new?handler=Change", [.. Calendar("09:00", "17:00", ""), ("act", "copy")]);
        (await copied.Content.ReadAsStringAsync()).ShouldContain("name=\"Input.Week[4].Open[0].From\" value=\"09:00\"");
        var fewer = await InboxApp.PostAsync(admin, "/settings/calendars/new?handler=Change", [.. Calendar("09:00", "17:00", ""), ("act", "remove 0 0")]);
        (await fewer.Content.ReadAsStringAsync()).ShouldNotContain("Input.Week[0].Open[0].From");
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
            (await InboxApp.PostAsync(admin, "/settings/routing/new", ("Input.Name", name), ("Input.Enabled", "true"), ("Input.Conditions.Groups[0].Conditions[0].Kind", "Words"), ("Input.Conditions.Groups[0].Conditions[0].Values", "refund, late parcel"), ("Input.Actions.Priority", "High"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        var second = await app.QueryAsync(db => db.RoutingRules.SingleAsync(r => r.Name == "Second"));
        second.Conditions.Groups.Single().Conditions.Single().Values.ShouldBe(["refund", "late parcel"]);
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

        var answer = await InboxApp.PostAsync(admin, "/settings/routing/new", ("Input.Name", "Loud"), ("Input.Actions.Priority", "High"), ("Input.Conditions.Groups[0].Conditions[0].Kind", "Reach"), ("Input.Conditions.Groups[0].Conditions[0].Number", "many"));

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
            ("Input.Steps[0].Metric", "FirstReply"), ("Input.Steps[0].Amount", "75"), ("Input.Steps[0].When", "Share"), ("Input.Steps[0].Action", "NotifyLead"),
            ("Input.Steps[1].Metric", "FirstReply"), ("Input.Steps[1].Amount", "1h 30m"), ("Input.Steps[1].When", "Before"), ("Input.Steps[1].Action", "NotifyRole"), ("Input.Steps[1].Role", "Manager")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var policy = await app.QueryAsync(db => db.SlaPolicies.SingleAsync(p => p.Name == "Gold"));
        policy.Targets.ShouldBe([new SlaTarget(SlaMetric.FirstReply, 2880, null, 90, null)]);
        policy.Steps.ShouldBe([
            new EscalationStep(1, SlaMetric.FirstReply, StepTime.Share(75), EscalationAction.NotifyLead),
            new EscalationStep(2, SlaMetric.FirstReply, StepTime.Before(90), EscalationAction.NotifyRole) { Role = Role.Manager }]);
        (await admin.GetStringAsync(new Uri($"/settings/sla/{policy.Id}", UriKind.Relative))).ShouldContain("value=\"1h 30m\"");
    }

    private static (string, string)[] Calendar(string from, string to, string holiday) =>
    [
        ("Input.Name", "Shop"), ("Input.TimeZone", "Europe/London"),
        .. CalendarForm.Days.Select((day, i) => ($"Input.Week[{i}].Day", day)),
        ("Input.Week[0].Open[0].From", from), ("Input.Week[0].Open[0].To", to), ("Input.Holidays[0].Date", holiday),
    ];

    private static (string, string)[] Mail(long departmentId) =>
    [
        ("Input.Kind", "email"), ("Input.Key", "post-mail"), ("Input.Name", "Post"), ("Input.DepartmentId", $"{departmentId}"), ("Input.Address", "post@example.com"),
        ("Input.ReopenDays", "14"), ("Input.Email.SmtpPort", "587"), ("Input.Email.SmtpSecurity", "starttls"), ("Input.Email.HasPassword", "true"),
    ];
}
