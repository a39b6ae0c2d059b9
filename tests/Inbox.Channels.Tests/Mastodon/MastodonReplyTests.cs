using System.Text.Json;
using Inbox.Channels.Mastodon.Sending;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;

namespace Inbox.Channels.Tests.Mastodon;

public sealed class MastodonReplyTests
{
    [Theory]
    [InlineData(Visibility.Public, "public", "public")]
    [InlineData(Visibility.Public, "unlisted", "unlisted")]
    [InlineData(Visibility.Public, "private", "direct")]
    [InlineData(Visibility.Public, "direct", "direct")]
    [InlineData(Visibility.Public, "local", "direct")]
    [InlineData(Visibility.Private, "public", "direct")]
    [InlineData(Visibility.Private, "private", "direct")]
    [InlineData(Visibility.Private, "direct", "direct")]
    public void Answer_is_never_wider_than_what_it_answers(Visibility ours, string answered, string expected) =>
        MastodonReply.VisibilityOf(ours, answered).ShouldBe(expected);

    [Fact]
    public void Author_and_others_named_are_told_and_we_are_not() =>
        Reply("We look into it.", """{"mentions":[{"acct":"acme"},{"acct":"ben"},{"acct":"cleo@third.example"}]}""").Status
            .ShouldBe("@ana@elsewhere.example @ben@far.example @cleo@third.example We look into it.");

    [Fact]
    public void Who_is_named_by_the_agent_is_not_named_twice() =>
        Reply("Thanks, @ana@elsewhere.example!", """{"mentions":[]}""").Status.ShouldBe("Thanks, @ana@elsewhere.example!");

    [Fact]
    public void Private_answer_names_nobody_who_was_not_asked_for() =>
        Reply("In private", """{"visibility":"public","mentions":[{"acct":"ben"}]}""", Visibility.Private).Status.ShouldBe("@ana@elsewhere.example In private");

    [Fact]
    public void Where_the_names_of_all_do_not_fit_the_author_is_told() =>
        Reply(new string('x', 460), """{"mentions":[{"acct":"somebody_with_a_name@third.example"},{"acct":"another_with_a_name@third.example"}]}""").Status
            .ShouldBe("@ana@elsewhere.example " + new string('x', 460));

    [Fact]
    public void Warning_of_the_post_answered_stands_above_the_answer() =>
        Reply("Hello", """{"spoiler_text":"Food"}""").Warning.ShouldBe("Food");

    private static MastodonReply Reply(string text, string answered, Visibility visibility = Visibility.Public)
    {
        var message = new OutgoingMessage
        {
            MessageId = 1, CaseId = 1, ExternalId = "t", Token = "t", FromName = "Ana", To = [new Party("Ana", "ana@elsewhere.example")], Subject = "", Text = text, Visibility = visibility, At = DateTimeOffset.UnixEpoch,
        };
        var channel = new ChannelInfo(7, "door", "mastodon", "Door", "@acme@far.example", "{}", []) { Limit = new TextLimit(468, TextUnit.CodePoint) { LinkCounts = 23, MentionsWithoutHost = true } };
        using var json = JsonDocument.Parse(answered);
        return MastodonReply.To(message, json.RootElement.Clone(), channel);
    }
}
