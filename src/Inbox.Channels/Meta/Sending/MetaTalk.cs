using System.Text.Json;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.Sending;

/// <summary>
/// Writes to a person on Messenger or Instagram (Send API). To whoever only commented, one private reply goes by the comment;
/// to whoever writes in private, answers go by their id within 24 hours, and with the tag for people up to seven days.
/// </summary>
/// <param name="sender">The page or account that writes.</param>
internal sealed class MetaTalk(GraphApi api, string sender, bool humanAgent)
{
    /// <param name="message">The answer.</param>
    /// <param name="post">What is answered where it is public, as the API names it: comment_id or post_id; null for a private message.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The message's id; null where it was not told.</returns>
    public async Task<string?> SendAsync(OutgoingMessage message, (string Name, string Id)? post, CancellationToken cancellationToken)
    {
        var person = message.To is [{ Address: { Length: > 0 } address }, ..] ? address : null;
        if (post is { } answered)
        {
            try
            {
                return await PostAsync(new { recipient = new Dictionary<string, string>(StringComparer.Ordinal) { [answered.Name] = answered.Id }, message = new { text = message.Text } }, cancellationToken);
            }
            catch (GraphException e) when (e.Trouble == GraphTrouble.AlreadyAnswered && person is not null)
            {
                // Whoever has written to us in private meanwhile can still be answered so.
            }
        }

        if (person is null)
        {
            throw new GraphException(GraphTrouble.Refused, "It is not told who wrote this, so there is nobody to write to.");
        }

        try
        {
            return await PostAsync(new { recipient = new { id = person }, messaging_type = "RESPONSE", message = new { text = message.Text } }, cancellationToken);
        }
        catch (GraphException e) when (e.Trouble == GraphTrouble.OutsideWindow && humanAgent && !message.Automatic)
        {
            return await PostAsync(new { recipient = new { id = person }, messaging_type = "MESSAGE_TAG", tag = "HUMAN_AGENT", message = new { text = message.Text } }, cancellationToken);
        }
    }

    private async Task<string?> PostAsync(object body, CancellationToken cancellationToken) =>
        (await api.PostJsonAsync($"{Uri.EscapeDataString(sender)}/messages", body, cancellationToken)).Filled("message_id");

    /// <summary>Our messages to a person, the newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> SentToAsync(string platform, string person, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(
            $"{Uri.EscapeDataString(sender)}/conversations?platform={platform}&user_id={Uri.EscapeDataString(person)}&fields=messages.limit(25){{id,message,from,created_time}}", cancellationToken);
        return answer.Get("data").ValueKind == JsonValueKind.Array
            ? [.. answer.Items("data").SelectMany(c => c.Get("messages").Items("data"))]
            : throw new GraphException(GraphTrouble.Garbage, "This is no conversation.");
    }
}
