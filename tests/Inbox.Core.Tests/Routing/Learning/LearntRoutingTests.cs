using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Core.Routing;
using Inbox.Core.Routing.Learning;

namespace Inbox.Core.Tests.Routing.Learning;

/// <summary>A classifier that knows one word, and of that only how often it goes to Billing.</summary>
public sealed class LearntRoutingTests
{
    private const long Support = 1, Billing = 2;

    [Theory]
    [InlineData(85, true)]
    [InlineData(86, false)]
    public void It_routes_from_the_chosen_percentage_on_and_suggests_below(int surePercent, bool routes)
    {
        var routed = Route(sure: 0.852, LearningMode.Route, surePercent);

        (routed.DepartmentId, routed.By, routed.Suggestion).ShouldBe((routes ? Billing : Support, routes ? RoutedBy.Learning : RoutedBy.Channel, new Suggestion(Billing, 85)));
        routed.Reason.ShouldBe(routes ? "no rule matched; it reads like Billing (85 % sure), learnt from 4,210 cases" : "Mail belongs to Support");
    }

    [Theory]
    [InlineData(0.51, true)]
    [InlineData(0.49, false)]
    public void Less_likely_than_not_is_not_said(double sure, bool said) =>
        (Route(sure, LearningMode.Suggest, 80).Suggestion is not null).ShouldBe(said);

    [Fact]
    public void It_is_never_certain() => Route(sure: 0.99999, LearningMode.Suggest, 80).Suggestion!.Percent.ShouldBe(99);

    private static RoutingDecision Route(double sure, LearningMode mode, int surePercent)
    {
        var word = TextFeatures.Of("", "bill");
        word.Length.ShouldBe(1);
        var classifier = new TextClassifier([Support, Billing], word, [1], 1, [0, (float)Math.Log(sure / (1 - sure))], [1, 1], [0, 0]);
        var rules = new Rules(
            [new Department { Id = Support, Name = "Support", Key = "support" }, new Department { Id = Billing, Name = "Billing", Key = "billing" }],
            [new Channel { Id = 1, Key = "mail", Name = "Mail", Kind = "email", DepartmentId = Support }],
            [],
            [],
            [],
            new Dictionary<string, long>(StringComparer.Ordinal))
        {
            Learnt = new Learnt(mode, surePercent, Confidential: false, classifier, 4_210),
        };
        return CaseRouter.Route(rules, new RoutingFacts(1, "", "bill", "n@mail.example", 0));
    }
}
