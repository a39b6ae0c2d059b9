namespace Inbox.Core.Channels.Guides;

/// <summary>A door whose settings can be tried before they are saved.</summary>
public interface IChecksAccess : IChannel
{
    /// <summary>Looks at the far side with the settings as typed, and changes nothing. Expected failures are a <see cref="AccessFindings.Problem"/>.</summary>
    Task<AccessFindings> CheckAsync(ChannelInfo typed, CancellationToken cancellationToken);
}

/// <summary>What a look at the far side found.</summary>
/// <param name="Problem">What is wrong, in plain words; null when we are let in.</param>
/// <param name="Found">Whom we are there and what we may do, a sentence each.</param>
public sealed record AccessFindings(string? Problem, IReadOnlyList<string> Found)
{
    public static AccessFindings Wrong(string problem) => new(problem, []);
}
