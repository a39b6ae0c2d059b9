using Inbox.Core.Access;
using Inbox.Core.Cases.Drafts;

namespace Inbox.Web.Pages.Drafts;

/// <summary>What the composer sends to be kept.</summary>
public sealed class DraftForm
{
    public long? Case { get; set; }

    public DraftMode Mode { get; set; }

    public string? Text { get; set; }

    public string? Subject { get; set; }

    public int Revision { get; set; }

    /// <summary>The recipients below were chosen; without it they are still those that Inbox suggests.</summary>
    public bool People { get; set; }

    public List<string>? To { get; set; }

    public List<string>? Cc { get; set; }

    public List<string>? Bcc { get; set; }

    public long? Seen { get; set; }

    public long? Channel { get; set; }

    public long? Department { get; set; }

    public bool OtherSeen { get; set; }

    public SaveDraft.Command ToCommand(Actor me) => new(Mode == DraftMode.New ? null : Case, Mode, Text ?? "", Revision, me)
    {
        Subject = Subject ?? "",
        To = People ? To ?? [] : null,
        Cc = People ? Cc ?? [] : null,
        Bcc = People ? Bcc ?? [] : null,
        SeenMessageId = Seen,
        ChannelId = Channel,
        DepartmentId = Department,
        OtherSeen = OtherSeen,
    };
}
