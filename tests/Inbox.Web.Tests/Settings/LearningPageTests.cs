using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Core.Routing;
using Inbox.Core.Routing.Learning;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Settings;

/// <summary>The page of learning and the suggestion beside a case, in the whole application with its workers.</summary>
public sealed class LearningPageTests(InboxApp app) : IClassFixture<InboxApp>, IAsyncLifetime
{
    private const string Page = "/settings/routing/learning";
    private Department _desk = null!;
    private Department _money = null!;
    private Channel _door = null!;

    public async Task InitializeAsync()
    {
        if (await app.QueryAsync(db => db.Departments.SingleOrDefaultAsync(d => d.Key == "desk")) is not { } desk)
        {
            await app.InsertAsync(new Department { Name = "Desk", Key = "desk" }, new Department { Name = "Money", Key = "money" });
            desk = await app.QueryAsync(db => db.Departments.SingleAsync(d => d.Key == "desk"));
            await app.InsertAsync(new Channel { Key = "desk", Name = "Desk mail", Kind = "email", DepartmentId = desk.Id, Address = "desk@acme.example" });
        }

        _desk = desk;
        _money = await app.QueryAsync(db => db.Departments.SingleAsync(d => d.Key == "money"));
        _door = await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Key == "desk"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_is_chosen_is_saved_and_a_wrong_number_comes_back()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var revision = (await app.QueryAsync(db => db.LearningSettings.SingleAsync())).Revision.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var wrong = await InboxApp.PostAsync(admin, Page, ("Input.Revision", revision), ("Input.Mode", "Route"), ("Input.SurePercent", "101"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("Give a number from 50 to 99.");

        (await InboxApp.PostAsync(admin, Page, ("Input.Revision", revision), ("Input.Mode", "Suggest"), ("Input.SurePercent", "85"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await admin.GetStringAsync(new Uri(Page, UriKind.Relative))).ShouldContain("it suggests, and people decide");
        var saved = await app.QueryAsync(db => db.LearningSettings.SingleAsync());
        (saved.Mode, saved.SurePercent, saved.Confidential).ShouldBe((LearningMode.Suggest, 85, false));
    }

    [Fact]
    public async Task Manager_neither_saves_nor_makes_it_learn()
    {
        var manager = await app.SignInAsync(Role.Manager);
        using var form = new FormUrlEncodedContent([new("Input.Mode", "Route"), new("Input.SurePercent", "60")]);
        var before = await app.QueryAsync(db => db.LearningSettings.AsNoTracking().SingleAsync());

        (await manager.PostAsync(new Uri(Page, UriKind.Relative), form)).IsSuccessStatusCode.ShouldBeFalse();
        (await manager.PostAsync(new Uri(Page + "?handler=Learn", UriKind.Relative), content: null)).IsSuccessStatusCode.ShouldBeFalse();
        (await manager.GetAsync(new Uri(Page + $"?handler=Words&by=Channel&channel={_door.Id}&to={_money.Id}", UriKind.Relative))).StatusCode.ShouldNotBe(HttpStatusCode.OK);

        var after = await app.QueryAsync(db => db.LearningSettings.AsNoTracking().SingleAsync());
        (after.Revision, after.SurePercent).ShouldBe((before.Revision, before.SurePercent));
    }

    [Fact]
    public async Task Learning_with_too_few_cases_says_how_many_more_it_needs()
    {
        var admin = await app.SignInAsync(Role.Admin);

        (await InboxApp.PostAsync(admin, Page + "?handler=Learn")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        await Eventually.IsAsync(() => app.QueryAsync(db => db.LearntModels.AnyAsync(m => m.Missing != null)));
        var html = await admin.GetStringAsync(new Uri(Page, UriKind.Relative));
        html.ShouldContain("more: it learns from 200 cases that somebody answered or resolved");
    }

    [Fact]
    public async Task Corrections_are_counted_and_their_words_make_a_rule()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var agent = await app.AddAgentAsync(Role.Agent, _desk.Id);
        foreach (var i in Enumerable.Range(0, 6))
        {
            var moved = await OpenAsync("Please send the voucher", "My voucher code does not work");
            (await app.SendAsync(new ChangeDepartment.Command(moved, _money.Id, Reason: null, ActorOf(agent)))).IsOk.ShouldBeTrue();
            await OpenAsync("Question", $"How do I change my name {i}");
            await OpenAsync("Question", $"The page is slow today {i}");
        }

        var html = WebUtility.HtmlDecode(await admin.GetStringAsync(new Uri(Page, UriKind.Relative)));
        html.ShouldContain("No rule, through Desk mail");
        html.ShouldContain("6 of 18 moved to Money");
        html.ShouldContain("Which words stand out in the 6 that went to Money?");

        var words = await admin.GetStringAsync(new Uri(Page + $"?handler=Words&by=Channel&channel={_door.Id}&to={_money.Id}", UriKind.Relative));
        words.ShouldContain(">voucher</b>");
        words.ShouldNotContain(">slow</b>");
        words.ShouldContain($"&department={_money.Id}");
    }

    [Fact]
    public async Task List_of_rules_says_how_often_people_moved_what_a_rule_sent()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var agent = await app.AddAgentAsync(Role.Agent, _desk.Id);
        var rule = new RoutingRule { Name = "all to the desk", Position = 99, Enabled = false, DepartmentId = _desk.Id };
        await app.InsertAsync(rule);
        foreach (var i in Enumerable.Range(0, 3))
        {
            var id = await OpenAsync("By rule", $"text {i}", ruleId: rule.Id);
            if (i > 0)
            {
                (await app.SendAsync(new ChangeDepartment.Command(id, _money.Id, Reason: null, ActorOf(agent)))).IsOk.ShouldBeTrue();
            }
        }

        var page = await admin.GetStringAsync(new Uri("/settings/routing", UriKind.Relative));
        page.ShouldContain("people moved 2 of the 3 that it sent, to Money");
        page.ShouldContain($"href=\"{Page}\"");
    }

    [Fact]
    public async Task Suggestion_stands_beside_a_new_case_until_it_is_followed()
    {
        var browser = await app.SignInAsync(Role.Agent, _desk.Id);
        var id = await OpenAsync("Refund", "Please", new Suggestion(_money.Id, 86));
        var page = new Uri($"/cases/C-{id}", UriKind.Relative);
        var html = await browser.GetStringAsync(page);
        html.ShouldContain("Looks like");
        html.ShouldContain("(86 % sure)");
        html.ShouldContain("id=\"act-suggested\"");

        (await InboxApp.PostAsync(browser, $"/cases/C-{id}?handler=Department", ("department", _money.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)))).IsSuccessStatusCode.ShouldBeTrue();

        (await browser.GetStringAsync(page)).ShouldNotContain("act-suggested");
        (await app.QueryAsync(db => db.RoutingCorrections.AnyAsync(c => c.CaseId == id && c.ToDepartmentId == _money.Id))).ShouldBeTrue();
    }

    private static Actor ActorOf(Agent agent) => new(agent.Id, agent.DisplayName, Role.Agent, [], Everywhere: true);

    private Task<long> OpenAsync(string subject, string text, Suggestion? suggestion = null, long? ruleId = null) => app.QueryAsync(async db =>
    {
        var now = DateTimeOffset.UtcNow;
        var id = await db.Database.SqlQuery<long>($"SELECT nextval(pg_get_serial_sequence('cases', 'id')) AS \"Value\"").SingleAsync();
        db.Cases.Add(Core.Cases.Case.Open(
            id,
            new CaseOpening { Subject = subject, ChannelId = _door.Id, DepartmentId = _desk.Id, RoutedBy = ruleId is null ? RoutedBy.Channel : RoutedBy.Rule, RoutingRuleId = ruleId, Suggestion = suggestion },
            new DateTimeOffset(now.UtcTicks - (now.UtcTicks % 10), TimeSpan.Zero)));
        var message = new Message { ChannelId = _door.Id, Direction = Direction.Inbound, Subject = subject, Text = text, ReplyText = text, PostedAt = now, ReceivedAt = now };
        message.Join(id);
        db.Messages.Add(message);
        await db.SaveChangesAsync();
        return id;
    });
}
