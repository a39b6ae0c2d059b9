using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inbox.Web.Pages.Settings.Channels;

public sealed partial class EmailForm
{
    /// <summary>One name on each line.</summary>
    public string? AuthServers { get; set; }

    public string? HookUser { get; set; }

    public string? HookPassword { get; set; }

    public bool HasHookPassword { get; set; }

    public string? MailgunSecret { get; set; }

    public bool HasMailgunSecret { get; set; }

    public string? SendGridKey { get; set; }

    public bool ForgetHookSecrets { get; set; }

    internal JsonObject WriteProtection(JsonObject settings)
    {
        settings["authServers"] = JsonSerializer.SerializeToNode(Choices.Split(AuthServers), JsonSerializerOptions.Web);
        settings["hookUser"] = HookUser?.Trim() ?? "";
        settings["hookPassword"] = Secret(HookPassword);
        settings["mailgunSecret"] = Secret(MailgunSecret?.Trim());
        settings["sendGridKey"] = string.Concat((SendGridKey ?? "").Where(c => !char.IsWhiteSpace(c)));
        return settings;
    }

    /// <param name="kept">The names of the secrets that are stored.</param>
    internal void ReadProtection(JsonElement fields, IReadOnlySet<string> kept)
    {
        (HasHookPassword, HasMailgunSecret) = (kept.Contains("hookPassword"), kept.Contains("mailgunSecret"));
        AuthServers = fields.TryGetProperty("authServers", out var servers) && servers.ValueKind == JsonValueKind.Array
            ? string.Join('\n', servers.EnumerateArray().Select(s => s.ToString()))
            : null;
        HookUser = KindForms.Text(fields, "hookUser");
        SendGridKey = KindForms.Text(fields, "sendGridKey");
    }

    /// <summary>Blank keeps what is stored, null forgets it.</summary>
    private string? Secret(string? typed) => ForgetHookSecrets && string.IsNullOrEmpty(typed) ? null : typed ?? "";
}
