using System.Globalization;

namespace Inbox.Core.Routing.Learning;

/// <summary>What past cases add where no rule matched. Pure.</summary>
internal static class LearntRouting
{
    /// <summary>Below this another department is as likely as not, and nothing is said.</summary>
    public const double SuggestFrom = 0.5;

    /// <param name="rules">With the classifier, if the admin allowed it.</param>
    /// <param name="facts">The message.</param>
    /// <param name="byChannel">What happens without it.</param>
    public static RoutingDecision Refine(Rules rules, RoutingFacts facts, RoutingDecision byChannel)
    {
        if (rules.Learnt is not { } learnt
            || learnt.Classifier.Predict(facts.Subject, facts.Body).Best is not { Sure: >= SuggestFrom } likely
            || likely.DepartmentId == byChannel.DepartmentId
            || !rules.Departments.TryGetValue(likely.DepartmentId, out var department)
            || (department.Confidential && !learnt.Confidential))
        {
            return byChannel;
        }

        // Nothing is ever certain.
        var suggestion = new Suggestion(department.Id, Math.Min(99, (int)(likely.Sure * 100)));
        if (learnt.Mode != LearningMode.Route || suggestion.Percent < learnt.SurePercent)
        {
            return byChannel with { Suggestion = suggestion };
        }

        return byChannel with
        {
            // A contractor is offered a case, never given one.
            DepartmentId = department.External ? byChannel.DepartmentId : department.Id,
            OfferToId = department.External ? department.Id : null,
            Reason = string.Create(CultureInfo.InvariantCulture, $"no rule matched; it reads like {department.Name} ({suggestion.Percent} % sure), learnt from {learnt.Cases:N0} cases"),
            By = RoutedBy.Learning,
            Suggestion = suggestion,
        };
    }
}
