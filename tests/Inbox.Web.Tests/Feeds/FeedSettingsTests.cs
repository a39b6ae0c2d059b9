using System.Globalization;
using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Feeds;

/// <summary>How an administrator finds a feed and says what is taken of it.</summary>
public sealed class FeedSettingsTests(BlogApp app) : IClassFixture<BlogApp>
{
    [Fact]
    public async Task Feeds_of_a_page_are_shown_to_choose_from_and_a_single_one_is_taken()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var several = await AskAsync(admin, "FindFeeds", ("Input.Address", app.Url.AbsoluteUri));
        several.ShouldContain("several feeds");
        several.ShouldContain("<b>Comments on Kitchen Notes</b>");
        several.ShouldContain("RSS, 3 entries");
        several.ShouldNotContain("hx-swap-oob");

        var one = await AskAsync(admin, "FindFeeds", ("Input.Address", new Uri(app.Url, "about").AbsoluteUri));
        one.ShouldContain($"value=\"{new Uri(app.Url, "comments")}\" hx-swap-oob=\"true\"");

        (await AskAsync(admin, "FindFeeds", ("Input.Address", new Uri(app.Url, "bare").AbsoluteUri))).ShouldContain("names no feed on this page");
    }

    [Fact]
    public async Task Words_are_tried_on_the_last_entries()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var tried = await AskAsync(
            admin, "TryFeed", ("Input.Address", new Uri(app.Url, "comments").AbsoluteUri), ("Input.Feed.BrandNames", "Cafe Acme\nacme"), ("Input.Feed.ExcludeWords", "acme pie"));

        tried.ShouldContain("1 of the last 3 entries would be taken");
        tried.ShouldContain("taken: has &#x201C;Cafe Acme&#x201D;");
        tried.ShouldContain("not taken: left out for &#x201C;acme pie&#x201D;");
        tried.ShouldContain("not taken: has none of the words");
    }

    [Fact]
    public async Task Page_with_one_feed_is_saved_as_that_feed_with_what_was_typed()
    {
        var admin = await app.SignInAsync(Role.Admin);

        (await SaveAsync(admin, "notes", "about", ("Input.Feed.BrandNames", "Acme"), ("Input.Feed.ExcludeWords", "acme pie"), ("Input.Feed.FollowsComments", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var saved = await DoorAsync("notes");
        saved.Address.ShouldBe(new Uri(app.Url, "comments").AbsoluteUri);
        var page = await admin.GetStringAsync(new Uri($"/settings/channels/{saved.Id}", UriKind.Relative));
        page.ShouldContain("acme pie</textarea>");
        page.ShouldMatch("name=\"Input.Feed.FollowsComments\"[^>]*checked|checked[^>]*name=\"Input.Feed.FollowsComments\"");
    }

    [Theory]
    [InlineData("", "has 2 feeds")]
    [InlineData("bare", "names no feed on this page")]
    public async Task Page_without_one_feed_is_not_saved(string path, string words)
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await SaveAsync(admin, "none", path);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }

    [Fact]
    public async Task Site_that_is_down_is_saved_as_typed()
    {
        var admin = await app.SignInAsync(Role.Admin);

        (await SaveAsync(admin, "down", "no-such-page")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await DoorAsync("down")).Address.ShouldBe(new Uri(app.Url, "no-such-page").AbsoluteUri);
    }

    [Fact]
    public async Task WordPress_describes_its_form()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var page = await admin.GetStringAsync(new Uri("/settings/channels/new?kind=wordpress", UriKind.Relative));

        page.ShouldContain("Address of the blog");
        page.ShouldContain("type=\"password\"");
        page.ShouldContain("add a new application password");
    }

    private static async Task<string> AskAsync(HttpClient admin, string handler, params (string, string)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Prepend(("Input.Kind", "feed")).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        var answer = await admin.PostAsync(new Uri($"/settings/channels/new?handler={handler}", UriKind.Relative), form);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<HttpResponseMessage> SaveAsync(HttpClient admin, string key, string path, params (string, string)[] fields) => InboxApp.PostAsync(
        admin, "/settings/channels/new?kind=feed",
        [
            ("Input.Kind", "feed"), ("Input.Key", key), ("Input.Name", key), ("Input.DepartmentId", app.Support.Id.ToString(CultureInfo.InvariantCulture)),
            ("Input.Address", new Uri(app.Url, path).AbsoluteUri), ("Input.ReopenDays", "14"), .. fields,
        ]);

    private Task<Channel> DoorAsync(string key) => app.QueryAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Key == key));
}
