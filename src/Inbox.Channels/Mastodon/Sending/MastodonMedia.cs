using System.Net.Http.Headers;
using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Mastodon.Sending;

/// <summary>Hands the files of an answer over before it, each with words for those who cannot see it.</summary>
internal static class MastodonMedia
{
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private const int MostLooks = 60;

    /// <returns>The id that the server gave the file.</returns>
    public static async Task<string> UploadAsync(MastodonApi api, OutgoingAttachment file, CancellationToken cancellationToken)
    {
        await using var bytes = await file.OpenAsync(cancellationToken);
        using var content = new StreamContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.TryParse(file.ContentType, out var type) ? type : new MediaTypeHeaderValue("application/octet-stream");
        using var description = new StringContent(file.Words);
        using var form = new MultipartFormDataContent { { content, "file", file.Name }, { description, "description" } };
        var media = await api.PostAsync("/api/v2/media", form, idempotencyKey: null, cancellationToken, MostTime);
        var id = media.Filled("id") ?? throw new MastodonException(MastodonTrouble.Garbage, $"{api.Server.Host} took a file and did not say under which id.");

        // Without an address it is still being worked on, and a post with it would be refused.
        for (var looks = 0; looks < MostLooks && !IsReady(media); looks++)
        {
            await Task.Delay(Between, cancellationToken);
            media = await api.GetAsync($"/api/v1/media/{Uri.EscapeDataString(id)}", cancellationToken);
        }

        return id;
    }

    private static bool IsReady(JsonElement media) => media.Filled("url") is not null;
}
