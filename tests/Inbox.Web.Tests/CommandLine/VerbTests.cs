using Inbox.Core.Access;
using Inbox.Web.CommandLine;

namespace Inbox.Web.Tests.CommandLine;

public sealed class VerbTests
{
    [Fact]
    public void Server_is_meant_by_no_words_or_by_options()
    {
        Verbs.Find([]).ShouldBeNull();
        Verbs.Find(["--urls", "http://localhost:1"]).ShouldBeNull();
    }

    [Fact]
    public void Verb_of_two_words_is_found() => Verbs.Find(["token", "create", "--name", "x"])!.Words.ShouldBe("token create");

    [Fact]
    public async Task Unknown_verb_ends_with_2() => (await Verbs.RunAsync(Verbs.Find(["dance"])!, ["dance"])).ShouldBe(2);

    [Theory]
    [InlineData("--naem", "x")]
    [InlineData("--name")]
    [InlineData("--name", "--role")]
    [InlineData("--name=a", "--name=b")]
    public void Wrong_option_is_refused_and_not_ignored(params string[] args) =>
        Should.Throw<UsageException>(() => VerbOptions.Parse(args, "name", "role"));

    [Fact]
    public void Values_are_read_with_a_blank_or_an_equals_sign()
    {
        var options = VerbOptions.Parse(["--name=a b", "--role", "admin"], "name", "role");

        options.Get("name").ShouldBe("a b");
        options.GetEnum<Role>("role").ShouldBe(Role.Admin);
    }

    [Fact]
    public void Unknown_role_is_refused_with_those_there_are() =>
        Should.Throw<UsageException>(() => VerbOptions.Parse(["--role", "7"], "role").GetEnum<Role>("role")).Message.ShouldContain("Marketing");
}
