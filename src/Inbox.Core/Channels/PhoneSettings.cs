using System.Text.Json;

namespace Inbox.Core.Channels;

/// <summary>What a phone channel's settings say.</summary>
/// <param name="CountryCode">Calling code without plus for national numbers, e.g. "44"; null when numbers always come in full.</param>
public sealed record PhoneSettings(string? CountryCode)
{
    /// <summary>The <see cref="Channel.Kind"/> of doors where an agent logs calls.</summary>
    public const string ChannelKind = "phone";

    public static PhoneSettings Read(string json)
    {
        using var settings = JsonDocument.Parse(json);
        var code = settings.RootElement.ValueKind == JsonValueKind.Object && settings.RootElement.TryGetProperty("countryCode", out var value)
            ? value.ToString().TrimStart('+').Trim()
            : "";
        return new PhoneSettings(code.Length == 0 ? null : code);
    }
}
