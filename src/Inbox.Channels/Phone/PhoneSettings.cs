using System.Text.Json;

namespace Inbox.Channels.Phone;

/// <summary>What an administrator sets for a line.</summary>
/// <param name="CountryCode">Calling code for numbers that begin with a zero, e.g. 44.</param>
public sealed record PhoneSettings(string? CountryCode = null)
{
    public static PhoneSettings Read(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<PhoneSettings>(settings, JsonSerializerOptions.Web) ?? new PhoneSettings();
        }
        catch (JsonException)
        {
            return new PhoneSettings();
        }
    }

    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var code = Read(settings).CountryCode;
        return string.IsNullOrEmpty(code) || (code.Length <= 4 && code.All(char.IsAsciiDigit))
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal) { ["countryCode"] = "Give the calling code in digits, for example 44." };
    }
}
