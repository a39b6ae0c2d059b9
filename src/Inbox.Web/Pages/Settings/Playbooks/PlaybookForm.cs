using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Playbooks;

namespace Inbox.Web.Pages.Settings.Playbooks;

/// <summary>A playbook as it is typed.</summary>
public sealed class PlaybookForm
{
    private const int SpareSteps = 4;

    public int Revision { get; set; }

    public string? Name { get; set; }

    public bool Enabled { get; set; } = true;

    public bool OpensByItself { get; set; }

    public long? DepartmentId { get; set; }

    public long? ChannelId { get; set; }

    public Priority? Priority { get; set; }

    public string? Tag { get; set; }

    public long? SlaPolicyId { get; set; }

    public string? Words { get; set; }

    public List<StepRow> Steps { get; set; } = [];

    public static PlaybookForm Of(Playbook playbook) => new()
    {
        Revision = playbook.Revision,
        Name = playbook.Name,
        Enabled = playbook.Enabled,
        OpensByItself = playbook.OpensByItself,
        DepartmentId = playbook.DepartmentId,
        ChannelId = playbook.ChannelId,
        Priority = playbook.Priority,
        Tag = playbook.Tag,
        SlaPolicyId = playbook.SlaPolicyId,
        Words = string.Join(", ", playbook.Words),
        Steps = [.. playbook.Steps.Select((s, i) => new StepRow { Place = i + 1, Text = s.Text, Link = s.Link, Does = StepRow.DoesOf(s), Required = s.Required })],
    };

    /// <summary>Leaves out blank steps, and offers a few more at the end.</summary>
    public void OfferSteps()
    {
        Steps.RemoveAll(s => s.IsBlank);
        Steps.AddRange(Enumerable.Range(Steps.Count + 1, SpareSteps).Select(place => new StepRow { Place = place }));
    }

    public SavePlaybook.Command ToCommand(long? id, Actor actor)
    {
        // In the order of their places, so that what is wrong shows beside its own row.
        Steps = [.. Steps.Where(s => !s.IsBlank).OrderBy(s => s.Place ?? int.MaxValue)];
        return new(id, Revision, Name ?? "", Enabled, OpensByItself, DepartmentId, ChannelId, Priority, Tag, SlaPolicyId, Choices.Split(Words), Steps.ConvertAll(s => s.Read()), actor);
    }

    public sealed class StepRow
    {
        public int? Place { get; set; }

        public string? Text { get; set; }

        public string? Link { get; set; }

        /// <summary><c>answer-12</c> or <c>macro-3</c>.</summary>
        public string? Does { get; set; }

        public bool Required { get; set; }

        public bool IsBlank => string.IsNullOrWhiteSpace(Text) && string.IsNullOrWhiteSpace(Link) && string.IsNullOrEmpty(Does);

        public static string? DoesOf(PlaybookStep step) =>
            step.AnswerId is { } answer ? $"answer-{answer}" : step.MacroId is { } macro ? $"macro-{macro}" : null;

        public PlaybookStep Read() => new(Text ?? "", string.IsNullOrWhiteSpace(Link) ? null : Link.Trim(), IdAfter("answer-"), IdAfter("macro-"), Required);

        private long? IdAfter(string kind) =>
            Does?.StartsWith(kind, StringComparison.Ordinal) == true
            && long.TryParse(Does.AsSpan(kind.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id)
                ? id
                : null;
    }
}
