using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;

namespace Inbox.Core.Tests.Channels.Replies;

public class ReplyOptionsTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly ChannelTraits None = new() { Icon = "pin", HandleKind = "pin", Noun = "pin" };

    [Fact]
    public void Private_message_is_never_answered_in_public()
    {
        var traits = None with { PublicReply = new ReplyTerms(), PrivateReply = new ReplyTerms { Within = TimeSpan.FromHours(24) } };

        var options = ReplyOptions.By(traits, Message(Visibility.Private), limit: null);

        options.Public.ShouldBeNull();
        options.Private!.Until.ShouldBe(At.AddHours(24));
        options.Usual(Visibility.Private, At).ShouldBe(Visibility.Private);
    }

    [Fact]
    public void Window_runs_from_the_last_private_message()
    {
        var traits = None with { PrivateReply = new ReplyTerms { Within = TimeSpan.FromHours(24) } };

        var way = ReplyOptions.By(traits, Message(Visibility.Private) with { LastPrivateAt = At.AddHours(5) }, limit: null).Private!;

        way.IsOpen(At.AddHours(29).AddSeconds(-1)).ShouldBeTrue();
        way.IsOpen(At.AddHours(29)).ShouldBeFalse();
    }

    [Fact]
    public void Deleted_post_is_answered_in_private_only()
    {
        var traits = None with { PublicReply = new ReplyTerms(), PrivateToPublic = new ReplyTerms() };

        var options = ReplyOptions.By(traits, Message(Visibility.Public) with { Deleted = true }, limit: null);

        options.Public!.Closed.ShouldNotBeNull().ShouldContain("deleted");
        options.Usual(Visibility.Public, At).ShouldBe(Visibility.Private);
    }

    [Fact]
    public void Second_private_answer_to_a_post_is_refused_unless_the_customer_talks_to_us()
    {
        var traits = None with { PrivateReply = new ReplyTerms { Within = TimeSpan.FromHours(24) }, PrivateToPublic = new ReplyTerms { Once = true, Within = TimeSpan.FromDays(7) } };
        var answered = Message(Visibility.Public) with { AnsweredPrivately = true };

        ReplyOptions.By(traits, answered, limit: null).Private!.Closed.ShouldNotBeNull();

        var talking = ReplyOptions.By(traits, answered with { LastPrivateAt = At.AddHours(1) }, limit: null).Private!;
        (talking.Closed, talking.Until).ShouldBe((null, At.AddHours(25)));
    }

    [Fact]
    public void Single_answer_that_overwrites_says_so_once_there_is_one()
    {
        var traits = None with { PublicReply = new ReplyTerms { Once = true, Overwrites = true } };

        ReplyOptions.By(traits, Message(Visibility.Public), limit: null).Public!.Overwrites.ShouldBeFalse();

        var again = ReplyOptions.By(traits, Message(Visibility.Public) with { AnsweredPublicly = true }, limit: null).Public!;
        (again.Overwrites, again.Closed).ShouldBe((true, null));
    }

    [Fact]
    public void Limit_of_the_server_wins_over_that_of_the_kind()
    {
        var traits = None with { PublicReply = new ReplyTerms { Limit = new TextLimit(500, TextUnit.CodePoint) } };

        ReplyOptions.By(traits, Message(Visibility.Public), new TextLimit(5000, TextUnit.CodePoint)).Public!.Limit!.Most.ShouldBe(5000);
        ReplyOptions.By(traits, Message(Visibility.Public), limit: null).Public!.Limit!.Most.ShouldBe(500);
    }

    [Fact]
    public void Post_that_takes_private_answers_only_is_answered_so() =>
        ReplyOptions.By(None with { PrivateToPublic = new ReplyTerms() }, Message(Visibility.Public), limit: null).Usual(Visibility.Public, At).ShouldBe(Visibility.Private);

    private static AnswerableMessage Message(Visibility visibility) => new() { ExternalId = "1", Visibility = visibility, At = At };
}
