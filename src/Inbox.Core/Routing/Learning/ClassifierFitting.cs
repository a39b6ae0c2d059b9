using System.Numerics;
using System.Runtime.InteropServices;

namespace Inbox.Core.Routing.Learning;

/// <summary>Finds the weights of a <see cref="TextClassifier"/> by stochastic gradient descent. The same lessons give the same weights.</summary>
internal static class ClassifierFitting
{
    /// <summary>A word never met makes the rest of a text less telling, more so than a rare one.</summary>
    private const float UnknownWeight = 1.4f;

    private const int MostFeatures = 1 << 16;

    /// <summary>One byte each.</summary>
    private const int MostWeights = 2_000_000;

    /// <summary>A case that a person had to move counts as three.</summary>
    private const int CorrectedCounts = 3;

    private const float FirstStep = 3;
    private const float LastStep = 0.05f;

    /// <param name="lessons">Of at least two departments, all among those named.</param>
    /// <param name="departments">Ascending.</param>
    public static TextClassifier Fit(IReadOnlyList<Lesson> lessons, long[] departments)
    {
        var (features, rarity, unknownRarity) = Vocabulary(lessons, Math.Min(MostFeatures, MostWeights / departments.Length));
        var rows = new Dictionary<int, int>(features.Length);
        for (var i = 0; i < features.Length; i++)
        {
            rows[features[i]] = i;
        }

        var vectors = lessons.Select(l => FeatureVector.Of(l.Features, rows, rarity, unknownRarity)).ToArray();
        var owners = lessons.Select(l => Array.BinarySearch(departments, l.DepartmentId)).ToArray();
        var order = Enumerable.Range(0, lessons.Count).SelectMany(i => Enumerable.Repeat(i, lessons[i].Corrected ? CorrectedCounts : 1)).ToArray();
        var (weights, bias) = Descend(vectors, owners, order, features.Length, departments.Length);
        var (small, scales) = Shrink(weights, departments.Length);
        return new TextClassifier(departments, features, rarity, unknownRarity, bias, scales, small);
    }

    /// <summary>What at least two lessons hold, the most frequent first.</summary>
    private static (int[] Features, float[] Rarity, float UnknownRarity) Vocabulary(IReadOnlyList<Lesson> lessons, int most)
    {
        var counts = new int[TextFeatures.Buckets];
        foreach (var feature in lessons.SelectMany(l => l.Features))
        {
            counts[feature]++;
        }

        int[] features = [.. Enumerable.Range(0, counts.Length).Where(f => counts[f] >= 2).OrderByDescending(f => counts[f]).ThenBy(f => f).Take(most)];
        return (features, Array.ConvertAll(features, f => Rarity(counts[f])), UnknownWeight * Rarity(1));

        float Rarity(int count) => MathF.Log((lessons.Count + 1f) / (count + 1f)) + 1;
    }

    private static (float[] Weights, float[] Bias) Descend(FeatureVector[] vectors, int[] owners, int[] order, int features, int departments)
    {
        var (weights, bias, shares) = (new float[features * departments], new float[departments], new float[departments]);
        var random = new Random(1);
        var rounds = Math.Clamp(150_000 / order.Length, 3, 30);
        var (step, steps) = (0L, (float)rounds * order.Length);
        for (var round = 0; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (var lesson in order)
            {
                var rate = FirstStep * Math.Max(LastStep, 1 - (step++ / steps));
                var vector = vectors[lesson];
                bias.CopyTo(shares, 0);
                for (var i = 0; i < vector.Rows.Length; i++)
                {
                    AddTo(shares, weights.AsSpan(vector.Rows[i] * departments, departments), vector.Values[i]);
                }

                TextClassifier.ToShares(shares, temperature: 1);
                shares[owners[lesson]] -= 1;
                AddTo(bias, shares, -rate * 0.1f);
                for (var i = 0; i < vector.Rows.Length; i++)
                {
                    AddTo(weights.AsSpan(vector.Rows[i] * departments, departments), shares, -rate * vector.Values[i]);
                }
            }
        }

        return (weights, bias);
    }

    private static void AddTo(Span<float> sum, ReadOnlySpan<float> values, float factor)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var wideValues = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] += wideValues[i] * factor;
        }

        for (var i = wide.Length * Vector<float>.Count; i < sum.Length; i++)
        {
            sum[i] += values[i] * factor;
        }
    }

    /// <summary>Each department's weights in whole steps of a 127th of its largest.</summary>
    private static (sbyte[] Weights, float[] Scales) Shrink(float[] weights, int departments)
    {
        var scales = new float[departments];
        for (var i = 0; i < weights.Length; i++)
        {
            scales[i % departments] = Math.Max(scales[i % departments], Math.Abs(weights[i]) / sbyte.MaxValue);
        }

        var small = new sbyte[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var scale = scales[i % departments];
            small[i] = scale > 0 ? (sbyte)MathF.Round(weights[i] / scale) : (sbyte)0;
        }

        return (small, scales);
    }
}
