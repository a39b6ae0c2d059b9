using Inbox.Channels.X;
using Inbox.Core.Cases;
using Inbox.Core.Channels.Replies;

namespace Inbox.Channels.Tests.X;

public sealed class XReplyRuleTests
{
    private static readonly ReplyOptions Open = new(new ReplyWay(null, null, MediaLimits.None), null);

    [Theory]
    [InlineData("@acme it leaks", true)]
    [InlineData("It leaks, @ACME!", true)]
    [InlineData("Look https://x.com/acme/status/1790000000000000001", true)]
    [InlineData("Look https://twitter.com/Acme/status/1", true)]
    [InlineData("My acme kettle leaks", false)]
    [InlineData("@acmecorp it leaks", false)]
    [InlineData("@acme_uk it leaks", false)]
    [InlineData("Look https://x.com/ana/status/1", false)]
    public void Only_who_names_or_quotes_the_account_is_answered(string text, bool open)
    {
        var message = new AnswerableMessage { ExternalId = "1", Visibility = Visibility.Public, At = DateTimeOffset.UnixEpoch, Text = text };

        (XReplyRule.Apply(Open, message, "@acme", answersAnybody: false).Public!.Closed is null).ShouldBe(open);
        XReplyRule.Apply(Open, message, "@acme", answersAnybody: true).Public!.Closed.ShouldBeNull();
    }
}
