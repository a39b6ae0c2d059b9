using Inbox.Channels.Bluesky;
using Inbox.Channels.Reddit;
using Inbox.Channels.X;

namespace Inbox.Channels.Tests.Social;

/// <summary>Where stored passwords and tokens are sent to.</summary>
public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("http://far.example", "unencrypted")]
    [InlineData("http://10.1.2.3:8080", "unencrypted")]
    [InlineData("far.example", "whole web address")]
    [InlineData("https://me:word@far.example", "whole web address")]
    [InlineData("https://far.example", null)]
    [InlineData("http://localhost:8080", null)]
    [InlineData("http://127.0.0.1:8080", null)]
    public void Secrets_travel_encrypted_or_not_at_all(string address, string? problem)
    {
        (string Field, IReadOnlyDictionary<string, string> Problems)[] checks =
        [
            ("server", XSettings.Check($$"""{"server":"{{address}}"}""")), ("server", RedditSettings.Check($$"""{"server":"{{address}}"}""")),
            ("loginServer", RedditSettings.Check($$"""{"loginServer":"{{address}}"}""")), ("service", BlueskySettings.Check($$"""{"service":"{{address}}"}""")),
        ];

        foreach (var (field, problems) in checks)
        {
            if (problem is null)
            {
                problems.ShouldBeEmpty();
            }
            else
            {
                problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(p => p.Key.ShouldBe(field), p => p.Value.ShouldContain(problem));
            }
        }
    }
}
