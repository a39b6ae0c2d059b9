using Inbox.Core.Cases;

namespace Inbox.Core.Demo;

/// <summary>Plays a story to its end, or to the moment at which it is cut off: most answers come soon, some late, some never.</summary>
/// <param name="until">Nothing happens after this time.</param>
internal sealed class CaseCourse(TaleBook book, Random random, DateTimeOffset until)
{
    private static readonly string[] ThankYous = ["Thank you!", "Perfect, thanks.", "Much appreciated, thank you.", "Great, that works. Cheers"];

    private static readonly string[] Declines =
    [
        "This one is not ours: the parcel never left the warehouse.", "We need the serial number and a photo first.", "Out of warranty, please ask the customer for their consent to the costs.",
    ];

    private Company Company => book.Company;

    /// <summary>A case that comes in by mail or by phone.</summary>
    public CaseTale Play(Story story, Person customer, DateTimeOffset at)
    {
        var byPhone = Company.Phone is not null && customer.Phone is not null && random.Of(0.24);
        var words = new StoryWords(random, customer.Name);
        var subject = words.Fill(story.Subject);
        if (byPhone)
        {
            return PlayCall(story, words, subject, customer, at);
        }

        var tale = CaseTale.ByMail(book, customer, at, subject, words.Fill(random.Pick(story.Texts)));
        if (story.Attachment is { } file && random.Of(0.7))
        {
            DemoFiles.Attach(tale, file);
        }

        Answers(tale, story, words, at, from: 0);
        return tale;
    }

    private CaseTale PlayCall(Story story, StoryWords words, string subject, Person customer, DateTimeOffset at)
    {
        // The line is staffed in the hours of the department that owns it.
        at = Company.Hours(Company.Phone!.DepartmentId).Add(at, TimeSpan.FromMinutes(random.Next(1, 20)));
        var agent = Company.Somebody(random, Company.Phone.DepartmentId);
        var dice = random.NextDouble();
        var callBack = dice < 0.2 ? Company.Hours(Company.Phone.DepartmentId).Add(at, TimeSpan.FromHours(random.Next(2, 9))) : (DateTimeOffset?)null;
        var outcome = callBack is not null ? CallOutcome.CallBackPromised : dice < 0.6 ? CallOutcome.Resolved : CallOutcome.Answered;
        var call = new CallDetails(true, HoldSeconds(), random.Next(90, 900), outcome, callBack);
        var then = outcome switch
        {
            CallOutcome.Resolved => CaseStatus.Resolved,
            CallOutcome.CallBackPromised => CaseStatus.Open,
            _ => CaseStatus.Waiting,
        };
        var tale = CaseTale.ByCall(book, customer, agent, at, subject, words.Fill(story.Called), call, then);
        if (tale.Case.OfferedToId is not null && !Handoff(tale, ref at))
        {
            return End(tale, at, settled: false);
        }

        if (callBack is { } due)
        {
            var late = random.Of(0.15);
            at = due.AddMinutes(late ? random.Next(10, 300) : -random.Next(2, 90));
            if (at > until)
            {
                tale.Until(until);
                return tale;
            }

            tale.Calls(at, agent, "Called back with the outcome. The customer is content.",
                new CallDetails(false, 0, random.Next(60, 500), CallOutcome.Resolved, null), CaseStatus.Resolved);
        }
        else if (outcome == CallOutcome.Answered)
        {
            at = random.Awake(at + random.Span(TimeSpan.FromHours(9), 0.9));
            if (at > until)
            {
                return End(tale, at, settled: false);
            }

            tale.CustomerMails(at, "As agreed on the phone I put it in writing. Is there any news?");
            Answers(tale, story, words, at, from: story.Answers.Length - 1);
            return tale;
        }

        return End(tale, at, settled: true);
    }

    private int HoldSeconds() => (int)Math.Min(random.Span(TimeSpan.FromSeconds(110), 1.1).TotalSeconds, 2_700);

    private void Answers(CaseTale tale, Story story, StoryWords words, DateTimeOffset at, int from)
    {
        if (tale.Case.OfferedToId is not null && !Handoff(tale, ref at))
        {
            End(tale, at, settled: false);
            return;
        }

        for (var i = from; i < story.Answers.Length; i++)
        {
            var last = i == story.Answers.Length - 1;
            var department = tale.Case.DepartmentId;
            var agent = Owner(tale) ?? Company.Somebody(random, department);
            var span = random.Of(0.07) ? random.Span(TimeSpan.FromHours(5), 0.8) : random.Span(TimeSpan.FromMinutes(i == 0 ? 17 : 34), 0.8);
            var answerAt = Company.Hours(department).Add(at, span);
            if (answerAt > until)
            {
                End(tale, answerAt, settled: false);
                return;
            }

            if (story.Note is { } note && i == from && random.Of(0.4))
            {
                tale.Note(at + ((answerAt - at) * 0.6), agent, note, sharedOutside: Company.Rules.Departments[department].External);
            }

            var then = last && random.Of(0.8) ? CaseStatus.Resolved : !last && random.Of(0.08) ? CaseStatus.OnHold : CaseStatus.Waiting;
            tale.Answer(answerAt, agent, words.Fill(story.Answers[i], agent?.Name ?? ""), then);
            at = answerAt;
            if (last)
            {
                break;
            }

            at = random.Awake(at + random.Span(TimeSpan.FromHours(7), 1));
            if (at > until || random.Of(0.06))
            {
                End(tale, at, settled: false);
                return;
            }

            tale.CustomerMails(at, words.Fill(i < story.Follow.Length ? story.Follow[i] : "Is there any news?"));
        }

        End(tale, at, settled: true);
    }

    /// <summary>The offered department decides; false when it has not done so yet.</summary>
    private bool Handoff(CaseTale tale, ref DateTimeOffset at)
    {
        var receiver = tale.Case.OfferedToId!.Value;
        var decidedAt = Company.Hours(receiver).Add(at, random.Span(TimeSpan.FromMinutes(110), 1));
        if (decidedAt > until)
        {
            at = decidedAt;
            return false;
        }

        at = decidedAt;
        var by = Company.Somebody(random, receiver);
        if (random.Of(0.16))
        {
            tale.Decide(at, by, HandoffState.Declined, random.Pick(Declines));
        }
        else
        {
            tale.Decide(at, by, HandoffState.Accepted);
        }

        return true;
    }

    /// <summary>What becomes of a case once all is said: thanks, a second thought, silence, and at last it closes.</summary>
    private CaseTale End(CaseTale tale, DateTimeOffset at, bool settled)
    {
        if (tale.Case.Status is CaseStatus.Waiting or CaseStatus.OnHold && tale.Case.OfferedToId is null)
        {
            // The customer never wrote again.
            at = Company.Hours(tale.Case.DepartmentId).Add(at, TimeSpan.FromHours(random.Next(18, 60)));
            if (at <= until)
            {
                tale.SetStatus(at, Owner(tale), CaseStatus.Resolved, settled ? "the customer was answered" : "no word from the customer");
            }
        }
        else if (settled && tale.Case.Status == CaseStatus.Resolved && tale.Customer.Email is not null)
        {
            at = AfterResolve(tale, at);
        }

        if (tale.Case.Status == CaseStatus.Resolved && at.AddDays(14) <= until)
        {
            tale.SetStatus(at.AddDays(14), by: null, CaseStatus.Closed);
        }

        tale.Until(until);
        return tale;
    }

    private DateTimeOffset AfterResolve(CaseTale tale, DateTimeOffset at)
    {
        var dice = random.NextDouble();
        var next = random.Awake(at + random.Span(TimeSpan.FromHours(5), 0.8));
        if (dice > 0.16 || next > until)
        {
            return at;
        }

        if (dice > 0.05)
        {
            tale.CustomerMails(next, random.Pick(ThankYous));
            if (next.AddHours(20) <= until)
            {
                tale.Case.ConfirmThanks();
            }

            return next;
        }

        tale.CustomerMails(next, "I thought this was settled, but it has happened again. Could you please look once more?");
        var again = Company.Hours(tale.Case.DepartmentId).Add(next, random.Span(TimeSpan.FromMinutes(40), 0.8));
        if (again > until)
        {
            return next;
        }

        tale.Answer(again, Owner(tale), "I have looked at it once more and found the cause: the first correction had not reached all our systems. It is done now, and I have checked it twice.", CaseStatus.Resolved);
        return again;
    }

    private Colleague? Owner(CaseTale tale) =>
        tale.Case.AssigneeId is { } id ? Company.Everybody.FirstOrDefault(c => c.Id == id) : null;
}
