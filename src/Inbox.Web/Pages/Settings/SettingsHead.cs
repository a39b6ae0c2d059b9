namespace Inbox.Web.Pages.Settings;

/// <summary>The head of a settings page.</summary>
/// <param name="Words">One line below the title.</param>
/// <param name="Up">The list this belongs to; empty on the list itself, null on the overview.</param>
/// <param name="Saved">What was just done.</param>
public sealed record SettingsHead(string Title, string Words, string? Up = "", string? UpHref = null, string? Saved = null, string? AddHref = null, string? AddWords = null);
