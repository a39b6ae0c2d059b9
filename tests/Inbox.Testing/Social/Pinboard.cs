using System.Globalization;
using Inbox.Core.Cases;

namespace Inbox.Testing.Social;

/// <summary>The far side of a <see cref="PinboardChannel"/>: a social network in memory that does as a test says.</summary>
public sealed class Pinboard
{
    public const string Account = "acme";
    public const string FirstToken = "first";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Pin> _pins = new(StringComparer.Ordinal);
    private readonly List<Pin> _changes = [];
    private int _loseAnswers;

    public PinboardFault Fault { get; set; }

    public DateTimeOffset LimitedUntil { get; set; }

    /// <summary>The token that is good now.</summary>
    public string Token { get; set; } = FirstToken;

    public DateTimeOffset? TokenEndsAt { get; set; }

    /// <summary>Changes a page; small, so that a handful of posts has several pages.</summary>
    public int PageSize { get; set; } = 3;

    /// <summary>Pages come with their newest change first, and with what the page before had.</summary>
    public bool Untidy { get; set; }

    /// <summary>Pages after which the board breaks in the middle of a poll; null: it does not.</summary>
    public int? BreaksAfterPages { get; set; }

    /// <summary>Asked whether an answer hangs there, it cannot tell.</summary>
    public bool CannotBeRead { get; set; }

    /// <summary>Set, an answer is taken and then nothing is said until the asker gives up.</summary>
    public bool HangsAfterTaking { get; set; }

    /// <summary>What we hung up, in order.</summary>
    public IReadOnlyList<Pin> Answers => Read(() => _pins.Values.Where(p => p.Author == Account && !p.Deleted).OrderBy(p => p.At).ToList());

    public string Post(DateTimeOffset at, string text, string author = "ana", string? replyTo = null, Visibility visibility = Visibility.Public, string? key = null, long followers = 0) => Read(() =>
    {
        var id = (1_000_000 + _changes.Count).ToString(CultureInfo.InvariantCulture);
        Change(new Pin(id, author, author == "ana" ? "Ana Ruiz" : author, text, visibility, replyTo, at, Version: 0, Deleted: false, key) { Followers = followers });
        return id;
    });

    public void Edit(string id, string text) => Read(() => Change(_pins[id] with { Text = text, Version = _pins[id].Version + 1 }));

    public void Delete(string id) => Read(() => Change(_pins[id] with { Deleted = true, Version = _pins[id].Version + 1 }));

    /// <summary>People saw it and did something: no change that anybody is told of.</summary>
    public void Spread(string id, long likes, long shares, long replies) => Read(() => _pins[id] = _pins[id] with { Likes = likes, Shares = shares, Replies = replies });

    /// <summary>Takes the next answers and says nothing about it.</summary>
    public void LoseNextAnswers(int count) => _loseAnswers = count;

    /// <summary>Breaks before it takes the next answer.</summary>
    public bool LosesNextRequest { get; set; }

    internal bool LosesThisAnswer() => _loseAnswers > 0 && _loseAnswers-- > 0;

    public Pin? Find(string id) => Read(() => _pins.GetValueOrDefault(id));

    /// <summary>One page of changes behind a number, and the number to go on from.</summary>
    internal (IReadOnlyList<Pin> Pins, int Next) Page(int since, int pagesBefore) => Read(() =>
    {
        if (pagesBefore >= BreaksAfterPages)
        {
            throw new IOException("The board broke in the middle.");
        }

        var from = Untidy ? Math.Max(0, since - 2) : since;
        var pins = _changes.Skip(from).Take(since - from + PageSize).ToList();
        var next = from + pins.Count;
        if (Untidy)
        {
            pins.Reverse();
        }

        return ((IReadOnlyList<Pin>)pins, next);
    });

    internal int Changes => Read(() => _changes.Count);

    private Pin Change(Pin pin)
    {
        _changes.Add(pin);
        return _pins[pin.Id] = pin;
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
