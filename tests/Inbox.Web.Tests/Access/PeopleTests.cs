using System.Net;
using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Departments;
using Inbox.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Access;

public sealed class PeopleTests(InboxApp app) : IClassFixture<InboxApp>
{
    [Fact]
    public async Task New_person_without_a_password_chooses_one_by_a_link_that_works_once()
    {
        var created = (await app.SendAsync(new CreateAgent.Command("new@example.com", "New", Role.Agent, [], Password: null, Actor.System))).Value;
        var proof = new PasswordProof.Link(await LinkAsync(created));

        var first = await app.SendAsync(new SetPassword.Command(created, "three words in a row", proof, Actor.System));
        var again = await app.SendAsync(new SetPassword.Command(created, "three other words now", proof, Actor.System));

        first.IsOk.ShouldBeTrue();
        again.Error!.Code.ShouldBe("link_over");
    }

    [Theory]
    [InlineData("short")]
    [InlineData("aaaaaaaaaaaaaaaaaa")]
    public async Task Weak_password_is_refused_by_its_field(string password)
    {
        var command = new CreateAgent.Command("weak@example.com", "Weak", Role.Agent, [], password, Actor.System);

        var refused = await Should.ThrowAsync<ValidationException>(() => app.SendAsync(command));

        refused.Errors.Single().PropertyName.ShouldBe("Password");
    }

    [Fact]
    public async Task Address_of_somebody_else_is_refused_by_its_field()
    {
        var taken = await app.AddAgentAsync(Role.Agent);
        var command = new CreateAgent.Command(taken.Email!.ToUpperInvariant(), "Other", Role.Agent, [], Password: null, Actor.System);

        (await Should.ThrowAsync<ValidationException>(() => app.SendAsync(command))).Errors.Single().PropertyName.ShouldBe("Email");
    }

    [Fact]
    public async Task Departments_of_a_person_are_replaced()
    {
        var (support, billing) = (new Department { Name = "Support", Key = "p-support" }, new Department { Name = "Billing", Key = "p-billing" });
        await app.InsertAsync(support, billing);
        var agent = await app.AddAgentAsync(Role.Agent, support.Id);

        await app.SendAsync(new UpdateAgent.Command(agent.Id, agent.Email!, "Renamed", Role.Manager, [billing.Id], Actor.System));

        var stored = await app.QueryAsync(db => Task.FromResult(db.AgentDepartments.Where(d => d.AgentId == agent.Id).Select(d => d.DepartmentId).ToList()));
        stored.ShouldBe([billing.Id]);
    }

    [Fact]
    public async Task New_password_ends_other_sessions()
    {
        var agent = await app.AddAgentAsync(Role.Agent);
        var elsewhere = await app.SignInAsync(agent);

        await app.SendAsync(new SetPassword.Command(agent.Id, "another good password", new PasswordProof.Admin(), Actor.System));

        await Eventually.IsAsync(async () => (await elsewhere.GetAsync("/account")).StatusCode == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Agent_cannot_make_themselves_administrator()
    {
        var agent = await app.AddAgentAsync(Role.Agent);
        var self = new Actor(agent.Id, agent.DisplayName, Role.Agent, []);

        var refused = await app.SendAsync(new UpdateAgent.Command(agent.Id, agent.Email!, agent.DisplayName, Role.Admin, [], self));

        refused.Error!.Code.ShouldBe("admins_only");
    }

    private async Task<string> LinkAsync(long id)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Agent>>();
        return await users.GeneratePasswordResetTokenAsync((await users.FindByIdAsync(id.ToString(System.Globalization.CultureInfo.InvariantCulture)))!);
    }
}
