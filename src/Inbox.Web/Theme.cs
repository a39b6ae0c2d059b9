namespace Inbox.Web;

/// <summary>The reader's theme, kept in a cookie so that the first byte of a page already has it.</summary>
internal static class Theme
{
    private const string Cookie = "inbox-theme";

    /// <summary>light, dark, or system.</summary>
    public static string Of(HttpRequest request) => request.Cookies[Cookie] is "light" or "dark" ? request.Cookies[Cookie]! : "system";
}
