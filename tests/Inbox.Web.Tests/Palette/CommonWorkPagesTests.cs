using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Palette;

/// <summary>The pages themselves: who gets them, and that a title is text.</summary>
public sealed class CommonWorkPagesTests(InboxApp app) : IClassFixture<InboxApp>
{
    private const string Hostile = "<script>alert(1)</script>\"'";

    [Theory]
    [InlineData("/settings/tags")]
    [InlineData("/settings/tags/new")]
    [InlineData("/settings/answers")]
    [InlineData("/settings/answers/new")]
    [InlineData("/settings/macros")]
    [InlineData("/settings/macros/new")]
    [InlineData("/settings/playbooks")]
    [InlineData("/settings/playbooks/new")]
    public async Task Settings_are_for_admins_only(string page)
    {
        (await (await app.SignInAsync(Role.Admin)).GetAsync(new Uri(page, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await app.SignInAsync(Role.Manager)).GetAsync(new Uri(page, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Titles_and_steps_are_text_wherever_they_stand()
    {
        var admin = await app.SignInAsync(Role.Admin);
        (await InboxApp.PostAsync(admin, "/settings/tags/new", ("Input.Name", Hostile), ("Input.Hue", "2"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await InboxApp.PostAsync(admin, "/settings/answers/new", ("Input.Title", Hostile), ("Input.Body", Hostile + " {{case.number}}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await InboxApp.PostAsync(admin, "/settings/macros/new", ("Input.Name", Hostile), ("Input.TextIs", "Note"), ("Input.Text", Hostile), ("Input.AddTags", Hostile))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await InboxApp.PostAsync(admin, "/settings/playbooks/new", ("Input.Name", Hostile), ("Input.Enabled", "true"), ("Input.OpensByItself", "true"),
            ("Input.Steps[0].Place", "2"), ("Input.Steps[0].Text", "second"), ("Input.Steps[1].Place", "1"), ("Input.Steps[1].Text", Hostile))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var id = await OpenAsync();

        foreach (var page in new[] { "/settings/tags", "/settings/answers", "/settings/macros", "/settings/playbooks", $"/palette?case={id}", $"/cases/C-{id}" })
        {
            var html = await admin.GetStringAsync(new Uri(page, UriKind.Relative));
            html.ShouldContain(WebUtility.HtmlEncode("<script>alert(1)"));
            html.ShouldNotContain("<script>alert(1)");
        }

        var side = await admin.GetStringAsync(new Uri($"/cases/C-{id}", UriKind.Relative));
        side.IndexOf(">second<", StringComparison.Ordinal).ShouldBeGreaterThan(side.IndexOf("aria-label=\"&lt;script&gt;alert(1)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unknown_placeholder_comes_back_beside_its_field()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await InboxApp.PostAsync(admin, "/settings/answers/new", ("Input.Title", "Wrong"), ("Input.Body", "Dear {{customer.title}}"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.ShouldContain("There is no placeholder {{customer.title}}");
        html.ShouldContain("id=\"Input_Body-error\"");
        html.ShouldContain("name=\"Input.Body\"");
    }

    [Fact]
    public async Task Macro_that_cannot_be_saved_says_so_beside_its_fields()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await InboxApp.PostAsync(admin, "/settings/macros/new", ("Input.Name", "Nothing"), ("Input.TextIs", "None"), ("Input.SnoozeHours", "99999"), ("Input.Assign", "Person"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.ShouldContain("id=\"Input_SnoozeHours-error\"");
        html.ShouldContain("id=\"Input_AgentId-error\"");
    }

    [Fact]
    public async Task Own_answers_are_edited_by_their_owner_only()
    {
        var (mine, other) = (await app.AddAgentAsync(Role.Agent), await app.SignInAsync(Role.Admin));
        var owner = await app.SignInAsync(mine);
        (await InboxApp.PostAsync(owner, "/account/answers/new", ("Input.Title", "My own"), ("Input.Body", "Hello"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var id = await app.QueryAsync(db => db.CannedAnswers.Where(a => a.OwnerId == mine.Id).Select(a => a.Id).SingleAsync());

        (await owner.GetStringAsync(new Uri("/account", UriKind.Relative))).ShouldContain("My own");
        (await owner.GetAsync(new Uri($"/account/answers/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync(new Uri($"/account/answers/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync(new Uri($"/settings/answers/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>A case that a person opens, in a department and through a door of its own.</summary>
    private async Task<long> OpenAsync()
    {
        var department = new Core.Departments.Department { Name = "Palette", Key = "palette" };
        await app.InsertAsync(department);
        var door = new Core.Channels.Channel { Key = "palette", Name = "Palette mail", Kind = "email", DepartmentId = department.Id, Address = "palette@acme.example" };
        await app.InsertAsync(door);
        return (await app.SendAsync(new OpenCase.Command("S", "T", new("email", "nora@mail.example", "Nora"), door.Id, null, null, [Hostile], Actor.System))).Value;
    }
}
