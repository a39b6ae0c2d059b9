using Inbox.Core.Cases;
using Inbox.Core.Customers;

namespace Inbox.Web.Pages.Cases;

/// <summary>Whom the composer offers as recipients: the customer's addresses and everybody on the case but guests.</summary>
internal static class OfferedRecipients
{
    public sealed record Person(string Name, string Address, bool ThirdParty);

    public static IReadOnlyList<Person> Of(CustomerContext.View? customer, IReadOnlyList<CasePerson> people)
    {
        var own = customer is null ? [] : customer.Handles
            .Where(h => h.Kind == HandleKinds.Email && !h.Dead)
            .Select(h => new Person(Named(customer.Name, h.Display), h.Display, ThirdParty: false));
        return
        [
            .. own,
            .. people.Where(p => p.Kind == HandleKinds.Email && !p.Dead && p.State != ParticipantState.Guest)
                .Select(p => new Person(Named(p.Name, p.Address), p.Address, p.State == ParticipantState.ThirdParty)),
        ];
    }

    /// <summary>Who never gave a name goes by their address, which is no name to write before it.</summary>
    private static string Named(string name, string address) => name == address ? "" : name;
}
