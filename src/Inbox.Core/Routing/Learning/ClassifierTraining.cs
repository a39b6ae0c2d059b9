namespace Inbox.Core.Routing.Learning;

/// <summary>What came of learning: the classifier, and how well it did on cases that it had not seen.</summary>
/// <param name="Cases">It learnt from.</param>
/// <param name="Accuracy">Share of the unseen cases whose department it named.</param>
/// <param name="CalibrationError">How far, on average, "80 % sure" lies from being right in 80 of 100 cases (expected calibration error over ten bins).</param>
internal sealed record Trained(TextClassifier Classifier, int Cases, double Accuracy, double CalibrationError, IReadOnlyList<DepartmentScore> Departments);

/// <param name="Cases">Of the department, which it learnt from.</param>
/// <param name="Examined">Of these, shown to a classifier that had not seen them.</param>
/// <param name="Right">Of those, named rightly.</param>
public sealed record DepartmentScore(long DepartmentId, int Cases, int Examined, int Right);

/// <summary>Learns from past cases which department a new one belongs to. Pure: the same cases, in the same order, give the same classifier.</summary>
internal static class ClassifierTraining
{
    private const int Parts = 5;

    /// <summary>Few cases are all examined, a fifth at a time; of many a fifth is enough.</summary>
    private const int ExamineAllBelow = 5_000;

    /// <summary>This share of the unseen cases was as strange as a text that nothing is said about.</summary>
    private const double StrangeShare = 0.02;

    /// <summary>Where all letters are alike, as from a form, one that a person wrote freely is still not strange.</summary>
    private const float StrangeBelow = 0.15f;

    /// <param name="lessons">Of at least two departments with two cases each.</param>
    public static Trained Train(IReadOnlyList<Lesson> lessons, CancellationToken cancellationToken)
    {
        long[] departments = [.. lessons.Select(l => l.DepartmentId).Distinct().Order()];
        var examined = Examine(lessons, departments, cancellationToken);
        var temperature = Calibration.Temperature(examined);
        var known = examined.Select(e => e.Known).Order().ToList();
        var fitted = ClassifierFitting.Fit(lessons, departments);
        var classifier = fitted.With(temperature, Math.Min(StrangeBelow, known[(int)(StrangeShare * known.Count)]));
        var scores = lessons.CountBy(l => l.DepartmentId).Select(d =>
        {
            var own = examined.FindAll(e => departments[e.Owner] == d.Key);
            return new DepartmentScore(d.Key, d.Value, own.Count, own.Count(e => e.IsRight));
        });
        return new Trained(
            classifier,
            lessons.Count,
            (double)examined.Count(e => e.IsRight) / examined.Count,
            Calibration.Error(examined.ConvertAll(e => (e.Sure(temperature), e.IsRight))),
            [.. scores.OrderByDescending(s => s.Cases).ThenBy(s => s.DepartmentId)]);
    }

    /// <summary>Each examined case is shown to a classifier that learnt from others only.</summary>
    private static List<Examined> Examine(IReadOnlyList<Lesson> lessons, long[] departments, CancellationToken cancellationToken)
    {
        var order = Enumerable.Range(0, lessons.Count).ToArray();
        new Random(2).Shuffle(order);
        var examined = new List<Examined>();
        for (var part = 0; part < (lessons.Count < ExamineAllBelow ? Parts : 1); part++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var classifier = ClassifierFitting.Fit([.. order.Where((_, i) => i % Parts != part).Select(i => lessons[i])], departments);
            foreach (var lesson in order.Where((_, i) => i % Parts == part).Select(i => lessons[i]))
            {
                var scores = new float[departments.Length];
                var known = classifier.Score(lesson.Features, scores);
                examined.Add(new Examined(scores, Array.BinarySearch(departments, lesson.DepartmentId), known));
            }
        }

        return examined;
    }
}
