using System.Globalization;

namespace Inbox.Web;

/// <summary>Where a list goes on: the sort value and the id of its last row, as they stand in an address.</summary>
internal readonly record struct Keyset(long Value, long Id)
{
    public static Keyset? Parse(string? text)
    {
        var parts = (text ?? "").Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new Keyset(value, id)
            : null;
    }

    public static Keyset Of(DateTimeOffset at, long id) => new(at.UtcTicks / TimeSpan.TicksPerMicrosecond, id);

    public DateTimeOffset At => new(Math.Min(Value, DateTimeOffset.MaxValue.UtcTicks / TimeSpan.TicksPerMicrosecond) * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}.{Id}");
}
