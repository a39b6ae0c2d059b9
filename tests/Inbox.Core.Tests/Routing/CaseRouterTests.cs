using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Core.Routing;

namespace Inbox.Core.Tests.Routing;

public sealed class CaseRouterTests
{
    private const long Support = 1, Billing = 2, Repair = 3;

    /// <summary>A Monday, 10:00.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 10, 0, 0, TimeSpan.Zero);

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
    [InlineData("money back", "back, money", false)]
    [InlineData("über", "Über alles", true)]
    [InlineData("ber", "Über alles", false)]
    [InlineData("#42", "order #42", true)]
    [InlineData("c++", "about c++ and more", true)]
    [InlineData("c++", "about c and more", false)]
    [InlineData("42", "order 420", false)]
    [InlineData("!!", "now!!", true)]
    [InlineData("退款", "我要 退款 。", true)]
    public void Words_are_found_whole_and_in_any_case(string word, string text, bool found)
    {
        CaseRouter.ContainsWord(text, word).ShouldBe(found);
        Takes(Words(word), Facts(text)).ShouldBe(found);
    }

    [Theory]
    [InlineData(RuleWordsIn.Subject, "refund", "hello", true)]
    [InlineData(RuleWordsIn.Subject, "hello", "refund", false)]
    [InlineData(RuleWordsIn.Body, "refund", "hello", false)]
    [InlineData(RuleWordsIn.Body, "hello", "refund", true)]
    [InlineData(RuleWordsIn.SubjectOrBody, "hello", "refund", true)]
    public void Words_and_patterns_count_only_where_the_rule_looks(RuleWordsIn where, string subject, string body, bool matches)
    {
        var facts = Facts(subject) with { Body = body };
        Takes(Words("chargeback", "refund") with { In = where }, facts).ShouldBe(matches);
        Takes(new() { Kind = ConditionKind.Pattern, Values = ["ref.nd"], In = where }, facts).ShouldBe(matches);
    }

    [Theory]
    [InlineData("@partner.example", "Zoe@Partner.example", true)]
    [InlineData("zoe@partner.example", "zoe@partner.example", true)]
    [InlineData("@partner.example", "zoe@mail.example", false)]
    [InlineData("@partner.example", "zoe@partner.example.net", false)]
    [InlineData("partner", "zoe@partner.example", true)]
    public void Sender_and_recipient_are_an_address_a_domain_or_a_part(string value, string address, bool matches)
    {
        Takes(new() { Kind = ConditionKind.Sender, Values = ["nobody@", value] }, Facts(from: address)).ShouldBe(matches);
        Takes(new() { Kind = ConditionKind.Recipient, Values = [value] }, Facts() with { Recipients = ["other@mail.example", address] }).ShouldBe(matches);
    }

    [Theory]
    [InlineData(9_999, false)]
    [InlineData(10_000, true)]
    public void Reach_counts_from_its_number_on(long reach, bool matches) =>
        Takes(new() { Kind = ConditionKind.Reach, Number = 10_000 }, Facts() with { Reach = reach }).ShouldBe(matches);

    [Fact]
    public void Customer_is_told_by_group_and_by_earlier_cases()
    {
        var facts = Facts() with { CustomerGroup = "vip", EarlierCases = [Now.AddDays(-3), Now.AddDays(-40)] };

        Takes(new() { Kind = ConditionKind.CustomerGroup, Values = ["VIP"] }, facts).ShouldBeTrue();
        Takes(new() { Kind = ConditionKind.CustomerGroup, Values = ["Press"] }, facts).ShouldBeFalse();
        Takes(new() { Kind = ConditionKind.KnownCustomer }, facts).ShouldBeTrue();
        Takes(new() { Kind = ConditionKind.KnownCustomer, Not = true }, Facts()).ShouldBeTrue();
        Takes(new() { Kind = ConditionKind.EarlierCases, Number = 2 }, facts).ShouldBeTrue();
        Takes(new() { Kind = ConditionKind.EarlierCases, Number = 2, Days = 30 }, facts).ShouldBeFalse();
        Takes(new() { Kind = ConditionKind.EarlierCases, Number = 1, Days = 30 }, facts).ShouldBeTrue();
    }

    [Fact]
    public void Files_are_told_by_ending_or_type()
    {
        var facts = Facts() with { Files = [new RoutingFile("Invoice.PDF", "application/octet-stream"), new RoutingFile("photo", "image/png")] };

        Takes(new() { Kind = ConditionKind.Attachment }, facts).ShouldBeTrue();
        Takes(new() { Kind = ConditionKind.Attachment }, Facts()).ShouldBeFalse();
        Takes(new() { Kind = ConditionKind.Attachment, Values = ["pdf"] }, facts).ShouldBeTrue();
        Takes(new() { Kind = ConditionKind.Attachment, Values = ["image"] }, facts).ShouldBeTrue();
        Takes(new() { Kind = ConditionKind.Attachment, Values = ["zip", "video"] }, facts).ShouldBeFalse();
    }

    [Fact]
    public void Hours_are_those_of_a_calendar()
    {
        RuleCondition within = new() { Kind = ConditionKind.Hours, Id = 1 };

        Takes(within, Facts()).ShouldBeTrue();
        Takes(within, Facts() with { At = Now.AddHours(12) }).ShouldBeFalse();
        Takes(within with { Not = true }, Facts() with { At = Now.AddHours(12) }).ShouldBeTrue();
        Takes(within with { Id = 9, Not = true }, Facts()).ShouldBeFalse();
    }

    [Fact]
    public void Every_condition_of_a_group_must_hold_or_one_of_them()
    {
        var all = RuleConditions.All(new RuleCondition { Kind = ConditionKind.Channel, Id = 1 }, Words("refund"), new RuleCondition { Kind = ConditionKind.Sender, Values = ["@partner.example"] });

        Route(Facts("refund", "zoe@mail.example"), Rule(1, all)).DepartmentId.ShouldBe(Support);
        var routed = Route(Facts("refund", "zoe@partner.example"), Rule(1, all));
        routed.DepartmentId.ShouldBe(Billing);
        routed.Reason.ShouldBe("rule 1 “Rule 1” because it came through Mail and the subject contains “refund” and the sender is “@partner.example”");
        Route(Facts("refund", "zoe@partner.example") with { ChannelId = 2 }, Rule(1, all)).DepartmentId.ShouldBe(Support);

        var any = RuleConditions.Any([.. all.Groups[0].Conditions]);
        Route(Facts("hello", "zoe@partner.example") with { ChannelId = 2 }, Rule(1, any)).Reason.ShouldBe("rule 1 “Rule 1” because the sender is “@partner.example”");
        Route(Facts("hello") with { ChannelId = 2 }, Rule(1, any)).RuleId.ShouldBeNull();
    }

    [Fact]
    public void Groups_are_joined_and_the_case_says_which_conditions_decided()
    {
        var conditions = new RuleConditions
        {
            Match = RuleMatch.Any,
            Groups =
            [
                new RuleGroup { Match = RuleMatch.Any, Conditions = [Words("lawyer"), Words("court")] },
                new RuleGroup { Conditions = [new RuleCondition { Kind = ConditionKind.EarlierCases, Number = 2, Days = 90 }, Words("repair") with { In = RuleWordsIn.Subject }] },
            ],
        };
        var repair = Facts("The third repair") with { EarlierCases = [Now.AddDays(-3), Now.AddDays(-40)] };

        Route(repair, Rule(1, conditions)).Reason
            .ShouldBe("rule 1 “Rule 1” because the customer has 2 earlier cases in the last 90 days and the subject contains “repair”");
        Route(repair, Rule(1, conditions with { Match = RuleMatch.All })).RuleId.ShouldBeNull();
        Route(repair with { Body = "see you in court" }, Rule(1, conditions with { Match = RuleMatch.All })).Reason
            .ShouldBe("rule 1 “Rule 1” because the text contains “court” and the customer has 2 earlier cases in the last 90 days and the subject contains “repair”");
    }

    [Fact]
    public void Negated_condition_holds_where_the_other_does_not()
    {
        var routed = Route(Facts("hello"), Rule(1, RuleConditions.All(Words("refund", "invoice") with { Not = true })));

        routed.Reason.ShouldBe("rule 1 “Rule 1” because subject or text does not contain “refund” or “invoice”");
        Takes(Words("refund") with { Not = true }, Facts("refund")).ShouldBeFalse();
    }

    [Fact]
    public void First_rule_in_order_wins_and_disabled_ones_are_passed_by()
    {
        var last = Rule(1, position: 3);
        var first = Rule(2, position: 2, set: r => (r.Priority, r.Tags) = (Priority.High, ["money"]));
        var off = Rule(3, position: 1, set: r => r.Enabled = false);

        var routed = Route(Facts(), last, first, off);

        (routed.RuleId, routed.Priority).ShouldBe((2, Priority.High));
        routed.RuleIds.ShouldBe([2L]);
        routed.Tags.ShouldBe(["money"]);
        routed.Reason.ShouldBe("rule 1 “Rule 2” because it takes everything");
    }

    [Fact]
    public void Rule_that_goes_on_leaves_to_the_next_what_it_does_not_set()
    {
        var upset = Rule(1, position: 1, set: r => (r.DepartmentId, r.GoesOn, r.Tags, r.Priority) = (null, true, ["upset"], Priority.High));
        var tagged = Rule(2, RuleConditions.All(new RuleCondition { Kind = ConditionKind.Tag, Values = ["upset"] }), position: 2,
            set: r => (r.Tags, r.Priority, r.AssignBy) = (["money", "Upset"], Priority.Low, AssignBy.LeastLoaded));
        var never = Rule(3, position: 3, set: r => r.Tags = ["never"]);

        var routed = Route(Facts() with { Tags = ["phone"] }, upset, tagged, never);

        (routed.DepartmentId, routed.Priority, routed.RuleId, routed.Assignment).ShouldBe((Billing, Priority.High, 2, new Assignment(AssignBy.LeastLoaded, null, null)));
        routed.RuleIds.ShouldBe([1L, 2L]);
        routed.Tags.ShouldBe(["upset", "money"]);
        routed.Reason.ShouldBe("rule 1 “Rule 1” because it takes everything; rule 2 “Rule 2” because it is tagged “upset”");
    }

    [Fact]
    public void Rules_that_only_go_on_leave_the_department_to_the_channel()
    {
        var routed = Route(Facts(), Rule(1, set: r => (r.DepartmentId, r.GoesOn, r.Tags) = (null, true, ["seen"])));

        (routed.DepartmentId, routed.RuleId, routed.By).ShouldBe((Support, null, RoutedBy.Channel));
        routed.RuleIds.ShouldBe([1L]);
        routed.Reason.ShouldBe("rule 1 “Rule 1” because it takes everything; Mail belongs to Support");
    }

    [Fact]
    public void Rule_that_holds_or_takes_for_spam_is_the_last()
    {
        var held = Rule(1, position: 1, set: r => (r.Fate, r.GoesOn) = (RuleFate.Held, true));

        var routed = Route(Facts(), held, Rule(2, position: 2));

        (routed.Fate, routed.RuleIds.Count).ShouldBe((RuleFate.Held, 1));
    }

    [Fact]
    public void Without_a_rule_the_department_of_the_channel_owns()
    {
        var routed = Route(Facts());

        (routed.DepartmentId, routed.OfferToId, routed.RuleId).ShouldBe((Support, null, null));
        routed.Reason.ShouldBe("Mail belongs to Support");
    }

    [Fact]
    public void Contractor_is_offered_the_case_and_whoever_accepts_it_gets_it()
    {
        var routed = Route(Facts(), Rule(1, set: r => (r.DepartmentId, r.AssignBy) = (Repair, AssignBy.RoundRobin)));

        (routed.DepartmentId, routed.OfferToId, routed.Assignment).ShouldBe((Support, Repair, null));
    }

    [Fact]
    public void Pattern_that_takes_too_long_counts_as_not_found_and_is_told()
    {
        // A back-reference needs the engine that goes back, and this text sends it back for ever.
        const string Slow = @"^(a+)+\1$";
        var facts = Facts() with { Body = new string('a', 40) + "!" };
        foreach (var not in new[] { false, true })
        {
            var routed = Route(facts, Rule(7, RuleConditions.All(new RuleCondition { Kind = ConditionKind.Pattern, Values = [Slow], In = RuleWordsIn.Body, Not = not })));

            routed.RuleId.ShouldBeNull();
            routed.Slow.ShouldBe([new SlowPattern(7, Slow)]);
        }
    }

    [Fact]
    public void Patterns_of_many_rules_share_a_budget()
    {
        var facts = Facts() with { Body = new string('a', 40) + "!" };
        var rules = Enumerable.Range(1, 1000).Select(i => Rule(i, RuleConditions.All(new RuleCondition { Kind = ConditionKind.Pattern, Values = [$@"^(a+)+\1{{1,{i}}}$"], In = RuleWordsIn.Body }))).ToArray();
        var began = System.Diagnostics.Stopwatch.GetTimestamp();

        var routed = Route(facts, rules);

        // Each of them alone would be given 50 ms.
        routed.Slow.Count.ShouldBe(1000);
        System.Diagnostics.Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Pattern_says_what_it_found()
    {
        var routed = Route(Facts("Order AB-12345 late"), Rule(1, RuleConditions.All(new RuleCondition { Kind = ConditionKind.Pattern, Values = [@"\bab-\d{5}\b"] })));

        routed.Reason.ShouldBe(@"rule 1 “Rule 1” because the subject has “AB-12345”, which fits the pattern \bab-\d{5}\b");
    }

    [Fact]
    public void Language_and_tone_say_how_they_were_told()
    {
        var facts = Facts("Unacceptable") with { Body = "This is the third time and nobody answers. I want you to tell me what has happened to it." };

        var routed = Route(facts, Rule(1, RuleConditions.All(new RuleCondition { Kind = ConditionKind.Language, Values = ["en"] }, new RuleCondition { Kind = ConditionKind.Tone, Tone = Tone.Upset })));

        routed.Reason.ShouldStartWith("rule 1 “Rule 1” because it is written in English (");
        routed.Reason.ShouldEndWith("% sure) and the tone is upset (“unacceptable”, “third time”, “nobody answers”)");
    }

    private static RuleCondition Words(params string[] words) => new() { Kind = ConditionKind.Words, Values = words };

    private static bool Takes(RuleCondition condition, RoutingFacts facts) => Route(facts, Rule(1, RuleConditions.All(condition))).RuleId is not null;

    private static RoutingFacts Facts(string subject = "hello", string from = "n@mail.example") => new(1, subject, "", from, 0) { At = Now };

    private static RoutingRule Rule(long id, RuleConditions? conditions = null, int position = 0, Action<RoutingRule>? set = null)
    {
        var rule = new RoutingRule { Id = id, Name = $"Rule {id}", Position = position, DepartmentId = Billing, Conditions = conditions ?? new() };
        set?.Invoke(rule);
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
            [new Calendar { Id = 1, Name = "Office hours", TimeZone = "UTC", Hours = new(StringComparer.Ordinal) { ["monday"] = ["09:00-17:00"] } }],
            routing,
            [],
            new Dictionary<string, long>(StringComparer.Ordinal)),
        facts);
}
