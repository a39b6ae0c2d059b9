using System.Globalization;

namespace Inbox.Web.Pages.Shared;

/// <summary>A small line of figures, drawn in a box of 100 by 20.</summary>
/// <param name="Label">Says the same in words.</param>
public sealed record Sparkline(IReadOnlyList<double> Values, string Label)
{
    public string Points
    {
        get
        {
            var (least, most) = (Math.Min(0, Values.Min()), Math.Max(1, Values.Max()));
            var step = Values.Count > 1 ? 100d / (Values.Count - 1) : 100;
            return string.Join(' ', Values.Select((v, i) => string.Create(CultureInfo.InvariantCulture, $"{i * step:0.#},{19 - ((v - least) / (most - least) * 18):0.#}")));
        }
    }
}
