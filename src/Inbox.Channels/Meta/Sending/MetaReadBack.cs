using System.Text;
using System.Text.Json;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.Sending;

/// <summary>Looks for an answer of ours among what stands there.</summary>
internal static class MetaReadBack
{
    /// <summary>How far their clock may be behind ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <param name="listAsync">What stands where the answer would.</param>
    /// <param name="message">The answer.</param>
    /// <param name="account">Ours: who must have written it.</param>
    public static async Task<ReadBack> LookAsync(Func<Task<IReadOnlyList<JsonElement>>> listAsync, OutgoingMessage message, string account)
    {
        try
        {
            var ours = (await listAsync()).FirstOrDefault(item =>
                item.Get("from").Filled("id") == account
                && Words(item.Text("message") ?? item.Text("text") ?? "") == Words(message.Text)
                && !((item.Time("created_time") ?? item.Time("timestamp")) < message.At - Skew));
            return ours.Filled("id") is { } id
                ? new ReadBack(ReadBackOutcome.Found, id, ours.Address("permalink_url"))
                : new ReadBack(ReadBackOutcome.NotThere);
        }
        catch (GraphException)
        {
            // Asked again by Core for a while, then a person decides.
            return new ReadBack(ReadBackOutcome.CannotTell);
        }
    }

    /// <summary>Spaces and lines are broken anew at will.</summary>
    private static string Words(string text) => new StringBuilder().AppendJoin(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToString();
}
