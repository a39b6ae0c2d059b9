using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Data;
using Inbox.Core.Macros;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Palette;

/// <summary>Canned answers and macros for one case, as somebody types: what begins so first, then what holds all the words, then what sounds like them; of equals what this department takes most.</summary>
internal static class PaletteSearch
{
    private const int MostAnswers = 12;
    private const int MostMacros = 8;
    private const int PreviewOf = 1_500;

    /// <param name="ForNote">Answers go into a note, which is plain text.</param>
    public sealed record Query(long CaseId, string Words, bool ForNote, Actor Actor) : IRequest<View?>;

    public sealed record View(IReadOnlyList<Entry> Answers, IReadOnlyList<Entry> Macros);

    /// <param name="Aside">Language, or whose it is.</param>
    /// <param name="Does">What a macro changes.</param>
    /// <param name="Preview">The text, filled in for this case.</param>
    public sealed record Entry(long Id, string Title, string Aside, IReadOnlyList<string> Does, string Preview);

    internal sealed class Handler(InboxDb db, Rulebook rulebook) : IRequestHandler<Query, View?>
    {
        public async Task<View?> Handle(Query request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            if (await CaseValues.ReadAsync(db, request.CaseId, request.Actor, rules, cancellationToken) is not { } values)
            {
                return null;
            }

            var typed = Words.Cut(Words.Storable(request.Words), 100).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var answers = await AnswersAsync(typed, values, request.Actor, cancellationToken);
            var macros = request.Actor.Works(values.DepartmentId) ? await MacrosAsync(typed, values, request.Actor, cancellationToken) : [];
            var words = await MacroWords.ReadAsync(db, macros, rules, cancellationToken);
            return new View(
                answers.ConvertAll(a => new Entry(a.Id, a.Title, Aside(a.OwnerId, a.Language), [], Preview(values, a.Body, !request.ForNote))),
                macros.ConvertAll(m => new Entry(m.Id, m.Name, Aside(m.OwnerId, ""), words.Of(m), Preview(values, m.Text, m.TextIs == MacroText.Answer))));
        }

        private static string Aside(long? owner, string language) => string.Join(" · ", new[] { owner is null ? "" : "yours", language }.Where(s => s.Length > 0));

        private static string Preview(CaseValues values, string text, bool markdown) => Words.Cut(values.Fill(text, markdown), PreviewOf);

        private Task<List<CannedAnswer>> AnswersAsync(string[] typed, CaseValues values, Actor actor, CancellationToken cancellationToken)
        {
            var offered = db.CannedAnswers.AsNoTracking().OfferedTo(actor, values.DepartmentId);
            if (typed.Length == 0)
            {
                return ByUse(offered, values.DepartmentId).Take(MostAnswers).ToListAsync(cancellationToken);
            }

            var (patterns, all) = (typed.Select(Containing).ToArray(), string.Join(' ', typed));
            var beginning = Escaped(all) + "%";
            var found = offered
                .Where(a => patterns.All(p => EF.Functions.Like(a.Search, p)) || EF.Functions.TrigramsAreWordSimilar(all, a.Search))
                .OrderByDescending(a => EF.Functions.Like(a.Search, beginning))
                .ThenByDescending(a => patterns.All(p => EF.Functions.ILike(a.Title, p)))
                .ThenByDescending(a => patterns.All(p => EF.Functions.Like(a.Search, p)));
            return ThenByUse(found, values.DepartmentId).Take(MostAnswers).ToListAsync(cancellationToken);
        }

        private IOrderedQueryable<CannedAnswer> ByUse(IQueryable<CannedAnswer> answers, long department) =>
            ThenByUse(answers.OrderByDescending(a => a.OwnerId != null || a.DepartmentId == department), department);

        private IOrderedQueryable<CannedAnswer> ThenByUse(IOrderedQueryable<CannedAnswer> answers, long department) => answers
            .ThenByDescending(a => db.CannedAnswerUses.Where(u => u.AnswerId == a.Id && u.DepartmentId == department).Select(u => u.Count).FirstOrDefault())
            .ThenBy(a => a.Title).ThenBy(a => a.Id);

        private async Task<List<Macro>> MacrosAsync(string[] typed, CaseValues values, Actor actor, CancellationToken cancellationToken)
        {
            var offered = db.Macros.AsNoTracking().OfferedTo(actor, values.DepartmentId);
            foreach (var pattern in typed.Select(Containing))
            {
                offered = offered.Where(m => EF.Functions.ILike(m.Name, pattern));
            }

            return await offered.OrderByDescending(m => m.OwnerId != null || m.DepartmentId == values.DepartmentId).ThenBy(m => m.Name).ThenBy(m => m.Id)
                .Take(MostMacros).ToListAsync(cancellationToken);
        }

        private static string Containing(string word) => $"%{Escaped(word)}%";

        private static string Escaped(string word) =>
            word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
    }
}
