namespace Inbox.Core.Channels.Guides;

/// <summary>A kind of door that describes the form of its settings, so that one page serves every such kind.</summary>
public interface IDescribedChannel : IChannel
{
    ChannelGuide Guide { get; }
}

/// <summary>What an administrator reads and fills in to open a door of a kind.</summary>
public sealed record ChannelGuide
{
    /// <summary>Its name in a list of kinds: "Facebook Page".</summary>
    public required string Title { get; init; }

    /// <summary>What comes through it, in one line.</summary>
    public required string Words { get; init; }

    /// <summary>What the address of such a channel is.</summary>
    public required string AddressLabel { get; init; }

    /// <summary>An example of the address, or where it is found.</summary>
    public string? AddressHint { get; init; }

    /// <summary>What has to be applied for or set up at the far side, in the order in which it is done.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Of <see cref="Channel.Settings"/>, in the order of the form.</summary>
    public required IReadOnlyList<ChannelField> Fields { get; init; }

    /// <summary>Secrets that the door itself stores (a session, a renewed token): saving the form keeps them.</summary>
    public IReadOnlyList<string> KeptSecrets { get; init; } = [];

    /// <summary>The secret that Inbox makes for the far side; null where the far side makes it, or there is none.</summary>
    public SigningSecret? SigningSecret { get; init; }

    /// <summary>Where customers open the door in a browser, with {key} for the channel's key; null: nowhere.</summary>
    public string? PublicPage { get; init; }
}

/// <summary>A secret that is made here, shown once and renewed by a button. Saving the form keeps it.</summary>
/// <param name="Name">Of the field of the settings; ends in Secret.</param>
/// <param name="Previous">The field of the one before it, which counts until it is forgotten.</param>
public sealed record SigningSecret(string Name, string Previous);

public enum ChannelFieldType
{
    Text,

    /// <summary>Never shown again; blank keeps the stored one. Its name ends in Secret or Password.</summary>
    Secret,

    /// <summary>A JSON array of texts, typed one on each line.</summary>
    Lines,

    Flag,

    Number,

    Choice,
}

/// <param name="Name">Of the JSON field, and of the problem that <see cref="IChannel.CheckSettings"/> reports of it.</param>
/// <param name="Label">Above its input.</param>
/// <param name="Type">How it is typed and stored.</param>
public sealed record ChannelField(string Name, string Label, ChannelFieldType Type)
{
    public string? Hint { get; init; }

    /// <summary>What a new channel has: a number in digits, "true" for a flag.</summary>
    public string? Default { get; init; }

    /// <summary>Of a choice: what is stored, and its words.</summary>
    public IReadOnlyList<(string Value, string Words)> Options { get; init; } = [];
}
