using Inbox.Channels.Bluesky;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Bluesky;

/// <summary>Everybody who speaks in a conversation has one case there, in whatever order its posts come.</summary>
public sealed class ConversationOrderTests
{
    private const int Threads = 60;

    [Theory]
    [InlineData("as written")]
    [InlineData("by time")]
    [InlineData("newest first")]
    [InlineData("shuffled")]
    public async Task Conversations_come_out_whole_in_any_order(string order)
    {
        await using var company = await Company.OpenAsync();
        var posts = ThreadedPosts.Make(Threads, seed: 5);
        var cases = await FileAsync(company, Ordered(posts, order));

        cases.Count.ShouldBe(posts.Count);
        cases.Values.ShouldNotContain((long?)null);
        var expected = posts.GroupBy(p => (p.Thread, p.Author)).Select(g => Set(g.Select(p => p.Uri)));
        posts.GroupBy(p => cases[p.Uri]).Select(g => Set(g.Select(p => p.Uri))).Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<ThreadedPost> Ordered(IReadOnlyList<ThreadedPost> posts, string order)
    {
        var shuffled = posts.ToArray();
        new Random(3).Shuffle(shuffled);
        return order switch
        {
            "by time" => posts.OrderBy(p => p.At),
            "newest first" => posts.OrderByDescending(p => p.At),
            "shuffled" => shuffled,
            _ => posts,
        };
    }

    private static async Task<Dictionary<string, long?>> FileAsync(Company company, IEnumerable<ThreadedPost> posts)
    {
        Channel? door = null;
        await company.SetAsync(db =>
        {
            door = db.Channels.Add(new Channel { Key = "acme", Name = "Acme", Kind = BlueskyChannel.ChannelKind, DepartmentId = company.Support.Id, Address = ThreadedPosts.Account }).Entity;
            return Task.CompletedTask;
        });
        foreach (var some in posts.Chunk(7))
        {
            await company.FileAsync(door!, [.. some.Select(p => p.Raw)]);
        }

        return await company.DbAsync(db => db.Messages.Where(m => m.ChannelId == door!.Id && m.Direction == Direction.Inbound).ToDictionaryAsync(m => m.ExternalId, m => m.CaseId));
    }

    private static string Set(IEnumerable<string> uris) => string.Join(' ', uris.Order(StringComparer.Ordinal));
}
