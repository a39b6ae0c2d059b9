using Inbox.Core.Channels;

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

    public MastodonForm Mastodon { get; set; } = new();

    public BlueskyForm Bluesky { get; set; } = new();

    /// <summary>What is typed into the fields that the kind describes, by their names.</summary>
    public Dictionary<string, string?> Described { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The fields of what is secret and was typed: a page that is shown again leaves them blank.</summary>
    internal IEnumerable<string> TypedSecrets()
    {
        var others = new (string Field, string? Typed)[]
        {
            ($"{nameof(Mastodon)}.{nameof(MastodonForm.TokenSecret)}", Mastodon.TokenSecret),
            ($"{nameof(Bluesky)}.{nameof(BlueskyForm.AppPassword)}", Bluesky.AppPassword),
        };
        return Email.TypedSecrets().Concat(Email.TypedReceiveSecrets()).Select(name => $"{nameof(Email)}.{name}")
            .Concat(others.Where(o => o.Typed is { Length: > 0 }).Select(o => o.Field))
            .Concat(Described.Where(d => d.Value is { Length: > 0 } && ChannelSecrets.IsSecret(d.Key)).Select(d => $"{nameof(Described)}[{d.Key}]"));
    }
}
