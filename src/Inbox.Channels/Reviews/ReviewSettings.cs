using System.Globalization;
using System.Text.Json;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Reviews;

/// <summary>What an administrator sets for every door of reviews.</summary>
internal sealed record ReviewSettings
{
    public const int UsualStars = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>Reviews of so many stars or fewer open a case at once; the others are mentions.</summary>
    public int OpensCaseUpTo { get; init; } = UsualStars;

    /// <summary>Null: as is usual for the site.</summary>
    public int? PollMinutes { get; init; }

    public static ChannelField StarsField { get; } = new("opensCaseUpTo", "Reviews that open a case", ChannelFieldType.Choice)
    {
        Hint = "The others are mentions, until a person opens a case. One that was answered already opens none.",
        Default = "3",
        Options =
        [
            ("1", "★ 1 star"), ("2", "★★ 2 stars or fewer"), ("3", "★★★ 3 stars or fewer"), ("4", "★★★★ 4 stars or fewer"), ("5", "All of them"), ("0", "None of them"),
        ],
    };

    public static ChannelField EveryField(int minutes) => new("pollMinutes", "Minutes between two looks", ChannelFieldType.Number)
    {
        Default = minutes.ToString(CultureInfo.InvariantCulture),
    };

    public static ReviewSettings Read(string settings) => TryRead<Written>(settings) is { } read
        ? new ReviewSettings { OpensCaseUpTo = StarsOf(read.OpensCaseUpTo) ?? UsualStars, PollMinutes = NumberOf(read.PollMinutes) }
        : new ReviewSettings();

    /// <param name="settings">As stored.</param>
    /// <param name="mostMinutes">Between two looks, so that the site forgets nothing meanwhile.</param>
    public static Dictionary<string, string> Check(string settings, int mostMinutes)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead<Written>(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
            return problems;
        }

        if (read.OpensCaseUpTo.ValueKind != JsonValueKind.Undefined && StarsOf(read.OpensCaseUpTo) is null)
        {
            problems["opensCaseUpTo"] = "Choose from 0 (none) to 5 stars.";
        }

        if (read.PollMinutes.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && !(NumberOf(read.PollMinutes) is { } minutes && minutes >= 1 && minutes <= mostMinutes))
        {
            problems["pollMinutes"] = string.Create(CultureInfo.InvariantCulture, $"Choose between 1 and {mostMinutes} minutes.");
        }

        return problems;
    }

    /// <summary>Null where they cannot be read.</summary>
    public static T? TryRead<T>(string settings)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? StarsOf(JsonElement value) => NumberOf(value) is { } stars and >= 0 and <= Review.MostStars ? stars : null;

    /// <summary>A form of choices stores texts.</summary>
    private static int? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt32(out var number) => number,
        JsonValueKind.String when int.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>As it stands in the JSON.</summary>
    private sealed record Written(JsonElement OpensCaseUpTo, JsonElement PollMinutes);
}
