using System.Diagnostics;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Routing;
using Inbox.Testing;
using Inbox.Web.Pages.Settings.Routing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Benchmarks;

/// <summary>
/// What routing rules cost. The same mails are filed, from the claim to the commit, in a company of 5 rules and in one of 200, batch
/// by batch in turn, so that a busy machine slows both. No rule fits, so each is tried on every new case.
/// </summary>
internal static class RoutingCost
{
    private const int Few = 5;
    private const int Many = 200;
    private const int BatchOf = 100;
    private const int WarmUp = 500;
    private const double MostRatio = 1.15;
    private static readonly TimeSpan MostForTrial = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(int mails)
    {
        await using var few = await FoundAsync(Few);
        await using var many = await FoundAsync(Many);
        var run = Guid.NewGuid().ToString("N");
        var times = (Few: new List<double>(), Many: new List<double>());
        for (var number = 0; number < WarmUp + mails; number += BatchOf)
        {
            var batch = Enumerable.Range(number, BatchOf).Select(i => MailFlood.Mail(i, run)).ToArray();
            var first = (number / BatchOf) % 2 == 0;
            var (a, b) = (await FileAsync(first ? few : many, batch), await FileAsync(first ? many : few, batch));
            if (number >= WarmUp)
            {
                times.Few.Add(first ? a : b);
                times.Many.Add(first ? b : a);
            }
        }

        var (with5, with200) = (Median(times.Few), Median(times.Many));
        var ratio = Median([.. times.Few.Zip(times.Many, (x, y) => y / x)]);
        Console.WriteLine($"filing a mail: {with5:F3} ms with {Few} rules, {with200:F3} ms with {Many} (medians of {times.Few.Count} batches of {BatchOf}); ratio of neighbours {ratio:F3}, allowed {MostRatio:F2}");
        Console.WriteLine($"the router alone: {await RouterAsync(few, run):F4} ms a mail with {Few} rules, {await RouterAsync(many, run):F4} ms with {Many}");
        var trial = await TryAsync(many);
        return ratio < MostRatio && trial < MostForTrial ? 0 : 1;
    }

    private static async Task<Company> FoundAsync(int rules)
    {
        var company = await Company.OpenAsync(configure: services => services.AddInboxRequests(typeof(TryRule).Assembly));
        await company.SetAsync(db =>
        {
            db.RoutingRules.AddRange(Enumerable.Range(0, rules).Select(i => new RoutingRule { Name = $"Rule {i}", Position = i + 1, DepartmentId = company.Billing.Id, Conditions = Conditions(i) }));
            return Task.CompletedTask;
        });
        return company;
    }

    /// <summary>The first five are of the kinds that cost something; of each further twenty, half look for words.</summary>
    private static RuleConditions Conditions(int i) => (i % 20) switch
    {
        1 => RuleConditions.All(new RuleCondition { Kind = ConditionKind.Pattern, Values = [$@"order (no\. ?)?[a-z]{{2}}-{i}\d{{4}}"] }),
        2 => RuleConditions.All(new RuleCondition { Kind = ConditionKind.EarlierCases, Number = 40, Days = 30 + i }, Words(i)),
        3 => RuleConditions.All(new RuleCondition { Kind = ConditionKind.Language, Values = ["fr"] }, new RuleCondition { Kind = ConditionKind.Tone, Tone = Tone.Upset }),
        4 or 5 or 6 => RuleConditions.Any(new RuleCondition { Kind = ConditionKind.Sender, Values = [$"@partner{i}.example", $"boss{i}@"] }),
        7 => RuleConditions.All(new RuleCondition { Kind = ConditionKind.Recipient, Values = [$"orders{i}@acme.example"] }),
        8 => RuleConditions.All(new RuleCondition { Kind = ConditionKind.Attachment, Values = ["zip", "xlsx"] }),
        9 => RuleConditions.All(new RuleCondition { Kind = ConditionKind.Reach, Number = 1_000 + i }),
        _ => new RuleConditions
        {
            Match = RuleMatch.Any,
            Groups = [new RuleGroup { Conditions = [Words(i), new RuleCondition { Kind = ConditionKind.CustomerGroup, Values = ["VIP"] }] }, new RuleGroup { Conditions = [Words(i + 1_000) with { In = RuleWordsIn.Subject }] }],
        },
    };

    private static RuleCondition Words(int i) => new() { Kind = ConditionKind.Words, Values = [$"chargeback{i}", $"swollen{i}", $"third time {i}", $"warranty{i}", $"gift card {i}"] };

    /// <summary>Milliseconds for each mail of the batch.</summary>
    private static async Task<double> FileAsync(Company company, byte[][] batch)
    {
        await company.ReceiveAsync(company.Mail, batch);
        var began = Stopwatch.GetTimestamp();
        await company.FilePendingAsync();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds / batch.Length;
    }

    private static async Task<double> RouterAsync(Company company, string run)
    {
        const int Times = 2_000;
        var rules = await company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var facts = await company.DbAsync(db => db.Messages.OrderBy(m => m.Id).Take(Times).Select(m => new { m.ChannelId, m.Subject, m.ReplyText, m.FromAddress }).ToListAsync());
        var began = Stopwatch.GetTimestamp();
        foreach (var fact in facts)
        {
            CaseRouter.Route(rules, new RoutingFacts(fact.ChannelId, fact.Subject, fact.ReplyText, fact.FromAddress, Reach: 0) { At = DateTimeOffset.UtcNow });
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds / facts.Count;
    }

    private static async Task<TimeSpan> TryAsync(Company company)
    {
        var admin = new Actor(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);
        var draft = new SaveRoutingRule.Command(
            Id: null, Revision: 0, "Laptops", Enabled: false, RuleConditions.All(new RuleCondition { Kind = ConditionKind.Words, Values = ["laptop"] }), new RuleActions { Priority = Priority.High }, admin);
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 5; i++)
        {
            await using var scope = company.Services.CreateAsyncScope();
            var began = Stopwatch.GetTimestamp();
            var trial = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new TryRule.Query(draft, admin));
            var time = Stopwatch.GetElapsedTime(began);
            Console.WriteLine($"a rule tried on {trial.Cases} cases among {Many} rules: {time.TotalMilliseconds:F0} ms, takes {trial.Taken}, changes {trial.Changed}");
            slowest = time > slowest ? time : slowest;
        }

        return slowest;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
