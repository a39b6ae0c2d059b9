using System.Globalization;
using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Routing.Learning;

/// <summary>Learns once a day, and when an admin asks, from past cases which department a new one belongs to.</summary>
internal sealed partial class LearnDepartments(InboxDb db, Rulebook rulebook, TimeProvider time, ILogger<LearnDepartments> logger) : IJob
{
    public const string JobName = "learn-departments";

    public string Name => JobName;

    public TimeSpan Every => TimeSpan.FromDays(1);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var settings = await db.LearningSettings.AsNoTracking().SingleAsync(cancellationToken);
        if (settings.Mode == LearningMode.Off && settings.AskedAt is null)
        {
            return false;
        }

        var model = await db.LearntModels.SingleOrDefaultAsync(cancellationToken) ?? db.LearntModels.Add(new LearntModel()).Entity;
        await LearnAsync(model, settings, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db.LearningSettings.Where(s => s.AskedAt <= settings.AskedAt)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.AskedAt, (DateTimeOffset?)null), cancellationToken);
        await LiveNotifier.SettingsChangedAsync(db, cancellationToken);
        rulebook.Forget();

        // Somebody asked again meanwhile.
        return await db.LearningSettings.AnyAsync(s => s.AskedAt != null, cancellationToken);
    }

    private async Task LearnAsync(LearntModel model, LearningSettings settings, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        long[] departments = [.. rules.Departments.Values.Where(d => settings.Confidential || !d.Confidential).Select(d => d.Id)];
        var lessons = await PastCases.ReadAsync(db, departments, cancellationToken);
        var taught = lessons.CountBy(l => l.DepartmentId).Where(d => d.Value >= LearntModel.FewestOfDepartment).Select(d => d.Key).ToHashSet();
        model.TriedAt = time.Now();
        model.Missing = Missing(lessons.Count, taught, rules);
        if (model.Missing is not null)
        {
            return;
        }

        lessons.RemoveAll(l => !taught.Contains(l.DepartmentId));
        var trained = ClassifierTraining.Train(lessons, cancellationToken);
        model.TrainedAt = model.TriedAt;
        model.Data = trained.Classifier.Write();
        model.Cases = trained.Cases;
        model.Accuracy = trained.Accuracy;
        model.CalibrationError = trained.CalibrationError;
        model.Departments = [.. trained.Departments];
        LogLearnt(logger, trained.Cases, trained.Departments.Count, trained.Accuracy);
    }

    private static string? Missing(int cases, HashSet<long> taught, Rules rules)
    {
        if (cases < LearntModel.FewestCases)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"It needs {LearntModel.FewestCases - cases:N0} more: it learns from {LearntModel.FewestCases} cases that somebody answered or resolved, and there are {cases:N0} so far.");
        }

        return taught.Count >= 2
            ? null
            : $"It needs two departments with {LearntModel.FewestOfDepartment} such cases each. {(taught.Count == 0 ? "No department has" : $"Only {rules.Departments[taught.First()].Name} has")} as many.";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Learnt from {Cases} past cases of {Departments} departments; right on {Accuracy:P1} of those it had not seen")]
    private static partial void LogLearnt(ILogger logger, int cases, int departments, double accuracy);
}
