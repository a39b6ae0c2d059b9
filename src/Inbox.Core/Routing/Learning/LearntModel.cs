namespace Inbox.Core.Routing.Learning;

/// <summary>What past cases taught, and how well. One row.</summary>
public sealed class LearntModel
{
    public const long OnlyId = 1;

    /// <summary>From fewer, nothing is learnt.</summary>
    public const int FewestCases = 200;

    /// <summary>A department with fewer is left out.</summary>
    public const int FewestOfDepartment = 20;

    public long Id { get; init; } = OnlyId;

    /// <summary>When learning was last tried.</summary>
    public DateTimeOffset TriedAt { get; set; }

    /// <summary>What was missing at the last try, in words; null when it learnt.</summary>
    public string? Missing { get; set; }

    /// <summary>Null until it has learnt for the first time.</summary>
    public DateTimeOffset? TrainedAt { get; set; }

    /// <summary>The classifier as bytes of its own format, without any text.</summary>
    public byte[]? Data { get; set; }

    /// <summary>Cases it learnt from.</summary>
    public int Cases { get; set; }

    /// <summary>Share of unseen cases whose department it named.</summary>
    public double Accuracy { get; set; }

    /// <summary>How far "80 % sure" lay from right in 80 of 100, on unseen cases, from 0 to 1.</summary>
    public double CalibrationError { get; set; }

    public List<DepartmentScore> Departments { get; set; } = [];
}
