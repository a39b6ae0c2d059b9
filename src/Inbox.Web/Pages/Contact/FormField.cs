using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Inbox.Web.Pages.Contact;

/// <summary>Makes the fields of a contact form, each with what is wrong with it.</summary>
internal sealed class FormField(ModelStateDictionary state)
{
    private const string Before = "Input.";

    /// <summary>By the names of their fields, in their order.</summary>
    public IEnumerable<(string Field, string Words)> Problems =>
        state.Where(s => s.Value?.Errors.Count > 0).Select(s => (s.Key[Before.Length..], s.Value!.Errors[0].ErrorMessage));

    public static string IdOf(string field) => string.Concat(field.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    public bool Has(string field) => state.TryGetValue(Before + field, out var entry) && entry.Errors.Count > 0;

    public Line Of(string field, string label, string? value, int most, bool needed) => new(
        IdOf(field), Before + field, label, value, most, needed, Has(field) ? state[Before + field]!.Errors[0].ErrorMessage : null);

    /// <param name="Most">Characters.</param>
    internal sealed record Line(string Id, string Name, string Label, string? Value, int Most, bool Needed, string? Problem)
    {
        public string Type { get; init; } = "text";

        public string? Autocomplete { get; init; }

        public string? Hint { get; init; }

        /// <summary>The ids of what describes it.</summary>
        public string? DescribedBy => (Hint, Problem) switch
        {
            (null, null) => null,
            (_, null) => Id + "-hint",
            (null, _) => Id + "-problem",
            _ => $"{Id}-hint {Id}-problem",
        };
    }
}
