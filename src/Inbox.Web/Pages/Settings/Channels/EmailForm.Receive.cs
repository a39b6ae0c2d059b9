using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>How mail is fetched, as it is typed.</summary>
public sealed partial class EmailForm
{
    public const int UsualImapPort = 993;

    public string? ImapHost { get; set; }

    public int? ImapPort { get; set; } = UsualImapPort;

    public string? ImapSecurity { get; set; } = "tls";

    public string? ImapUser { get; set; }

    public string? ImapPassword { get; set; }

    public string? ImapTokenUrl { get; set; }

    public string? ImapClientId { get; set; }

    public string? ImapClientSecret { get; set; }

    public string? ImapRefreshTokenSecret { get; set; }

    public string? ImapScope { get; set; }

    public string? ImapFolder { get; set; } = "INBOX";

    public string? ImapAfter { get; set; } = "leave";

    public string? ImapMoveTo { get; set; }

    public int? ImapDays { get; set; } = 0;

    public bool HasImapPassword { get; set; }

    public bool HasImapClientSecret { get; set; }

    public bool HasImapRefreshToken { get; set; }

    /// <summary>The secrets for fetching that were typed into this form.</summary>
    internal IEnumerable<string> TypedReceiveSecrets() =>
        new[] { (nameof(ImapPassword), ImapPassword), (nameof(ImapClientSecret), ImapClientSecret), (nameof(ImapRefreshTokenSecret), ImapRefreshTokenSecret) }
            .Where(s => s.Item2 is { Length: > 0 }).Select(s => s.Item1);

    internal IEnumerable<KeyValuePair<string, JsonNode?>> ReceiveFields()
    {
        yield return new("imapHost", ImapHost?.Trim() ?? "");
        yield return new("imapPort", ImapPort ?? UsualImapPort);
        yield return new("imapSecurity", ImapSecurity);
        yield return new("imapUser", ImapUser?.Trim() ?? "");
        yield return new("imapTokenUrl", ImapTokenUrl?.Trim() ?? "");
        yield return new("imapClientId", ImapClientId?.Trim() ?? "");
        yield return new("imapScope", ImapScope?.Trim() ?? "");
        yield return new("imapFolder", ImapFolder?.Trim() ?? "");
        yield return new("imapAfter", ImapAfter);
        yield return new("imapMoveTo", ImapMoveTo?.Trim() ?? "");
        yield return new("imapDays", ImapDays ?? 0);

        // What is not needed is not kept: no server, no password; no token address, no token.
        var (fetches, tokens) = (!string.IsNullOrWhiteSpace(ImapHost), !string.IsNullOrWhiteSpace(ImapTokenUrl));
        yield return new("imapPassword", fetches ? ImapPassword ?? "" : null);
        yield return new("imapClientSecret", fetches && tokens ? ImapClientSecret?.Trim() ?? "" : null);
        yield return new("imapRefreshTokenSecret", fetches && tokens ? ImapRefreshTokenSecret?.Trim() ?? "" : null);
    }

    internal void ReadReceiving(JsonElement fields, IReadOnlySet<string> kept)
    {
        ImapHost = KindForms.Text(fields, "imapHost");
        ImapPort = KindForms.Number(fields, "imapPort") ?? UsualImapPort;
        ImapSecurity = KindForms.Text(fields, "imapSecurity") ?? "tls";
        ImapUser = KindForms.Text(fields, "imapUser");
        ImapTokenUrl = KindForms.Text(fields, "imapTokenUrl");
        ImapClientId = KindForms.Text(fields, "imapClientId");
        ImapScope = KindForms.Text(fields, "imapScope");
        ImapFolder = KindForms.Text(fields, "imapFolder") ?? "INBOX";
        ImapAfter = KindForms.Text(fields, "imapAfter") ?? "leave";
        ImapMoveTo = KindForms.Text(fields, "imapMoveTo");
        ImapDays = KindForms.Number(fields, "imapDays") ?? 0;
        HasImapPassword = kept.Contains("imapPassword");
        HasImapClientSecret = kept.Contains("imapClientSecret");
        HasImapRefreshToken = kept.Contains("imapRefreshTokenSecret");
    }
}
