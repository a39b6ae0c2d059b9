using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Testing;
using Inbox.Web.Pages.AgentsPage;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.AgentsPage;

/// <summary>Work of somebody who is away is offered to their colleagues.</summary>
public sealed class AwayTests(Desk desk) : IClassFixture<Desk>
{
    private Company Company => desk.Company;

    [Fact]
    public async Task What_we_owe_on_cases_of_somebody_who_is_away_stands_in_unassigned_until_they_are_back()
    {
        var (owed, waits) = (await TakenAsync(), await TakenAsync());
        await Company.AnswerAsync(waits);
        (await UnassignedAsync()).ShouldBe([]);

        await AwayAsync(Company.Clock.GetUtcNow().AddHours(2));
        (await UnassignedAsync()).ShouldBe([owed]);
        (await desk.AskAsync(new ViewCounts.Query(Company.Ana with { Name = "asks anew" }))).Of(InboxView.Unassigned).Number.ShouldBe(1);
        (await desk.ListAsync(InboxView.Mine, Company.Ana)).ShouldContain(owed);
        (await desk.ListAsync(InboxView.All, Company.Ana, "is:unassigned")).ShouldBe([owed]);
        (await Company.CaseAsync(owed)).AssigneeId.ShouldBe(Company.Ana.AgentId);

        Company.Clock.Advance(TimeSpan.FromHours(3));
        (await UnassignedAsync()).ShouldBe([]);
    }

    private async Task<long> TakenAsync()
    {
        var id = await Company.MailAsync(Mails.Of(from: $"Z <z{Guid.NewGuid():N}@mail.example>"));
        await Company.SendAsync(new AssignCase.Command(id, Company.Ana.AgentId, Company.Ana));
        return id;
    }

    private async Task AwayAsync(DateTimeOffset until)
    {
        (await Company.SendAsync(new SetPresence.Command(Company.Ana.AgentId!.Value, Away: true, until, Company.Ana))).IsOk.ShouldBeTrue();
        Company.Services.GetRequiredService<Rulebook>().Forget();
    }

    private Task<List<long>> UnassignedAsync() => desk.ListAsync(InboxView.Unassigned, Company.Ana);
}
