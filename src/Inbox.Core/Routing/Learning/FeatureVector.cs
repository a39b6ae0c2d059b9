namespace Inbox.Core.Routing.Learning;

/// <summary>A text as a vector of length 1: the rows of its known features with their values.</summary>
/// <param name="Known">Which share of the squared length is known features, from 0 to 1.</param>
internal readonly record struct FeatureVector(int[] Rows, float[] Values, float Known)
{
    public static FeatureVector Of(int[] features, Dictionary<int, int> known, ReadOnlySpan<float> rarity, float unknownRarity)
    {
        var rows = new int[features.Length];
        var (count, knownLength, unknown) = (0, 0f, 0);
        foreach (var feature in features)
        {
            if (known.TryGetValue(feature, out var row))
            {
                rows[count++] = row;
                knownLength += rarity[row] * rarity[row];
            }
            else
            {
                unknown++;
            }
        }

        Array.Resize(ref rows, count);
        var values = new float[count];
        var length = knownLength + (unknown * unknownRarity * unknownRarity);
        for (var i = 0; i < count; i++)
        {
            values[i] = rarity[rows[i]] / MathF.Sqrt(length);
        }

        return new FeatureVector(rows, values, length > 0 ? knownLength / length : 0);
    }
}
