using Inbox.Core.Channels;
using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Contract;

/// <summary>What goes wrong at a far side.</summary>
public enum FarFault
{
    None,

    /// <summary>Answers with an error of its own (5xx).</summary>
    Broken,

    /// <summary>Answers what no adapter of this kind can read.</summary>
    Garbage,

    /// <summary>Takes the request and says nothing.</summary>
    Hangs,
}

/// <summary>What a test needs to put a door to a server.</summary>
public interface IFarDoor : IAsyncDisposable
{
    /// <summary>Adds what the adapter needs to reach the server.</summary>
    void Configure(IServiceCollection services);

    /// <summary>A door to it, not stored yet.</summary>
    Channel Door(Company company);
}

/// <summary>
/// The server behind a door, as <see cref="PollingContract"/> plays with it. An adapter's tests implement it over a stub
/// of their server; what it cannot do it does not implement, and inherits fewer of the suites.
/// </summary>
public interface IFarSide : IFarDoor
{
    /// <summary>Somebody writes something that the door takes. Returns its id, as the message will carry it.</summary>
    string Post(DateTimeOffset at, string text);

    /// <summary>Its author changes it.</summary>
    void Edit(string id, string text);

    FarFault Fault { set; }

    /// <summary>Answers "too many requests, again at …" from now on; null ends that.</summary>
    DateTimeOffset? LimitedUntil { set; }

    /// <summary>Gives the items again that it gave before, and the newest first.</summary>
    bool Untidy { set; }
}

/// <summary>A far side with an account of ours, which pages and tells of deletions.</summary>
public interface ISocialFarSide : IFarSide
{
    /// <summary>Items a page; a test posts more.</summary>
    int PageSize { get; }

    void Delete(string id);

    /// <summary>Breaks after this many pages of one poll; null: never.</summary>
    int? BreaksAfterPages { set; }

    /// <summary>The token's time is over.</summary>
    void ExpireAccess();

    /// <summary>A person withdrew our token there.</summary>
    void RevokeAccess();

    /// <summary>We connected again. Returns the settings to save.</summary>
    string RenewAccess();

    /// <summary>Whether it ever tells so; access that is renewed by itself has no end.</summary>
    bool TellsAccessEnd => true;

    /// <summary>The far side tells when the access ends for good.</summary>
    DateTimeOffset? AccessEndsAt { set; }
}

/// <summary>A far side that takes answers.</summary>
public interface IAnsweringFarSide : ISocialFarSide
{
    /// <summary>The texts of our answers that stand there, in order.</summary>
    IReadOnlyList<string> Answers { get; }

    /// <summary>Takes the next answer, and says an error of its own about it (5xx); without one, the line breaks before it says so.</summary>
    void LoseNextAnswer(int? error = null);

    /// <summary>Breaks before it takes the next answer.</summary>
    void LoseNextRequest();

    /// <summary>Takes answers and then says nothing.</summary>
    bool HangsAfterTaking { set; }

    /// <summary>It does not tell what stands there.</summary>
    bool CannotBeRead { set; }
}

/// <summary>A far side at which an answer can be changed after it left.</summary>
public interface IChangeableFarSide : IAnsweringFarSide
{
    /// <summary>Somebody of us deletes our newest answer there by hand.</summary>
    void DeleteAnswer();
}
