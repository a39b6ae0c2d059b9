using Inbox.Core.Channels.Replies;

namespace Inbox.Channels.Meta;

/// <summary>When Meta lets a business write to a person in private. Files would each be a message of their own, so none go along.</summary>
internal static class MetaTerms
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Since the person last wrote in private.</summary>
    /// <param name="most">Characters.</param>
    /// <param name="humanAgent">Meta has granted the tag for answers by people.</param>
    public static ReplyTerms Talk(int most, bool humanAgent) => new() { Within = humanAgent ? Week : Window, Limit = new TextLimit(most, TextUnit.Utf16) };

    /// <summary>One to each comment or post.</summary>
    public static ReplyTerms PrivateReply(int most) => new() { Within = Week, Once = true, Limit = new TextLimit(most, TextUnit.Utf16) };
}
