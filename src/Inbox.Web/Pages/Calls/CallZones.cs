namespace Inbox.Web.Pages.Calls;

/// <summary>Time zones a customer may be in, by IANA id.</summary>
internal static class CallZones
{
    public static IReadOnlyList<string> All { get; } =
    [
        "UTC",
        .. TimeZoneInfo.GetSystemTimeZones()
            .Select(z => z.Id)
            .Where(id => id.Contains('/', StringComparison.Ordinal) && char.IsAsciiLetterUpper(id[0]) && !id.StartsWith("Etc/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
