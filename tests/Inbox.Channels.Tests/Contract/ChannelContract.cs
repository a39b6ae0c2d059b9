using System.Text;
using System.Text.RegularExpressions;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Contract;

/// <summary>What Core relies on of every door. Each channel inherits these tests and adds only what it reads.</summary>
public abstract partial class ChannelContract : IAsyncLifetime
{
    private Company _company = null!;

    protected abstract string Kind { get; }

    /// <summary>A message of this channel as it comes in.</summary>
    protected abstract byte[] Sample { get; }

    /// <summary>For kinds that Inbox does not have by itself.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    private IChannel Channel => _company.Services.GetRequiredService<ChannelKinds>().Of(Kind);

    public async Task InitializeAsync() => _company = await Company.OpenAsync(configure: Configure);

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Identity_is_the_same_each_time_and_comes_of_any_bytes()
    {
        foreach (var content in Contents())
        {
            var first = await Channel.IdentifyAsync(new MemoryStream(content), default);
            var second = await Channel.IdentifyAsync(new MemoryStream(content), default);

            first.ExternalId.ShouldNotBeNullOrEmpty();
            second.ExternalId.ShouldBe(first.ExternalId);
            first.Version.Length.ShouldBe(32);
            second.Version.ShouldBe(first.Version);
        }
    }

    [Fact]
    public void Parse_of_any_bytes_gives_a_message_or_says_why_not()
    {
        foreach (var content in Contents())
        {
            try
            {
                var message = Channel.Parse(new RawMessage(1, content, "", _company.Clock.GetUtcNow(), Import: false), Info());
                message.ThreadScope.ShouldNotBeEmpty();
                message.HandleKind.ShouldBe(Channel.Traits.HandleKind);
                message.From.Address.ShouldNotBeNull();
            }
            catch (UnreadableMessageException e)
            {
                e.Message.ShouldEndWith(".");
            }
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Settings_that_are_none_never_break_a_channel(string settings)
    {
        Should.NotThrow(() => Channel.CheckSettings(settings));
        try
        {
            Channel.Parse(new RawMessage(1, Sample, "", _company.Clock.GetUtcNow(), Import: false), Info() with { Settings = settings });
        }
        catch (UnreadableMessageException)
        {
            // Calls come in no other way.
        }
    }

    [Fact]
    public void Empty_settings_are_fine() => Channel.CheckSettings("{}").ShouldBeEmpty();

    [Fact]
    public void Traits_are_sane()
    {
        var traits = Channel.Traits;
        traits.CanAnswer.ShouldBe(Channel is ISendingChannel);
        traits.Polls.ShouldBe(Channel is IPollingChannel);
        traits.Noun.ShouldMatch("^[a-z][a-z -]+$");
        foreach (var terms in (ReplyTerms?[])[traits.PublicReply, traits.PrivateReply, traits.PrivateToPublic])
        {
            (terms?.Limit?.Most ?? 1).ShouldBePositive();
            (terms?.Within ?? TimeSpan.MaxValue).ShouldBeGreaterThan(TimeSpan.Zero);
        }

        (traits.Edits || traits.Deletes).ShouldBe(Channel is IChangesAnswers);
        ((traits.Edits || traits.Deletes) && !traits.CanAnswer).ShouldBeFalse();
        traits.HandleKind.ShouldNotBeEmpty();
        traits.Icon.ShouldMatch("^[a-z0-9-]+$");
        Name().IsMatch(Channel.Kind).ShouldBeTrue();
        (traits.ResendIsSafe && !traits.CanAnswer).ShouldBeFalse();
    }

    private ChannelInfo Info() => new(7, "door", Kind, "Door", "door@acme.example", "{}", ["door@acme.example"]);

    /// <summary>The sample, the sample hurt in every way that a bad line or program hurts it, and noise; the same on every run.</summary>
    private IEnumerable<byte[]> Contents()
    {
        var random = new Random(20261102);
        yield return Sample;
        yield return [];
        for (var i = 0; i < 200; i++)
        {
            var content = Sample.ToArray();
            switch (i % 5)
            {
                case 0:
                    content = content[..random.Next(content.Length)];
                    break;
                case 1:
                    random.NextBytes(content.AsSpan(random.Next(content.Length)));
                    break;
                case 2:
                    content[random.Next(content.Length)] = (byte)random.Next(256);
                    break;
                case 3:
                    var at = random.Next(content.Length);
                    content = [.. content[..at], .. content[random.Next(content.Length)..], .. "\0\r\n\"{}:"u8, .. content[at..]];
                    break;
                default:
                    // A word of the format in another place of it.
                    var words = Encoding.Latin1.GetString(content).Split(' ', ':', '"');
                    content = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content).Replace(Pick(words, random), Pick(words, random), StringComparison.Ordinal));
                    break;
            }

            yield return content;
        }
    }

    private static string Pick(string[] words, Random random)
    {
        var word = words[random.Next(words.Length)];
        return word.Length == 0 ? "e" : word;
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
