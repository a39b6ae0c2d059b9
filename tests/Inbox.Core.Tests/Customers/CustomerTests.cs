using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Customers;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Customers;

public sealed class CustomerTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Two_who_enter_one_address_at_once_share_one_customer()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FindOrAddAsync("Nora@Example.com", "Nora")));

        found.Distinct().Count().ShouldBe(1);
        (await _company.DbAsync(db => db.Customers.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Merging_moves_addresses_cases_and_notes_to_the_one_that_stays()
    {
        var caseId = await _company.MailAsync("From: Nora <nora@example.com>\r\nTo: support@acme.example\r\nSubject: Leak\r\nMessage-ID: <a@example.com>\r\n\r\nIt leaks.\r\n");
        var goes = (await _company.CaseAsync(caseId)).CustomerId!.Value;
        var stays = await FindOrAddAsync("nora@work.example", "Nora Vance");
        await _company.SendAsync(new UpdateCustomer.Command(goes, "Nora", "VIP", "Likes tea.", _company.Ana));
        await _company.SendAsync(new UpdateCustomer.Command(stays, "Nora Vance", Group: null, "Works nights.", _company.Ana));

        (await _company.SendAsync(new MergeCustomers.Command(goes, stays, _company.Ana))).Error.ShouldBeNull();

        (await _company.CaseAsync(caseId)).CustomerId.ShouldBe(stays);
        var left = await _company.DbAsync(db => db.Customers.SingleAsync());
        (left.Name, left.Group, left.Note).ShouldBe(("Nora Vance", "VIP", "Works nights.\n\nLikes tea."));
        (await _company.DbAsync(db => db.Handles.CountAsync(h => h.CustomerId == stays))).ShouldBe(2);
    }

    [Fact]
    public async Task A_household_keeps_its_number_when_its_first_member_leaves_and_founds_another()
    {
        var (ada, bob, cem, dot) = (await FindOrAddAsync("ada@e.example", "Ada"), await FindOrAddAsync("bob@e.example", "Bob"), await FindOrAddAsync("cem@e.example", "Cem"), await FindOrAddAsync("dot@e.example", "Dot"));
        await _company.SendAsync(new SetHousehold.Command(bob, ada, _company.Ana));
        await _company.SendAsync(new SetHousehold.Command(cem, ada, _company.Ana));
        await _company.SendAsync(new SetHousehold.Command(ada, WithCustomerId: null, _company.Ana));
        await _company.SendAsync(new SetHousehold.Command(dot, ada, _company.Ana));

        var households = await _company.DbAsync(db => db.Customers.ToDictionaryAsync(c => c.Id, c => c.HouseholdId));
        households[bob].ShouldBe(households[cem]);
        households[dot].ShouldBe(households[ada]);
        households[ada].ShouldNotBe(households[bob]);
    }

    [Fact]
    public async Task Marketing_and_contractors_change_no_customer()
    {
        var nora = await FindOrAddAsync("nora@example.com", "Nora");
        var dee = new Actor(_company.Ana.AgentId, "Dee", Role.Marketing, []);

        foreach (var actor in (Actor[])[dee, _company.Rex])
        {
            (await _company.SendAsync(new UpdateCustomer.Command(nora, "X", Group: null, "", actor))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        }
    }

    private async Task<long> FindOrAddAsync(string address, string name)
    {
        await using var scope = _company.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<CustomerDirectory>().FindOrAddAsync(HandleKinds.Email, address, name, default)).CustomerId;
    }
}
