using System.Linq.Expressions;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Customers;

/// <summary>Part of a name, of an address, or of a number however it is written.</summary>
internal static class CustomerSearch
{
    /// <summary>Words so wide that more people match are answered from the newest of them.</summary>
    private const int Most = 500;

    /// <summary>Shorter words are looked for at the beginning of names and addresses: a trigram index tells nothing of their middle.</summary>
    private const int ShortestPart = 3;

    private const string Escape = "\\";

    public static IQueryable<Customer> Matching(this IQueryable<Customer> customers, InboxDb db, string? q)
    {
        var words = (q ?? "").Trim();
        if (words.Length == 0)
        {
            return customers;
        }

        var names = db.Customers.Where(NameLike(words));
        var address = AddressOf(words) is var part && part.Length < ShortestPart ? Escaped(part) + '%' : '%' + Escaped(part) + '%';

        // A union of ids, each side by its trigram index: with "name or address" PostgreSQL would read every customer.
        var ids = names.OrderByDescending(c => c.Id).Select(c => c.Id).Take(Most)
            .Union(db.Handles.Where(h => EF.Functions.ILike(h.Value, address, Escape)).OrderByDescending(h => h.Id).Select(h => h.CustomerId).Take(Most));
        return customers.Where(c => ids.Contains(c.Id));
    }

    private static Expression<Func<Customer, bool>> NameLike(string words)
    {
        if (words.Length < ShortestPart)
        {
            var (first, later) = (Escaped(words) + '%', "% " + Escaped(words) + '%');
            return c => EF.Functions.ILike(c.Name, first, Escape) || EF.Functions.ILike(c.Name, later, Escape);
        }

        var anywhere = '%' + Escaped(words) + '%';
        return c => EF.Functions.ILike(c.Name, anywhere, Escape);
    }

    /// <summary>"020 7946-01" is written in many ways; the significant digits are stored in one.</summary>
    public static string AddressOf(string words)
    {
        var bare = words.Replace("(0)", "", StringComparison.Ordinal);
        var isNumber = bare.All(c => char.IsDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '/' or '.') && bare.Count(char.IsDigit) >= 3;
        return isNumber ? string.Concat(bare.Where(char.IsDigit)).TrimStart('0') : words;
    }

    private static string Escaped(string words) =>
        words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
