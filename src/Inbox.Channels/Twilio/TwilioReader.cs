using System.Text.Json;
using Inbox.Channels.Email.Hooks;
using Inbox.Channels.Social;

namespace Inbox.Channels.Twilio;

/// <summary>
/// Reads what Twilio posts about calls (ringing, over, recorded, transcribed) and texts, as form or as an object of its
/// parameters, and the calls and messages of its REST API, whose names differ in underscores only.
/// </summary>
internal static class TwilioReader
{
    public static async Task<SocialReading> ReadAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var request = RecordedRequest.Of(file);
        if (request.Json is { } json)
        {
            return json.Error is { } error ? SocialReading.Unreadable(error) : Read(json.Roots);
        }

        try
        {
            return await request.FormAsync(cancellationToken) is { } form
                ? SocialReading.Of([.. TwilioEvent.Read(new TwilioParameters(form.Values))])
                : SocialReading.Unreadable(file.IsEmpty ? "The file is empty." : "This is neither a form nor JSON.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return SocialReading.Unreadable($"This is no whole form: {e.Message}");
        }
    }

    private static SocialReading Read(IReadOnlyList<JsonElement> roots)
    {
        // Not each id once: a call is told of several times, and every time more.
        var posts = new List<SocialPost>();
        JsonWalk.Run(roots, 0, (json, _) =>
        {
            var values = json.Members().Where(m => m.Value.Text() is not null).Select(m => KeyValuePair.Create(m.Name, m.Value.Text()!));
            posts.AddRange(TwilioEvent.Read(new TwilioParameters(values)));
            return Descent<int>.Everywhere(0);
        });
        return SocialReading.Of(posts, posts.Count == 0 ? ApiError.Of(roots) : null);
    }
}
