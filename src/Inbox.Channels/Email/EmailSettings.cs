using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inbox.Channels.Email;

/// <summary>How a mail channel sends. The address it answers from is the channel's address.</summary>
public sealed partial record EmailSettings
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        // A null in place of a text or a list is a mistake to report, not one to stumble over later.
        RespectNullableAnnotations = true,
    };

    /// <summary>Name before the address, e.g. the company's.</summary>
    public string FromName { get; init; } = "";

    /// <summary>The mail server delivers <c>support+anything@</c> to <c>support@</c>, so that replies can carry a signed address.</summary>
    public bool PlusAddressing { get; init; }

    /// <summary>Senders of our own web forms: the customer is their Reply-To.</summary>
    public IReadOnlyList<string> WebForms { get; init; } = [];

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static EmailSettings Read(string settings) => TryRead(settings) ?? new EmailSettings();

    /// <summary>Problems by field, in plain words.</summary>
    public static IReadOnlyDictionary<string, string> Check(string settings)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
            return problems;
        }

        read.CheckSending(problems);
        read.CheckFetching(problems);
        read.CheckProtection(problems);
        return problems;
    }

    private static EmailSettings? TryRead(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<EmailSettings>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
