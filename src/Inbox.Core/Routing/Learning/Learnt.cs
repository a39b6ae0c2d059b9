using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing.Learning;

/// <summary>The classifier at work, with what it may do.</summary>
/// <param name="Cases">It learnt from.</param>
internal sealed record Learnt(LearningMode Mode, int SurePercent, bool Confidential, TextClassifier Classifier, int Cases);

/// <summary>Keeps the classifier of a node: its bytes are read again only after it has learnt anew. Used by one reader at a time.</summary>
internal sealed class LearntCache
{
    private DateTimeOffset? _trainedAt;
    private TextClassifier? _classifier;

    /// <summary>Null when it is switched off, has not learnt yet, or was learnt by another version of Inbox.</summary>
    public async Task<Learnt?> ReadAsync(InboxDb db, CancellationToken cancellationToken)
    {
        var settings = await db.LearningSettings.AsNoTracking().SingleAsync(cancellationToken);
        if (settings.Mode == LearningMode.Off)
        {
            return null;
        }

        var newest = await db.LearntModels.Where(m => m.TrainedAt != null)
            .Select(m => new { m.TrainedAt, m.Cases, Data = m.TrainedAt == _trainedAt ? null : m.Data })
            .SingleOrDefaultAsync(cancellationToken);
        if (newest is null)
        {
            return null;
        }

        if (newest.Data is { } data)
        {
            (_trainedAt, _classifier) = (newest.TrainedAt, TextClassifier.Read(data));
        }

        return _classifier is null ? null : new Learnt(settings.Mode, settings.SurePercent, settings.Confidential, _classifier, newest.Cases);
    }
}
