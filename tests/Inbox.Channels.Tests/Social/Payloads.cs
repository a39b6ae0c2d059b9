using System.Text;
using Inbox.Channels.Social;

namespace Inbox.Channels.Tests.Social;

/// <summary>Payloads as tests write them down.</summary>
internal static class Payloads
{
    public static async Task<SocialReading> ReadAsync(string kind, string content) =>
        await SocialReaders.ReadAsync(kind, Encoding.UTF8.GetBytes(content), default);

    public static async Task<IReadOnlyList<SocialPost>> PostsAsync(string kind, string content)
    {
        var reading = await ReadAsync(kind, content);
        reading.Ok.ShouldBeTrue(reading.Error);
        return reading.Posts;
    }

    public static async Task<SocialPost> PostAsync(string kind, string content) => (await PostsAsync(kind, content)).ShouldHaveSingleItem();
}
