namespace Inbox.Core.Intake;

/// <summary>Which deliveries are held in memory and filed together.</summary>
internal static class IntakeParts
{
    private const int MostBytes = 16 * 1024 * 1024;
    private const int AloneFromAttempt = 3;

    /// <summary>Those that failed before go alone, so that one that kills the process takes no other with it; large ones are not held together.</summary>
    public static IEnumerable<List<T>> Of<T>(IReadOnlyCollection<T> all, Func<T, ClaimedDelivery> deliveryOf)
    {
        var part = new List<T>();
        var bytes = 0L;
        foreach (var one in all)
        {
            var delivery = deliveryOf(one);
            if (part.Count > 0 && (bytes + delivery.Size > MostBytes || delivery.Attempts >= AloneFromAttempt))
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(one);
            bytes += delivery.Size;
            if (delivery.Attempts >= AloneFromAttempt)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }
}
