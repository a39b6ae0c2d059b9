namespace Inbox.Core.Cases;

/// <summary>Some mail programs call every file inline; only a picture to which the text refers is part of the text.</summary>
internal static class ShownImages
{
    /// <param name="html">Sanitised: every source is <c>cid:</c> and the escaped Content-ID. Null: no text shows anything.</param>
    public static bool IsShown(string? html, bool inline, string contentType, string? contentId) =>
        inline && contentId is { Length: > 0 } && contentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
        && html?.Contains($"\"{FormattedText.Source(contentId)}\"", StringComparison.OrdinalIgnoreCase) == true;
}
