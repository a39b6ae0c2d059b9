using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Core.Channels.Guides;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>How the fields that a kind describes become the settings of a channel, and back. What is typed stands by the name of its field.</summary>
internal static class DescribedForm
{
    private const string True = "true";

    /// <summary>What a new channel begins with.</summary>
    public static Dictionary<string, string?> New(ChannelGuide guide) => guide.Fields.ToDictionary(f => f.Name, f => f.Default, StringComparer.Ordinal);

    public static Dictionary<string, string?> Read(ChannelGuide guide, JsonElement settings) => guide.Fields.ToDictionary(
        f => f.Name,
        f => f.Type switch
        {
            ChannelFieldType.Secret => null,
            ChannelFieldType.Flag => KindForms.Flag(settings, f.Name) ? True : null,
            ChannelFieldType.Number => KindForms.Number(settings, f.Name)?.ToString(CultureInfo.InvariantCulture),
            ChannelFieldType.Lines => KindForms.Lines(settings, f.Name),
            _ => KindForms.Text(settings, f.Name),
        },
        StringComparer.Ordinal);

    public static JsonObject Write(ChannelGuide guide, IReadOnlyDictionary<string, string?> typed)
    {
        var settings = new JsonObject();
        foreach (var field in guide.Fields)
        {
            var text = typed.GetValueOrDefault(field.Name)?.Trim() ?? "";
            settings[field.Name] = field.Type switch
            {
                ChannelFieldType.Flag => text == True,
                ChannelFieldType.Lines => KindForms.ListOf(text),
                ChannelFieldType.Number => NumberOf(text.Length == 0 ? field.Default ?? "" : text),
                _ => text.Length == 0 && field.Type != ChannelFieldType.Secret ? field.Default ?? "" : text,
            };
        }

        // Blank keeps what the door itself stored.
        foreach (var secret in guide.SigningSecret is { } signing ? guide.KeptSecrets.Append(signing.Name).Append(signing.Previous) : guide.KeptSecrets)
        {
            settings[secret] = "";
        }

        return settings;
    }

    /// <summary>What is no number stays as it was typed, for the kind to say so.</summary>
    private static JsonValue? NumberOf(string text) =>
        text.Length == 0 ? null : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(text);
}
