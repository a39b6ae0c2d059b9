using Inbox.Core.Cases;

namespace Inbox.Core.Demo;

/// <summary>The case that the whole product is about: calls, mails and a public post of one customer, four departments, and a promise just broken.</summary>
internal sealed class DemoLongStory(TaleBook book, Random random, DateTimeOffset now)
{
    private const string Subject = "Third repair of my son's laptop and still nothing";

    private Company Company => book.Company;

    public IEnumerable<Plan> Plan()
    {
        var blog = Company.Blogs[0];
        var nora = PersonNames.Make(book, random, now.AddYears(-7), "Nora Vance", CompanySettings.Vip, blog: $"{blog.Address}authors/nora");
        var leo = PersonNames.Make(book, random, now.AddYears(-2), "Leo Vance", withPhone: false);
        nora.Customer.HouseholdId = leo.Customer.HouseholdId = nora.Id;
        nora.Customer.Note = "Mother of Leo, who owns the laptop. Writes for The Disconnect.";
        var first = now.AddDays(-9).AddHours(-3);
        yield return new Plan(first, b => Tell(b, nora, first));
        var second = now.AddDays(-2);
        yield return new Plan(second, b => CaseTale.ByMail(b, leo, second, "School papers on my laptop",
            "Hello, my mother wrote to you about my laptop. My school papers are on it and I need them by Friday. Can somebody copy them?\n\nLeo",
            b.Tales.Find(t => t.Customer == nora)?.Case.Id).Until(now));
    }

    private void Tell(TaleBook b, Person nora, DateTimeOffset at)
    {
        var support = Company.Staff(Company.Mail.DepartmentId);
        var (ana, sam) = (Find("Ana "), support[^1]);
        var (workshop, marketing) = (Find("Milo "), Find("Dana "));
        var repair = Company.Rules.Departments.Values.First(d => d.Key == "repair").Id;
        var billing = Company.Rules.Departments.Values.First(d => d.Key == "billing").Id;
        var delivery = Company.Rules.Departments.Values.First(d => d.Key == "delivery").Id;
        var tale = CaseTale.ByCall(b, nora, sam, at, Subject,
            "Mother of the owner. The laptop came back from its second repair with the same fault. Held long, was cut off twice before. Promised that somebody looks at it by Friday.",
            new CallDetails(true, 580, 362, CallOutcome.Answered, null), CaseStatus.Open);
        tale.Tag("repeat repair", "laptop 15");
        tale.Note(at.AddMinutes(12), sam, "Both reports of the workshop say \"no fault found\". The serial number is in the batch with the weak solder joint.", sharedOutside: true);
        tale.Decide(at.AddHours(52), workshop, HandoffState.Accepted);
        tale.CustomerMails(at.AddHours(70), "It is Friday evening. Nobody has called, nobody has written. My son starts his course on Monday without a laptop. What is going on?\n\nNora Vance");
        tale.SetPriority(at.AddHours(70).AddMinutes(20), ana, Priority.Urgent);
        tale.Answer(at.AddHours(70).AddMinutes(50), ana, "Dear Nora,\n\nI have your repair in front of me and have asked the workshop for a date today. From now on you hear from me, not from a queue.\n\nAna", CaseStatus.OnHold);
        tale.Calls(at.AddHours(98), workshop, "Called to say that the board is on order. She asked for a loan laptop; passed on to Support.",
            new CallDetails(false, 0, 214, CallOutcome.Answered, null), CaseStatus.Waiting);
        tale.Offer(at.AddHours(99), workshop, Company.Mail.DepartmentId, "board changed and tested here; the loan laptop is yours to arrange");
        tale.Decide(at.AddHours(101), ana, HandoffState.Accepted);
        tale.CustomerMails(at.AddHours(120), "A loan laptop would help. Can it be here before the weekend?");
        tale.Answer(at.AddHours(121), ana, "Dear Nora,\n\nyes. It leaves today by courier; Delivery has promised me Thursday.\n\nAna", CaseStatus.Waiting);
        tale.Offer(at.AddHours(121).AddMinutes(5), ana, delivery, "loan laptop by courier, today please");
        tale.Decide(at.AddHours(126), Company.Somebody(random, delivery), HandoffState.Declined, "The loan pool is empty; Support has to free one first.");
        tale.Note(now.AddHours(-26), marketing, "The student campaign starts on Monday, and she writes for 22,000 readers. Let us settle this before.", sharedOutside: false);
        tale.CustomerPosts(now.AddMinutes(-132), Company.Blogs[0], "A customer experience disconnect",
            "Two months, four calls, three mails. Larkfield follows fifty blogs to hear how well it is doing, and nobody there can say where my son's laptop is. Talking in public is worth nothing if the processes behind it are broken.",
            DemoMentions.ReadersOf(Company.Blogs[0]));
        tale.Ask(now.AddHours(-25), ana, repair, "When can the laptop leave you, tested? And who of you may I name to the customer?", now.AddHours(4));
        tale.Ask(now.AddHours(-1), ana, billing, "Please check whether we can credit her the second repair as a gesture.", now.AddHours(30));
        tale.Until(now);
    }

    private Colleague Find(string name) => Company.Everybody.First(c => c.Name.StartsWith(name, StringComparison.Ordinal));
}
