namespace Inbox.Core.Routing.Learning;

/// <summary>A case shown to a classifier that had not learnt from it.</summary>
/// <param name="Scores">For each department.</param>
/// <param name="Owner">Index of the department that had the case.</param>
/// <param name="Known">Share of the text that the classifier knew.</param>
internal sealed record Examined(float[] Scores, int Owner, float Known)
{
    public bool IsRight { get; } = Array.IndexOf(Scores, Scores.Max()) == Owner;

    /// <summary>How sure it is of the department that it names.</summary>
    public double Sure(float temperature) => Shares(temperature).Max();

    public float[] Shares(float temperature)
    {
        float[] shares = [.. Scores];
        TextClassifier.ToShares(shares, temperature);
        return shares;
    }
}

/// <summary>Makes "80 % sure" mean right in 80 of 100 cases.</summary>
internal static class Calibration
{
    private const int Bins = 10;

    /// <summary>
    /// The temperature under which the unseen cases were likeliest (temperature scaling: Guo et al., "On Calibration of Modern
    /// Neural Networks", 2017). One number, so that it holds for few cases as well.
    /// </summary>
    public static float Temperature(IReadOnlyList<Examined> examined)
    {
        var (low, high) = (Math.Log(0.05), Math.Log(20));
        for (var i = 0; i < 24; i++)
        {
            var third = (high - low) / 3;
            if (Unlikeliness(examined, low + third) < Unlikeliness(examined, high - third))
            {
                high -= third;
            }
            else
            {
                low += third;
            }
        }

        return (float)Math.Exp((low + high) / 2);
    }

    /// <summary>Expected calibration error: the mean distance between how sure and how often right, over ten bins.</summary>
    public static double Error(IReadOnlyCollection<(double Sure, bool Right)> answers) => answers
        .GroupBy(a => Math.Min(Bins - 1, (int)(a.Sure * Bins)))
        .Sum(bin => Math.Abs(bin.Sum(a => a.Sure) - bin.Count(a => a.Right)) / answers.Count);

    private static double Unlikeliness(IReadOnlyList<Examined> examined, double logTemperature)
    {
        var temperature = (float)Math.Exp(logTemperature);
        return -examined.Sum(e => Math.Log(Math.Max(e.Shares(temperature)[e.Owner], 1e-9)));
    }
}
