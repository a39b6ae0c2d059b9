using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Core.Routing;

namespace Inbox.Core.Tests.Routing;

public sealed class CaseRouterTests
{
    private const long Support = 1, Billing = 2, Repair = 3;

    [Theory]
    [InlineData("refund", "Refund please", true)]
    [InlineData("refund", "please REFUND!", true)]
    [InlineData("refund", "(refund)", true)]
    [InlineData("refund", "refunded", false)]
    [InlineData("refund", "prerefund", false)]
    [InlineData("refund", "re fund", false)]
    [InlineData("refund", "prerefund, then a refund", true)]
    [InlineData("money back", "I want my money back.", true)]
    [InlineData("money back", "money backs", false)]
    [InlineData("über", "Über alles", true)]
    [InlineData("ber", "Über alles", false)]
    [InlineData("#42", "order #42", true)]
    [InlineData("c++", "about c++ and more", true)]
    [InlineData("42", "order 420", false)]
    [InlineData("退款", "我要 退款 。", true)]
    public void Words_are_found_whole_and_in_any_case(string word, string text, bool found) =>
        CaseRouter.ContainsWord(text, word).ShouldBe(found);

    [Theory]
    [InlineData(RuleWordsIn.Subject, "refund", "hello", true)]
    [InlineData(RuleWordsIn.Subject, "hello", "refund", false)]
    [InlineData(RuleWordsIn.Body, "refund", "hello", false)]
    [InlineData(RuleWordsIn.Body, "hello", "refund", true)]
    [InlineData(RuleWordsIn.SubjectOrBody, "hello", "refund", true)]
    public void Words_count_only_where_the_rule_looks(RuleWordsIn where, string subject, string body, bool matches) =>
        Route(new RoutingFacts(1, subject, body, "n@mail.example", 0), Rule(1, r =>
        {
            r.Words = ["chargeback", "refund"];
            r.WordsIn = where;
        })).DepartmentId.ShouldBe(matches ? Billing : Support);

    [Theory]
    [InlineData("@partner.example", "Zoe@Partner.example", true)]
    [InlineData("zoe@partner.example", "zoe@partner.example", true)]
    [InlineData("@partner.example", "zoe@mail.example", false)]
    public void Sender_is_found_as_part_of_the_address(string sender, string from, bool matches) =>
        Route(Facts(from: from), Rule(1, r => r.Sender = sender)).DepartmentId.ShouldBe(matches ? Billing : Support);

    [Theory]
    [InlineData(9_999, false)]
    [InlineData(10_000, true)]
    public void Reach_counts_from_its_number_on(long reach, bool matches) =>
        Route(Facts(reach: reach), Rule(1, r => r.MinReach = 10_000)).DepartmentId.ShouldBe(matches ? Billing : Support);

    [Fact]
    public void Every_condition_must_hold()
    {
        var rule = Rule(1, r =>
        {
            r.ChannelId = 1;
            r.Words = ["refund"];
            r.Sender = "@partner.example";
        });

        Route(Facts("refund", "zoe@mail.example"), rule).DepartmentId.ShouldBe(Support);
        var routed = Route(Facts("refund", "zoe@partner.example"), rule);
        routed.DepartmentId.ShouldBe(Billing);
        routed.Reason.ShouldBe("rule 1 “Rule 1” because it came through Mail and the subject contains “refund” and the sender is “@partner.example”");
        Route(Facts("refund", "zoe@partner.example") with { ChannelId = 2 }, rule).DepartmentId.ShouldBe(Support);
    }

    [Fact]
    public void First_rule_in_order_wins_and_disabled_ones_are_passed_by()
    {
        var last = Rule(1, r => r.Position = 3);
        var first = Rule(2, r => (r.Position, r.Priority, r.Tags) = (2, Priority.High, ["money"]));
        var off = Rule(3, r => (r.Position, r.Enabled) = (1, false));

        var routed = Route(Facts(), last, first, off);

        (routed.RuleId, routed.Priority).ShouldBe((2, Priority.High));
        routed.Tags.ShouldBe(["money"]);
        routed.Reason.ShouldStartWith("rule 1 “Rule 2”");
    }

    [Fact]
    public void Without_a_rule_the_department_of_the_channel_owns()
    {
        var routed = Route(Facts());

        (routed.DepartmentId, routed.OfferToId, routed.RuleId).ShouldBe((Support, null, null));
        routed.Reason.ShouldBe("Mail belongs to Support");
    }

    [Fact]
    public void Contractor_is_offered_the_case_and_the_channel_owns_it_meanwhile()
    {
        var routed = Route(Facts(), Rule(1, r => r.DepartmentId = Repair));

        (routed.DepartmentId, routed.OfferToId).ShouldBe((Support, Repair));
    }

    [Fact]
    public void Rule_without_department_leaves_the_owner_and_sets_the_rest()
    {
        var routed = Route(Facts(), Rule(1, r => (r.DepartmentId, r.Priority) = (null, Priority.Urgent)));

        (routed.DepartmentId, routed.OfferToId, routed.Priority).ShouldBe((Support, null, Priority.Urgent));
    }

    private static RoutingFacts Facts(string subject = "hello", string from = "n@mail.example", long reach = 0) => new(1, subject, "", from, reach);

    private static RoutingRule Rule(long id, Action<RoutingRule> set)
    {
        var rule = new RoutingRule { Id = id, Name = $"Rule {id}", DepartmentId = Billing };
        set(rule);
        return rule;
    }

    private static RoutingDecision Route(RoutingFacts facts, params RoutingRule[] routing) => CaseRouter.Route(
        new Rules(
            [
                new Department { Id = Support, Name = "Support", Key = "support" },
                new Department { Id = Billing, Name = "Billing", Key = "billing" },
                new Department { Id = Repair, Name = "Repair", Key = "repair", External = true },
            ],
            [
                new Channel { Id = 1, Key = "mail", Name = "Mail", Kind = "email", DepartmentId = Support },
                new Channel { Id = 2, Key = "other", Name = "Other", Kind = "email", DepartmentId = Support },
            ],
            [],
            routing,
            [],
            new Dictionary<string, long>(StringComparer.Ordinal)),
        facts);
}
