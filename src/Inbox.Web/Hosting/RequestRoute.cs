using Microsoft.AspNetCore.Diagnostics;

namespace Inbox.Web.Hosting;

/// <summary>What may be logged of an address: its template and the ids in it, never a query, a token or a name.</summary>
internal static class RequestRoute
{
    // After an exception only its feature still knows where the request went.
    public static string Of(HttpContext context) =>
        ((context.GetEndpoint() ?? Failed(context)?.Endpoint) as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    /// <summary>Case numbers and numeric ids of the route, by blanks.</summary>
    public static string IdsOf(HttpContext context) => string.Join(' ', (Failed(context)?.RouteValues ?? context.Request.RouteValues)
        .Where(v => v.Value is string text && IsId(text))
        .Select(v => $"{v.Key}={v.Value}"));

    private static IExceptionHandlerFeature? Failed(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>();

    private static bool IsId(string text)
    {
        var digits = text.StartsWith("C-", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text;
        return digits.Length is > 0 and < 20 && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
