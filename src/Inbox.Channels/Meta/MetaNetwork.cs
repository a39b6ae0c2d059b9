using Inbox.Core.Customers;

namespace Inbox.Channels.Meta;

/// <summary>What differs between the three networks of Meta wherever they are alike otherwise.</summary>
/// <param name="Kind">Of the channel.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Subject">The <c>object</c> of its webhooks.</param>
/// <param name="HandleKind">Of its people and of our accounts there.</param>
internal sealed record MetaNetwork(string Kind, string Name, string Subject, string HandleKind)
{
    public static MetaNetwork Facebook { get; } = new("facebook", "Facebook", "page", HandleKinds.Facebook);

    public static MetaNetwork Instagram { get; } = new("instagram", "Instagram", "instagram", HandleKinds.Instagram);

    public static MetaNetwork WhatsApp { get; } = new("whatsapp", "WhatsApp", "whatsapp_business_account", HandleKinds.WhatsApp);

    /// <summary>What somebody is called whose name is not told.</summary>
    public string Nameless(string id) => id.Length == 0 ? $"Somebody on {Name}" : $"{Name} user {id}";
}
