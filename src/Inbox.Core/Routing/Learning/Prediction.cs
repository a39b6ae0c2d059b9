namespace Inbox.Core.Routing.Learning;

/// <summary>Which departments a text reads like.</summary>
/// <param name="Ranked">All that the classifier knows, likeliest first; together they are sure to 1.</param>
/// <param name="Familiar">False when the text has so few known words that none of this means anything.</param>
internal sealed record Prediction(IReadOnlyList<Likely> Ranked, bool Familiar)
{
    /// <summary>The likeliest department, unless the text is not of the kind that was learnt from.</summary>
    public Likely? Best => Familiar ? Ranked[0] : null;
}

/// <param name="Sure">From 0 to 1: of a hundred texts with 0.8, about eighty belong there.</param>
internal readonly record struct Likely(long DepartmentId, double Sure);
