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

    /// <summary>Empty: answers go to the outbox folder as .eml files.</summary>
    public string SmtpHost { get; init; } = "";

    public int SmtpPort { get; init; } = 587;

    /// <summary><c>none</c> or <c>starttls</c>.</summary>
    public string SmtpSecurity { get; init; } = "starttls";

    public string SmtpUser { get; init; } = "";

    /// <summary>Stored protected.</summary>
    public string SmtpPassword { get; init; } = "";

    /// <summary>Name before the address, e.g. the company's.</summary>
    public string FromName { get; init; } = "";

    /// <summary>The mail server delivers <c>support+anything@</c> to <c>support@</c>, so that replies can carry a signed address.</summary>
    public bool PlusAddressing { get; init; }

    /// <summary>Senders of our own web forms: the customer is their Reply-To.</summary>
    public IReadOnlyList<string> WebForms { get; init; } = [];

    public bool HasServer => SmtpHost.Length > 0;

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

        if (read.HasServer && Uri.CheckHostName(read.SmtpHost) == UriHostNameType.Unknown)
        {
            problems["smtpHost"] = "Give the server's name or address without port, for example smtp.example.com.";
        }

        if (read.SmtpPort is < 1 or > 65535)
        {
            problems["smtpPort"] = "A port is a number from 1 to 65535; mail servers usually listen on 587 or 25.";
        }

        if (read.SmtpSecurity is not ("none" or "starttls"))
        {
            problems["smtpSecurity"] = "Choose none or STARTTLS.";
        }

        if (read.SmtpUser.Length > 0 && read.SmtpSecurity == "none" && read.SmtpHost is not ("localhost" or "127.0.0.1" or "::1"))
        {
            problems["smtpSecurity"] = "A password is sent only over STARTTLS, or to this machine itself.";
        }

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
