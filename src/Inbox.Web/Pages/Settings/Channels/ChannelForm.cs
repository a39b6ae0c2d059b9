namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>A channel as it is typed; only the part of its kind counts.</summary>
public sealed class ChannelForm
{
    public int Revision { get; set; }

    public string? Kind { get; set; }

    public string? Key { get; set; }

    public string? Name { get; set; }

    public long? DepartmentId { get; set; }

    public long? CalendarId { get; set; }

    public string? Address { get; set; }

    public int? ReopenDays { get; set; } = 14;

    public bool JoinOpenCase { get; set; }

    public int? AttachmentMegabytes { get; set; } = Core.Channels.Channel.UsualAttachmentMegabytes;

    public EmailForm Email { get; set; } = new();

    public PhoneForm Phone { get; set; } = new();

    public FeedForm Feed { get; set; } = new();
}
