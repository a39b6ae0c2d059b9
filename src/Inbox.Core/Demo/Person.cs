using System.Globalization;
using Inbox.Core.Customers;

namespace Inbox.Core.Demo;

/// <summary>A customer with the addresses over which they are heard.</summary>
internal sealed record Person(Customer Customer, Handle? Email, Handle? Phone, Handle? Blog)
{
    public long Id => Customer.Id;

    public string Name => Customer.Name;
}

/// <summary>Makes customers whose addresses belong to nobody: reserved domains, numbers kept for fiction or never assigned.</summary>
internal static class PersonNames
{
    private static readonly string[] First =
    [
        "Amara", "Ben", "Carla", "Dylan", "Elif", "Freya", "George", "Hamid", "Isla", "Jakub", "Kofi", "Laura", "Mina", "Noah", "Olga", "Petra",
        "Quentin", "Rosa", "Samuel", "Tariq", "Uma", "Viktor", "Wanda", "Xavier", "Yusuf", "Zoe", "Harriet", "Luca", "Ines", "Callum", "Niamh", "Theo",
    ];

    private static readonly string[] Last =
    [
        "Abbott", "Bailey", "Costa", "Doyle", "Evans", "Farah", "Grant", "Hughes", "Ivanov", "Jansen", "Khan", "Lowe", "Murphy", "Novak", "Osei", "Patel",
        "Quinn", "Reid", "Silva", "Turner", "Underhill", "Vance", "Walsh", "Yilmaz", "Zeller", "Marsh", "Keane", "Lindgren", "Moreau", "Sato", "Brooks", "Finch",
    ];

    private static readonly string[] Domains = ["example.com", "example.org", "example.net"];

    public static string Next(Random random) => $"{random.Pick(First)} {random.Pick(Last)}";

    /// <summary>A new customer; the number in the address keeps it unique.</summary>
    public static Person Make(TaleBook book, Random random, DateTimeOffset since, string? name = null, string? group = null, bool withEmail = true, bool withPhone = true, string? blog = null)
    {
        var customer = new Customer { Id = book.Ids.Customers.Dequeue(), Name = name ?? Next(random), Group = group, CreatedAt = Clock.Stored(since) };
        book.Customers.Add(customer);
        var mailbox = string.Concat(customer.Name.ToLowerInvariant().Where(c => char.IsAsciiLetter(c) || c == ' ')).Replace(' ', '.');
        var address = string.Create(CultureInfo.InvariantCulture, $"{mailbox}.{customer.Id}@{random.Pick(Domains)}");
        return new Person(
            customer,
            withEmail ? Handle(HandleKinds.Email, address) : null,
            withPhone ? Handle(HandleKinds.Phone, Number(customer.Id)) : null,
            blog is null ? null : Handle(HandleKinds.Blog, blog));

        Handle Handle(string kind, string value)
        {
            var handle = new Handle
            {
                Id = book.Ids.Handles.Dequeue(),
                CustomerId = customer.Id,
                Kind = kind,
                Value = HandleKinds.Normalise(kind, value),
                Display = value,
            };
            book.Handles.Add(handle);
            return handle;
        }
    }

    /// <summary>The first thousand have numbers that Ofcom keeps for drama, the others a country code that no country has.</summary>
    private static string Number(long id) => id < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"+44 7700 900{id:000}")
        : string.Create(CultureInfo.InvariantCulture, $"+999 {id:0000000000}");
}
