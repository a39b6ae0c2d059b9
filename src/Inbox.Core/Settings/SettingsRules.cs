using System.Text.RegularExpressions;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Settings;

/// <summary>Rules that several kinds of settings share, in a person's words.</summary>
internal static partial class SettingsRules
{
    public static IRuleBuilderOptions<T, string> IsName<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .Must(name => !string.IsNullOrWhiteSpace(name)).WithMessage("Give it a name.")
            .MaximumLength(80).WithMessage("Keep the name under 80 characters.")
            .Must(IsStorable).WithMessage("The name has characters that cannot be kept. Type it again.");

    public static IRuleBuilderOptions<T, string> IsKey<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .Must(key => !string.IsNullOrWhiteSpace(key)).WithMessage("Give it a key, for example “support”.")
            .MaximumLength(40).WithMessage("Keep the key under 40 characters.")
            .Must(key => KeyPattern().IsMatch(key)).WithMessage("Use lower-case letters, digits and single hyphens, for example “repair-partner”.");

    /// <summary>No other one is called so, whatever the case: people tell settings apart by name.</summary>
    public static async Task<bool> LacksAsync(this IQueryable<string> names, string name, CancellationToken cancellationToken) =>
        !(await names.ToListAsync(cancellationToken)).Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);

    public static bool IsStorable(string? text) => text is null || Words.Storable(text) == text;

    /// <summary>Blank in a form means nothing given.</summary>
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>What was typed, trimmed, each once whatever its case.</summary>
    public static string[] Distinct(IEnumerable<string> typed) =>
        [.. typed.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyPattern();
}
