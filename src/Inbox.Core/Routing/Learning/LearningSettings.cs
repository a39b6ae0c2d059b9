using Inbox.Core.Settings;

namespace Inbox.Core.Routing.Learning;

/// <summary>What may be done with what past cases teach. One row.</summary>
public sealed class LearningSettings : ISetting
{
    public const long OnlyId = 1;

    public const int UsualSurePercent = 80;

    public long Id { get; init; } = OnlyId;

    public LearningMode Mode { get; set; }

    /// <summary>How sure it must be to route by itself.</summary>
    public int SurePercent { get; set; } = UsualSurePercent;

    /// <summary>Cases of confidential departments are learnt from, and new ones may be sent to them.</summary>
    public bool Confidential { get; set; }

    /// <summary>An admin wants it to learn now.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }
}

public enum LearningMode
{
    Off,

    /// <summary>Says beside a new case which department it reads like.</summary>
    Suggest,

    /// <summary>Sends it there as well, when sure enough.</summary>
    Route,
}
