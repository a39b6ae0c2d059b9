using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Inbox.Core.Departments;
using Inbox.Core.Intake;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Settings;

/// <summary>How doors stand, on their list and on the page of each.</summary>
public sealed class DoorHealthPageTests(InboxApp app) : IClassFixture<InboxApp>
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task Lost_access_shows_in_red_on_the_list_and_the_page()
    {
        var id = await DoorAsync("lost", problem: "The token was withdrawn.", link => link.AccessLostAt = Now.AddHours(-1));

        foreach (var html in await PagesAsync(id))
        {
            html.ShouldContain("access lost");
            html.ShouldContain("The token was withdrawn.");
            html.ShouldContain("Connect it again in its settings");
        }
    }

    [Fact]
    public async Task Limit_is_a_wait_and_no_trouble()
    {
        var id = await DoorAsync("limited", problem: null, link => link.LimitedUntil = Now.AddHours(1));

        var html = (await PagesAsync(id))[1];

        html.ShouldContain("waits until");
        html.ShouldNotContain("failing");
    }

    [Fact]
    public async Task Near_end_of_the_access_is_said()
    {
        var id = await DoorAsync("ending", problem: null, link => link.RenewBy = Now.AddDays(3));

        (await PagesAsync(id))[1].ShouldContain("its access ends");
    }

    [Fact]
    public async Task What_came_in_a_day_is_counted_by_the_hour()
    {
        var id = await DoorAsync("busy", problem: null, link => link.Unread = 7);
        await app.QueryAsync(async db =>
        {
            foreach (var i in Enumerable.Range(0, 48))
            {
                db.InboundDeliveries.Add(new InboundDelivery { ChannelId = id, ExternalHash = [(byte)i], Version = [1], ReceivedAt = Now.AddMinutes(-i), Size = 1, State = InboundState.Ignored });
            }

            db.InboundDeliveries.Add(new InboundDelivery { ChannelId = id, ExternalHash = [200], Version = [1], ReceivedAt = Now.AddHours(-30), Size = 1, State = InboundState.Ignored });
            return await db.SaveChangesAsync();
        });

        var html = (await PagesAsync(id))[1];

        html.ShouldContain("2 an hour");
        html.ShouldContain("48 in the last 24 hours");
        html.ShouldContain("7 unread there");
    }

    [Fact]
    public async Task Page_says_what_the_kind_can_do() =>
        (await PagesAsync(await DoorAsync("abilities", problem: null, _ => { })))[1].ShouldContain("<li>Tells of news by itself</li><li>Private answers");

    private async Task<long> DoorAsync(string key, string? problem, Action<ChannelLink> change) => await app.QueryAsync(async db =>
    {
        var department = await db.Departments.FirstOrDefaultAsync() ?? db.Departments.Add(new Department { Name = "Support", Key = "support", Hue = 0 }).Entity;
        await db.SaveChangesAsync();
        var door = db.Channels.Add(new Channel { Key = key, Name = key, Kind = "email", DepartmentId = department.Id, Address = $"{key}@acme.example", Problem = problem }).Entity;
        await db.SaveChangesAsync();
        var link = new ChannelLink { ChannelId = door.Id, RetryAt = Now };
        change(link);
        db.ChannelLinks.Add(link);
        await db.SaveChangesAsync();
        return door.Id;
    });

    private async Task<string[]> PagesAsync(long id)
    {
        var admin = await app.SignInAsync(Role.Admin);
        return
        [
            WebUtility.HtmlDecode(await admin.GetStringAsync(new Uri("/settings/channels", UriKind.Relative))),
            WebUtility.HtmlDecode(await admin.GetStringAsync(new Uri($"/settings/channels/{id}", UriKind.Relative))),
        ];
    }
}
