using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Testing;
using Inbox.Web.Tests.Api;

namespace Inbox.Web.Tests.Access;

/// <summary>Who is offered when somebody types @ in a note.</summary>
public sealed class NameableTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task People_and_departments_are_offered_by_the_beginning_of_a_name_contractors_are_not()
    {
        var colleague = await app.AddAgentAsync(Role.Agent, app.Billing.Id);
        var outside = await app.AddAgentAsync(Role.Agent, app.Repair.Id);
        using var me = await app.SignInAsync(await app.AddAgentAsync(Role.Agent, app.Support.Id));

        (await OfferedAsync(me, colleague.DisplayName)).ShouldContain((colleague.DisplayName, "Billing", false));
        (await OfferedAsync(me, colleague.Email!.Split('@')[0])).ShouldContain((colleague.DisplayName, "Billing", false));
        (await OfferedAsync(me, outside.DisplayName)).ShouldNotContain(o => o.Name == outside.DisplayName);
        (await OfferedAsync(me, "bill")).ShouldContain(("Billing", "everybody there", false));
        (await OfferedAsync(me, "peop")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Member_of_a_confidential_department_sees_whom_naming_would_let_in()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "secret@mail.example"), "complaints");
        var inside = await app.AddAgentAsync(Role.Agent, app.People.Id);
        var outside = await app.AddAgentAsync(Role.Agent, app.Billing.Id);
        using var me = await app.SignInAsync(await app.AddAgentAsync(Role.Agent, app.People.Id));

        (await OfferedAsync(me, outside.DisplayName, number)).ShouldContain((outside.DisplayName, "Billing", true));
        (await OfferedAsync(me, inside.DisplayName, number)).ShouldContain((inside.DisplayName, "People", false));
    }

    [Fact]
    public async Task Contractor_is_offered_their_own_colleagues_only()
    {
        var inside = await app.AddAgentAsync(Role.Agent, app.Support.Id);
        var own = await app.AddAgentAsync(Role.Agent, app.Repair.Id);
        using var me = await app.SignInAsync(await app.AddAgentAsync(Role.Agent, app.Repair.Id));

        (await OfferedAsync(me, own.DisplayName)).ShouldContain(o => o.Name == own.DisplayName);
        (await OfferedAsync(me, inside.DisplayName)).ShouldNotContain(o => o.Name == inside.DisplayName);
        (await OfferedAsync(me, "Support")).ShouldBeEmpty();
    }

    private static async Task<List<(string Name, string Of, bool Gains)>> OfferedAsync(HttpClient me, string q, string? number = null)
    {
        var offers = await me.GetFromJsonAsync<JsonElement>($"/people?q={Uri.EscapeDataString(q)}&case={number}");
        return [.. offers.EnumerateArray().Select(o => (o.Text("name")!, o.Text("of")!, o.GetProperty("gains").GetBoolean()))];
    }
}
