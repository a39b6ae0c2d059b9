using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using Inbox.Core.Routing.Learning;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Routing;

/// <summary>What past cases teach about new ones, what may be done with it, and what people corrected.</summary>
public sealed class LearningModel(IMediator mediator, InboxDb db, Rulebook rulebook, TimeProvider time) : SettingsPage(mediator)
{
    public const int Days = 30;

    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>Null until it has been tried for the first time.</summary>
    public LearntModel? Learnt { get; private set; }

    /// <summary>Somebody has asked it to learn, and it has not yet.</summary>
    public bool Asked { get; private set; }

    public Followed? Suggestions { get; private set; }

    public Rules Rules { get; private set; } = null!;

    internal IReadOnlyList<CorrectionTable.Row> Corrections { get; private set; } = [];

    public IReadOnlyDictionary<long, string> RuleNames { get; private set; } = new Dictionary<long, string>();

    public DateTimeOffset Now => time.Now();

    private DateTimeOffset Since => Now.AddDays(-Days);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var settings = await db.LearningSettings.AsNoTracking().SingleAsync(cancellationToken);
        Input = new Form { Revision = settings.Revision, Mode = settings.Mode, SurePercent = settings.SurePercent, Confidential = settings.Confidential };
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var saved = await SaveAsync(new SaveLearning.Command(Input.Revision, Input.Mode, Input.SurePercent, Input.Confidential, Me), field: null, cancellationToken);
        if (saved is null)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = Input.Mode switch
        {
            LearningMode.Off => "Saved: it is switched off.",
            LearningMode.Suggest => "Saved: it suggests, and people decide.",
            _ => $"Saved: it routes when at least {Input.SurePercent} % sure.",
        };
        return LocalRedirect("/settings/routing/learning");
    }

    public Task<IActionResult> OnPostLearnAsync(CancellationToken cancellationToken) =>
        DoAsync(new AskToLearn.Command(Me), () => Task.FromResult(GoTo("/settings/routing/learning")), cancellationToken);

    public async Task<IActionResult> OnGetWordsAsync(RoutedBy by, long? rule, long? channel, long to, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return BadRequest();
        }

        return Partial("Settings/Routing/_MovedWords", new MovedWordsView(await AskAsync(new MovedWords.Query(by, rule, channel, to, Since, Me), cancellationToken), to));
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Rules = await rulebook.GetAsync(cancellationToken);
        Learnt = await db.LearntModels.AsNoTracking()
            .Select(m => new LearntModel { TriedAt = m.TriedAt, Missing = m.Missing, TrainedAt = m.TrainedAt, Cases = m.Cases, Accuracy = m.Accuracy, CalibrationError = m.CalibrationError, Departments = m.Departments })
            .SingleOrDefaultAsync(cancellationToken);
        Asked = await db.LearningSettings.AnyAsync(s => s.AskedAt != null, cancellationToken);
        Suggestions = await db.Cases.Where(c => c.LastMessageAt > Since && c.OpenedAt > Since && c.SuggestedDepartmentId != null && c.RoutedBy == RoutedBy.Channel)
            .GroupBy(_ => 1).Select(g => new Followed(g.Count(), g.Count(c => c.DepartmentId == c.SuggestedDepartmentId)))
            .SingleOrDefaultAsync(cancellationToken);
        Corrections = await AskAsync(new CorrectionTable.Query(Since), cancellationToken);
        RuleNames = await db.RoutingRules.ToDictionaryAsync(r => r.Id, r => r.Name, cancellationToken);
        return Page();
    }

    /// <param name="Made">Suggestions beside cases that opened lately.</param>
    /// <param name="Taken">Of these, cases that are there now.</param>
    public sealed record Followed(int Made, int Taken);

    public sealed class Form
    {
        public int Revision { get; set; }

        public LearningMode Mode { get; set; }

        public int SurePercent { get; set; }

        public bool Confidential { get; set; }
    }
}

/// <param name="To">The department that a rule would send such cases to.</param>
public sealed record MovedWordsView(IReadOnlyList<StandingWord> Words, long To);
