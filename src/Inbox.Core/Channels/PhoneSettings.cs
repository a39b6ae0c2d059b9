using System.Text.Json;

namespace Inbox.Core.Channels;

/// <summary>What an administrator sets for a line. Core reads it too, since agents log calls without an adapter.</summary>
/// <param name="CountryCode">Calling code without plus for national numbers that begin with a zero, e.g. "44"; null when numbers always come in full.</param>
public sealed record PhoneSettings(string? CountryCode)
{
    /// <summary>The <see cref="Channel.Kind"/> of doors where an agent logs calls.</summary>
    public const string ChannelKind = "phone";

    public static PhoneSettings Read(string settings)
    {
        try
        {
            var read = JsonSerializer.Deserialize<PhoneSettings>(settings, JsonSerializerOptions.Web);
            return new PhoneSettings(string.IsNullOrWhiteSpace(read?.CountryCode) ? null : read.CountryCode.Trim().TrimStart('+'));
        }
        catch (JsonException)
        {
            // Numbers are then kept as they are dialled, which loses nothing.
            return new PhoneSettings(CountryCode: null);
        }
    }

    /// <summary>Problems by field name.</summary>
    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var code = Read(settings).CountryCode;
        return code is null || (code.Length <= 4 && code.All(char.IsAsciiDigit))
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal) { ["countryCode"] = "Give the calling code in digits, for example 44." };
    }
}
