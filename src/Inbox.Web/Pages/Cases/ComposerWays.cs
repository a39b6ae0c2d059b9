using System.Text.Json;
using System.Text.Json.Serialization;
using Inbox.Core.Cases;
using Inbox.Core.Channels.Replies;

namespace Inbox.Web.Pages.Cases;

/// <summary>The ways of an answer as js/compose-ways.js reads them.</summary>
internal sealed record ComposerWays(string Usual, ComposerWays.Way? Public, ComposerWays.Way? Private)
{
    /// <summary>As scripts of the composer read limits.</summary>
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <param name="Rule">How it is counted, in words.</param>
    public sealed record Way(DateTimeOffset? Until, TextLimit? Limit, string? Rule, bool Overwrites, bool Files, bool Splits, bool Described);

    public static string Json(AnswerLine answer) => JsonSerializer.Serialize(
        new ComposerWays(answer.Visibility.ToString(), Of(answer.Options?.Public), Of(answer.Options?.Private)), Options);

    private static Way? Of(ReplyWay? way) => way is null or { Closed: not null }
        ? null
        : new Way(way.Until, way.Limit, way.Limit?.Rule.Trim(' ', '(', ')'), way.Overwrites, way.Media.Most > 0, way.Splits, way.Media.Described);
}
