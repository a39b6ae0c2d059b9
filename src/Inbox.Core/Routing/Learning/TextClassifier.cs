namespace Inbox.Core.Routing.Learning;

/// <summary>
/// Says which department a text reads like: multinomial logistic regression over the words of <see cref="TextFeatures"/>.
/// It holds no text, only a weight of each known feature for each department, in one byte.
/// </summary>
/// <remarks>
/// Rare features weigh more (inverse document frequency), and those never met count towards the length of a text, twice as
/// heavy as the rarest: the more of a text is unknown, the less sure is the answer.
/// </remarks>
internal sealed partial class TextClassifier
{
    private readonly long[] _departments;
    private readonly int[] _features;
    private readonly Dictionary<int, int> _rows;
    private readonly float[] _rarity;
    private readonly float _unknownRarity;
    private readonly float[] _bias;
    private readonly float[] _scales;
    private readonly sbyte[] _weights;

    /// <param name="departments">Ascending.</param>
    /// <param name="features">Known ones, each once.</param>
    /// <param name="rarity">Of each known feature.</param>
    /// <param name="unknownRarity">Of all others.</param>
    /// <param name="bias">Of each department.</param>
    /// <param name="scales">Of each department.</param>
    /// <param name="weights">A row for each feature with one weight for each department, to be multiplied by the department's scale.</param>
    public TextClassifier(long[] departments, int[] features, float[] rarity, float unknownRarity, float[] bias, float[] scales, sbyte[] weights)
    {
        (_departments, _features, _rarity, _unknownRarity, _bias, _scales, _weights) = (departments, features, rarity, unknownRarity, bias, scales, weights);
        _rows = new Dictionary<int, int>(features.Length);
        for (var i = 0; i < features.Length; i++)
        {
            _rows[features[i]] = i;
        }
    }

    public IReadOnlyList<long> Departments => _departments;

    /// <summary>Divides the scores, so that how sure it is fits how often it is right. Found on cases that it had not seen.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>The least share of a text that must be known to say anything about it.</summary>
    public float LeastKnown { get; init; }

    public TextClassifier With(float temperature, float leastKnown) =>
        new(_departments, _features, _rarity, _unknownRarity, _bias, _scales, _weights) { Temperature = temperature, LeastKnown = leastKnown };

    public Prediction Predict(string subject, string body)
    {
        var scores = new float[_departments.Length];
        var known = Score(TextFeatures.Of(subject, body), scores);
        ToShares(scores, Temperature);
        var ranked = new Likely[scores.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            ranked[i] = new Likely(_departments[i], scores[i]);
        }

        Array.Sort(ranked, (a, b) => a.Sure != b.Sure ? b.Sure.CompareTo(a.Sure) : a.DepartmentId.CompareTo(b.DepartmentId));
        return new Prediction(ranked, known >= LeastKnown && known > 0);
    }

    /// <summary>Fills in a score for each department; answers which share of the text is known, from 0 to 1.</summary>
    public float Score(int[] features, Span<float> scores)
    {
        var (rows, values, known) = FeatureVector.Of(features, _rows, _rarity, _unknownRarity);
        scores.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            var row = _weights.AsSpan(rows[i] * scores.Length, scores.Length);
            for (var d = 0; d < scores.Length; d++)
            {
                scores[d] += values[i] * row[d];
            }
        }

        for (var d = 0; d < scores.Length; d++)
        {
            scores[d] = (scores[d] * _scales[d]) + _bias[d];
        }

        return known;
    }

    /// <summary>Softmax: scores become shares of 1.</summary>
    public static void ToShares(Span<float> scores, float temperature)
    {
        var highest = float.NegativeInfinity;
        foreach (var score in scores)
        {
            highest = Math.Max(highest, score);
        }

        var sum = 0f;
        foreach (ref var score in scores)
        {
            score = MathF.Exp((score - highest) / temperature);
            sum += score;
        }

        foreach (ref var score in scores)
        {
            score /= sum;
        }
    }
}
