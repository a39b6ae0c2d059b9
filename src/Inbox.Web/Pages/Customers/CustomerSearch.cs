using Inbox.Core.Customers;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Customers;

/// <summary>Part of a name, of an address, or of a number however it is written. Trigram indexes serve both sides.</summary>
internal static class CustomerSearch
{
    public static IQueryable<Customer> Matching(this IQueryable<Customer> customers, InboxDb db, string? q)
    {
        var words = (q ?? "").Trim();
        if (words.Length == 0)
        {
            return customers;
        }

        var name = Contains(words);
        var address = Contains(AddressOf(words));
        return customers.Where(c => EF.Functions.ILike(c.Name, name, "\\")
            || db.Handles.Where(h => EF.Functions.ILike(h.Value, address, "\\")).Select(h => h.CustomerId).Contains(c.Id));
    }

    /// <summary>"020 7946-01" is written in many ways; the significant digits are stored in one.</summary>
    public static string AddressOf(string words)
    {
        var bare = words.Replace("(0)", "", StringComparison.Ordinal);
        var isNumber = bare.All(c => char.IsDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '/' or '.') && bare.Count(char.IsDigit) >= 3;
        return isNumber ? string.Concat(bare.Where(char.IsDigit)).TrimStart('0') : words;
    }

    private static string Contains(string words) =>
        '%' + words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + '%';
}
