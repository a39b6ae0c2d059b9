using System.Collections.Concurrent;

namespace Inbox.Web.Live;

/// <summary>Passes what <see cref="LiveListener"/> hears to the open streams of this node.</summary>
internal sealed class LiveHub
{
    private readonly ConcurrentDictionary<LiveSubscription, byte> _open = new();

    public int OpenStreams => _open.Count;

    /// <param name="agent">Whose page it is: <see cref="Core.Access.Actor.Key"/>.</param>
    public LiveSubscription Subscribe(string agent)
    {
        var subscription = new LiveSubscription(agent, s => _open.TryRemove(s, out _));
        _open.TryAdd(subscription, 0);
        return subscription;
    }

    /// <summary>A payload of <see cref="Core.Live.LiveNotifier.CasesTopic"/>.</summary>
    public void Publish(string cases)
    {
        foreach (var subscription in _open.Keys)
        {
            subscription.Add(cases);
        }
    }

    /// <summary>A payload of <see cref="Core.Live.LiveNotifier.AgentsTopic"/>.</summary>
    public void PublishNotices(string agent)
    {
        foreach (var subscription in _open.Keys)
        {
            if (subscription.Agent == agent)
            {
                subscription.AddNotices();
            }
        }
    }

    /// <summary>Something may have been missed: everybody looks again.</summary>
    public void Resync() => Publish(LiveSubscription.Everything);
}
