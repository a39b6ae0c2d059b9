using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>How answers leave, as it is typed.</summary>
public sealed partial class EmailForm
{
    public const int UsualPort = 587;

    public string? SmtpHost { get; set; }

    public int? SmtpPort { get; set; } = UsualPort;

    public string? SmtpSecurity { get; set; } = "starttls";

    public string? SmtpUser { get; set; }

    public string? SmtpPassword { get; set; }

    public bool HasPassword { get; set; }

    public bool ForgetPassword { get; set; }

    public string? SmtpTokenUrl { get; set; }

    public string? SmtpClientId { get; set; }

    public string? SmtpClientSecret { get; set; }

    public string? SmtpRefreshTokenSecret { get; set; }

    public string? SmtpScope { get; set; }

    public bool HasClientSecret { get; set; }

    public bool HasRefreshToken { get; set; }

    /// <summary>The secrets that were typed into this form.</summary>
    internal IEnumerable<string> TypedSecrets() =>
        new[] { (nameof(SmtpPassword), SmtpPassword), (nameof(SmtpClientSecret), SmtpClientSecret), (nameof(SmtpRefreshTokenSecret), SmtpRefreshTokenSecret) }
            .Where(s => s.Item2 is { Length: > 0 }).Select(s => s.Item1);

    internal IEnumerable<KeyValuePair<string, JsonNode?>> SendFields()
    {
        yield return new("smtpHost", SmtpHost?.Trim() ?? "");
        yield return new("smtpPort", SmtpPort ?? UsualPort);
        yield return new("smtpSecurity", SmtpSecurity);
        yield return new("smtpUser", SmtpUser?.Trim() ?? "");
        yield return new("smtpPassword", ForgetPassword && string.IsNullOrEmpty(SmtpPassword) ? null : SmtpPassword ?? "");
        yield return new("smtpTokenUrl", SmtpTokenUrl?.Trim() ?? "");
        yield return new("smtpClientId", SmtpClientId?.Trim() ?? "");
        yield return new("smtpScope", SmtpScope?.Trim() ?? "");

        // Without an address to ask there is no use for them, and what is not needed is not kept.
        var tokens = !string.IsNullOrWhiteSpace(SmtpTokenUrl);
        yield return new("smtpClientSecret", tokens ? SmtpClientSecret?.Trim() ?? "" : null);
        yield return new("smtpRefreshTokenSecret", tokens ? SmtpRefreshTokenSecret?.Trim() ?? "" : null);
    }

    internal void ReadSending(JsonElement fields, IReadOnlySet<string> kept)
    {
        SmtpHost = KindForms.Text(fields, "smtpHost");
        SmtpPort = KindForms.Number(fields, "smtpPort") ?? UsualPort;
        SmtpSecurity = KindForms.Text(fields, "smtpSecurity") ?? "starttls";
        SmtpUser = KindForms.Text(fields, "smtpUser");
        SmtpTokenUrl = KindForms.Text(fields, "smtpTokenUrl");
        SmtpClientId = KindForms.Text(fields, "smtpClientId");
        SmtpScope = KindForms.Text(fields, "smtpScope");
        HasPassword = kept.Contains("smtpPassword");
        HasClientSecret = kept.Contains("smtpClientSecret");
        HasRefreshToken = kept.Contains("smtpRefreshTokenSecret");
    }
}
