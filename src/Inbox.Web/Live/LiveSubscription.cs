using System.Threading.Channels;

namespace Inbox.Web.Live;

/// <summary>What one open page has not been told yet. Bounded: a page that cannot follow is told to look at everything.</summary>
internal sealed class LiveSubscription(Action<LiveSubscription> onDispose) : IDisposable
{
    public const string Everything = "*";

    private const int MostIds = 500;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _cases = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _everything;

    /// <summary>Nothing was told yet.</summary>
    public bool IsFresh { get; private set; } = true;

    public void Add(string cases)
    {
        lock (_gate)
        {
            if (cases == Everything || _cases.Count > MostIds)
            {
                _everything = true;
                _cases.Clear();
            }
            else if (!_everything)
            {
                _cases.UnionWith(cases.Split(',', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>The ids that came since the last call, by commas, or "*"; null when nothing came within the time.</summary>
    public async Task<string?> NextAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within);
        try
        {
            await _signal.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        lock (_gate)
        {
            IsFresh = false;
            var told = _everything ? Everything : string.Join(',', _cases);
            _cases.Clear();
            _everything = false;
            return told.Length > 0 ? told : null;
        }
    }

    public void Dispose() => onDispose(this);
}
