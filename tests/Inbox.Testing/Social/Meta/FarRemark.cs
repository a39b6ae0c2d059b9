namespace Inbox.Testing.Social.Meta;

/// <summary>Something said at a <see cref="GraphStub"/>.</summary>
/// <param name="Below">The post or comment it stands under; null for a private message.</param>
/// <param name="Author">Null: Meta does not tell who it was.</param>
public sealed record FarRemark(string Id, string? Below, string? Author, string Text, DateTimeOffset At)
{
    public bool Deleted { get; init; }

    /// <summary>Of a private message: whom it is with.</summary>
    public string? Person { get; init; }

    /// <summary>Of ours: the body by which it was sent.</summary>
    public string Sent { get; init; } = "";

    public long Likes { get; init; }
}

/// <summary>What is wrong with the stub just now.</summary>
public enum GraphFault
{
    None,

    /// <summary>500 with code 2.</summary>
    Broken,

    /// <summary>200 with what is no JSON.</summary>
    Garbage,

    /// <summary>Takes a request and never answers.</summary>
    Hangs,
}
