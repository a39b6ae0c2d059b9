using Inbox.Core.Cases.Naming;

namespace Inbox.Core.Tests.Cases.Naming;

public sealed class NamesInTextTests
{
    private static readonly Nameable Ana = new("Ana K.", "ana", 1, null);
    private static readonly Nameable AnaMaria = new("Ana Kern", "ana.kern", 2, null);
    private static readonly Nameable Ben = new("Ben B.", "ben", 3, null);
    private static readonly Nameable Twin = new("Ben B.", "benjamin", 4, null);
    private static readonly Nameable Billing = new("Billing", "billing", null, 9);

    [Theory]
    [InlineData("@Ana Kern please look", "@Ana Kern", 2)]
    [InlineData("ask @ana kern, she knows", "@ana kern", 2)]
    [InlineData("(@ana)", "@ana", 1)]
    [InlineData("@ana.kern: yours", "@ana.kern", 2)]
    [InlineData("@ANA", "@ANA", 1)]
    [InlineData("see @Ana K.", "@Ana K.", 1)]
    [InlineData("@benjamin.", "@benjamin", 4)]
    public void Name_in_full_or_short_names_one_person(string text, string written, long agent)
    {
        var found = NamesInText.Find(text, [Ana, AnaMaria, Ben, Twin, Billing]).ShouldHaveSingleItem();
        (found.Written, found.Who.AgentId).ShouldBe((written, agent));
    }

    [Theory]
    [InlineData("write to ana@mail.example")]
    [InlineData("nobody of that name: @carla")]
    [InlineData("@ and @@ana")]
    [InlineData("@Ben B. are two")]
    [InlineData("@Anatol")]
    public void Addresses_strangers_and_names_that_two_share_name_nobody(string text) =>
        NamesInText.Find(text, [Ana, AnaMaria, Ben, Twin, Billing]).ShouldBeEmpty();

    [Fact]
    public void Departments_are_named_like_people_and_each_once() =>
        NamesInText.Find("@Billing and @ana, then @Billing again", [Ana, Billing]).Select(f => f.Written).ShouldBe(["@Billing", "@ana"]);
}
