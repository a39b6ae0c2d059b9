using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;

namespace Inbox.Core.Channels;

/// <summary>
/// Passwords in the settings of channels: fields of the JSON object whose name ends in <c>Password</c> or <c>Secret</c>.
/// They are stored protected, never shown again, and revealed only to the adapter that needs them.
/// </summary>
public sealed class ChannelSecrets(IDataProtectionProvider protection)
{
    private const string Mark = "protected:";
    private readonly IDataProtector _protector = protection.CreateProtector("Inbox.ChannelSecrets");

    /// <summary>What is stored for settings as typed: a secret that is blank keeps the stored one, null forgets it.</summary>
    /// <param name="typed">JSON object from a form; its secrets are plain.</param>
    /// <param name="stored">What the channel has now; null for a new channel.</param>
    /// <exception cref="System.Text.Json.JsonException">One of them is no JSON.</exception>
    public string Protect(string typed, string? stored)
    {
        var settings = Read(typed);
        var kept = Read(stored ?? "{}");
        foreach (var name in SecretsOf(settings))
        {
            var value = settings[name] is JsonValue text && text.TryGetValue<string>(out var secret) ? secret : null;
            if (value is null)
            {
                settings.Remove(name);
            }
            else if (value.Length > 0)
            {
                settings[name] = Mark + _protector.Protect(value);
            }
            else if (kept[name] is { } before)
            {
                settings[name] = before.DeepClone();
            }
        }

        return settings.ToJsonString();
    }

    /// <summary>The stored settings with one secret in the place of another, both plain; null where it is not among them.</summary>
    public string? Renewed(string stored, string old, string next)
    {
        if (!TryReveal(stored, out var revealed))
        {
            return null;
        }

        var (plain, settings) = (Read(revealed), Read(stored));
        var found = SecretsOf(plain).Where(name => plain[name] is JsonValue text && text.TryGetValue<string>(out var secret) && secret == old).ToList();
        foreach (var name in found)
        {
            settings[name] = Mark + _protector.Protect(next);
        }

        return found.Count == 0 ? null : settings.ToJsonString();
    }

    /// <summary>The stored settings with one more secret, given plain.</summary>
    public string With(string stored, string name, string secret)
    {
        var settings = Read(stored);
        settings[name] = Mark + _protector.Protect(secret);
        return settings.ToJsonString();
    }

    /// <summary>The stored settings without one secret.</summary>
    public string Without(string stored, string name)
    {
        var settings = Read(stored);
        settings.Remove(name);
        return settings.ToJsonString();
    }

    /// <summary>One secret, plain; null where there is none, or none that can still be read.</summary>
    public string? Of(string stored, string name) =>
        TryReveal(stored, out var revealed) && Read(revealed)[name] is JsonValue text && text.TryGetValue<string>(out var secret) && secret.Length > 0 ? secret : null;

    /// <summary>The settings with their secrets plain, for the adapter. False when a secret was protected by keys that are lost: it must be typed again.</summary>
    public bool TryReveal(string stored, out string settings)
    {
        var revealed = Read(stored);
        settings = stored;
        foreach (var name in SecretsOf(revealed))
        {
            if (revealed[name] is not JsonValue text || !text.TryGetValue<string>(out var secret) || !secret.StartsWith(Mark, StringComparison.Ordinal))
            {
                continue;
            }

            try
            {
                revealed[name] = _protector.Unprotect(secret[Mark.Length..]);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        settings = revealed.ToJsonString();
        return true;
    }

    /// <summary>What a form may show: every secret is blank.</summary>
    /// <param name="stored">Settings as stored.</param>
    /// <param name="kept">Names of the secrets that are there, though blank.</param>
    public static string Withhold(string stored, out IReadOnlySet<string> kept)
    {
        var settings = Read(stored);
        var names = SecretsOf(settings);
        kept = names.Where(name => settings[name] is JsonValue text && text.TryGetValue<string>(out var secret) && secret.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var name in names)
        {
            settings[name] = "";
        }

        return settings.ToJsonString();
    }

    /// <summary>By the name of a field.</summary>
    public static bool IsSecret(string name) => name.EndsWith("Password", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Secret", StringComparison.OrdinalIgnoreCase);

    private static JsonObject Read(string json) => JsonNode.Parse(json) as JsonObject ?? [];

    private static List<string> SecretsOf(JsonObject settings) => [.. settings.Select(field => field.Key).Where(IsSecret)];
}
