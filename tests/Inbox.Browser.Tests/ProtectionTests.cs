using Inbox.Core.Access;
using Inbox.Testing;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

/// <summary>The clicks by which a person settles what no rule can know.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ProtectionTests(BrowserFixture browser, BrowserApp app)
{
    private const string Passed = "Could you look after her?\r\n\r\n---------- Forwarded message ---------\r\nFrom: Vera Lind <vera@mail.example>\r\nDate: today\r\nSubject: Rattling fan\r\nTo: <x@larkfield.example>\r\n\r\nThe fan rattles since Monday.\r\n";

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Colleagues_forward_becomes_the_customers_case_by_one_click(int width, ColorScheme colors)
    {
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        app.Services.GetService(typeof(Core.Rulebook)).ShouldBeOfType<Core.Rulebook>().Forget();
        var number = await app.HandInAsync(Mails.Of(from: $"Colin <{agent.Email}>", to: BrowserApp.Support, subject: "Fwd: Rattling fan", text: Passed, extra: "Cc: Paul <paul@mail.example>\r\n"));
        await using var visit = await Visit.BeginAsync(browser, app, new ViewportSize { Width = width, Height = 844 }, colors);
        await visit.SignInAsync(agent);
        await visit.Page.GotoAsync($"/cases/{number}");
        await Assertions.Expect(visit.Page.GetByText("Forwarded by Colin for customer Vera Lind")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm", Exact = true }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Rattling fan", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#thread").GetByText("vera@mail.example", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#thread").GetByText("Could you look after her?")).ToBeVisibleAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_by_no_person_closes_its_case_by_one_click()
    {
        await using var visit = await Visit.BeginAsync(browser, app);
        var agent = await app.AddAgentAsync(Role.Agent, app.SupportId);
        await visit.SignInAsync(agent);
        var number = await app.HandInAsync(Mails.Of(from: "Shop <shop@mail.example>", to: BrowserApp.Support, subject: "We got your order"));
        await visit.Page.GotoAsync($"/cases/{number}");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "No person wrote this" }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByText("Marked as not by a person")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Status Closed: change" })).ToBeVisibleAsync();
        visit.Complaints.ShouldBeEmpty();
    }
}
