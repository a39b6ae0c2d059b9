using System.Text.Json;
using System.Text.Json.Serialization;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Delivery;
using Inbox.Core.Intake;
using Inbox.Core.Macros;
using Inbox.Core.Sla;

namespace Inbox.Web.Api;

/// <summary>How values are written: camelCase names; status, priority and metric as the words of the product, the rest of the words in camelCase.</summary>
internal static class ApiJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new WordConverter<CaseStatus>(naming: null));
        options.Converters.Add(new WordConverter<Priority>(naming: null));
        options.Converters.Add(new WordConverter<SlaMetric>(naming: null));
        options.Converters.Add(new WordConverter<Direction>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<Automatic>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<Visibility>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<InboundState>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<TextFormat>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<OutboundState>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<ClockState>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<HandoffState>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<ChecklistKind>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<MoveKind>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<TaskState>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<LinkRole>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new WordConverter<MacroText>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new StorableText());
    }

    /// <summary>One word of a closed list, read whatever its case.</summary>
    internal sealed class WordConverter<T>(JsonNamingPolicy? naming) : JsonConverter<T>
        where T : struct, Enum
    {
        private readonly Dictionary<T, string> _words = Enum.GetValues<T>().ToDictionary(v => v, v => naming?.ConvertName(v.ToString()) ?? v.ToString());

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                var text = reader.GetString();
                foreach (var (value, word) in _words)
                {
                    if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                    {
                        return value;
                    }
                }
            }

            throw new JsonException($"Use one of {string.Join(", ", _words.Values)}.");
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(_words[value]);
    }

    /// <summary>PostgreSQL stores no U+0000; wherever a caller puts one, it becomes U+FFFD.</summary>
    private sealed class StorableText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Words.Storable(reader.GetString()) : throw new JsonException("Use a text.");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
    }
}
