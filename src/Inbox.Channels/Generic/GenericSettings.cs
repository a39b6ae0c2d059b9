using System.Text.Json;
using System.Text.Json.Serialization;
using Inbox.Core.Webhooks;

namespace Inbox.Channels.Generic;

/// <summary>What an administrator sets for a webhook. The name of the far side is the channel's address.</summary>
internal sealed record GenericSettings
{
    public const string AnswersToField = "answersTo";
    public const string SigningField = "signingSecret";
    public const string PreviousField = "previousSecret";

    /// <summary>Both directions are signed with it.</summary>
    public string SigningSecret { get; init; } = "";

    /// <summary>The one before it, which counts until the far side has the new one.</summary>
    public string PreviousSecret { get; init; } = "";

    /// <summary>Where our answers go; empty: the door takes messages only.</summary>
    public string AnswersTo { get; init; } = "";

    public IReadOnlyList<string> Secrets => [.. new[] { SigningSecret, PreviousSecret }.Where(s => s.Length > 0)];

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    /// <summary>The settings, or the defaults where they cannot be read; <see cref="Check"/> reported that when they were saved.</summary>
    public static GenericSettings Read(string settings) => TryRead(settings) ?? new GenericSettings();

    public static IReadOnlyDictionary<string, string> Check(string settings, IWebhookSender calls)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryRead(settings) is not { } read)
        {
            problems[""] = "These settings cannot be read.";
        }
        else if (read.AnswersTo.Length > 0 && calls.Refuse(read.AnswersTo) is { } refused)
        {
            problems[AnswersToField] = refused;
        }

        return problems;
    }

    private static GenericSettings? TryRead(string settings)
    {
        try
        {
            return JsonSerializer.Deserialize<GenericSettings>(settings, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
