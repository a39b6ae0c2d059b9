namespace Inbox.Channels.Tests.Contract;

/// <summary>A far side that calls us, as <see cref="PushContract"/> plays with it.</summary>
public interface IPushingFarSide : IAnsweringFarSide
{
    /// <summary>The body of one call about these, in this order.</summary>
    byte[] Told(params string[] ids);

    /// <summary>The body of a call about an edit.</summary>
    byte[] ToldOfEdit(string id);

    /// <summary>The body of a call about a deletion.</summary>
    byte[] ToldOfDeletion(string id);

    /// <summary>The headers by which the far side proves that the body is its own.</summary>
    IReadOnlyDictionary<string, string> Sign(byte[] body);
}
