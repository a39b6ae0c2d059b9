using System.Threading.Channels;

namespace Inbox.Web.Live;

/// <summary>What one open page has not been told yet. Bounded: a page that cannot follow is told to look at everything.</summary>
internal sealed class LiveSubscription(string agent, Action<LiveSubscription> onDispose) : IDisposable
{
    public const string Everything = "*";

    private const int MostIds = 500;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _cases = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _everything;
    private bool _notices;

    public string Agent => agent;

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

    /// <summary>The agent's notifications changed.</summary>
    public void AddNotices()
    {
        lock (_gate)
        {
            _notices = true;
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>What came since the last call; nothing when nothing came within the time.</summary>
    public async Task<LiveNews> NextAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within);
        try
        {
            await _signal.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return default;
        }

        lock (_gate)
        {
            IsFresh = false;
            var cases = _everything ? Everything : string.Join(',', _cases);
            var news = new LiveNews(cases.Length > 0 ? cases : null, _notices);
            _cases.Clear();
            (_everything, _notices) = (false, false);
            return news;
        }
    }

    public void Dispose() => onDispose(this);
}

/// <summary>What an open page is told.</summary>
/// <param name="Cases">Ids of changed cases by commas, "*" for everything, null for none.</param>
/// <param name="Notices">The reader's notifications changed.</param>
internal readonly record struct LiveNews(string? Cases, bool Notices);
