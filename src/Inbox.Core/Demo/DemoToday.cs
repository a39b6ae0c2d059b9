using Inbox.Core.Cases;
using Inbox.Core.Sla;

namespace Inbox.Core.Demo;

/// <summary>What is on the desk right now: promises about to break or just broken, offers to accept, call-backs owed, whatever the hour.</summary>
internal sealed class DemoToday(TaleBook book, Random random, DateTimeOffset now)
{
    private Company Company => book.Company;

    public IEnumerable<Plan> Plan() => [.. Soon(), .. InHours(), .. CallBacks(), .. Offers(), .. Resting(), Undelivered(), Posted(0, 19, "Iris Calder", "A customer experience disconnect, part II"), Posted(2, 43, "Jonah Pell", "Why I stopped calling")];

    /// <summary>VIP promises count day and night, so these are due around now at any hour.</summary>
    private IEnumerable<Plan> Soon()
    {
        (int DueIn, string Subject, string Text)[] mails =
        [
            (24, "Charged twice for order 88213", "Hello, my statement shows two payments of £249.00 for order 88213, one minute apart. I ordered one monitor. Could you give one of them back before the weekend?"),
            (51, "Parcel left outside, wet through", "Your driver left the parcel on the step again, and it rained all afternoon. The speaker inside is dead. I would like another one, handed to a human being."),
            (8, "Laptop back from repair without its charger", "The laptop came back today, thank you. The charger did not. I cannot use one without the other."),
            (44, "Invoice for the May delivery", "Could you please send the invoice for our May delivery once more? The accountant has spilled something over ours."),
            (-12, "Nobody came for the washing machine", "The collection was promised between 8 and 10. Nobody came and nobody called. I took a day off for this."),
            (-75, "Second reminder, third letter", "I have paid. I have proof that I have paid. Please read it this time and stop sending letters."),
            (57, "Gifts for a colleague", "We need eleven desk lamps as gifts, wrapped, by Thursday. Is that possible, and who can sign for it?"),
        ];
        foreach (var (dueIn, subject, text) in mails)
        {
            var person = PersonNames.Make(book, random, now.AddDays(-random.Next(300, 1_800)), group: CompanySettings.Vip);
            var opens = now.AddMinutes(dueIn - 60);
            yield return new Plan(opens, b =>
            {
                var tale = CaseTale.ByMail(b, person, opens, subject, text);
                Finish(tale, dueIn % 3 == 0);
            });
        }
    }

    /// <summary>Promises of the departments' own hours: the first due as soon as they are open for a while.</summary>
    private IEnumerable<Plan> InHours()
    {
        var hours = Company.Hours(Company.Mail.DepartmentId);
        (int DueIn, string Subject, string Text)[] mails =
        [
            (20, "Is the Norwich branch open on Sunday?", "Your site says 10 to 4, the door says closed. Which one shall I believe?"),
            (35, "Missing screws for the chair", "The bag with the screws was not in the box. Part B4 in the manual. Could you post me one?"),
            (41, "Password reset mail never arrives", "I have asked for a new password five times. Nothing comes, and I did look in spam."),
            (50, "Two screens on the Aria 14?", "Does the Aria 14 work with two external screens at once? The page only says \"external display\"."),
            (55, "Site says 20% off, the till said no", "At the till in Cardiff nobody had heard of the sale on your own site. I paid the full price because I needed it."),
            (-25, "Newsletter although I unsubscribed", "Third time that I unsubscribe, and the next one came today. Please stop."),
            (-130, "Warranty card lost", "I cannot find the card of my headphones. Is the receipt enough?"),
        ];
        foreach (var (dueIn, subject, text) in mails)
        {
            var person = PersonNames.Make(book, random, now.AddDays(-random.Next(80, 900)));
            var due = dueIn > 0 ? hours.Add(now, TimeSpan.FromMinutes(dueIn)) : now.AddMinutes(dueIn);
            var opens = Whole(hours.Before(due, TimeSpan.FromMinutes(60)));
            yield return new Plan(opens, b => Finish(CaseTale.ByMail(b, person, opens, subject, text), dueIn % 2 == 0));
        }
    }

    private IEnumerable<Plan> CallBacks()
    {
        (int DueIn, string Subject, string Text)[] calls =
        [
            (25, "Which van has the sofa?", "Delivery of the sofa did not come. Depot is looking for the van; promised to call back with a time."),
            (85, "Estimate for the hinge", "Wants to know the price of the hinge before the workshop starts. Promised to call back once we have it."),
            (-40, "Refund in two parts", "Half of the refund arrived. Promised to call back after a word with Billing."),
        ];
        foreach (var (dueIn, subject, text) in calls)
        {
            var person = PersonNames.Make(book, random, now.AddDays(-random.Next(80, 900)));
            var opens = now.AddHours(-4).AddMinutes(dueIn % 7);
            var agent = dueIn == 85 ? Ana : Company.Somebody(random, Company.Phone!.DepartmentId);
            yield return new Plan(opens, b =>
            {
                var call = new CallDetails(true, 660, 340, CallOutcome.CallBackPromised, now.AddMinutes(dueIn));
                CaseTale.ByCall(b, person, agent, opens, subject, text, call, CaseStatus.Open).Until(now);
            });
        }
    }

    private IEnumerable<Plan> Offers()
    {
        (string To, int HoursAgo, string Subject, string Text, string Reason)[] offers =
        [
            ("repair", 3, "Fan of the Aria 15 rattles", "Since last week the fan rattles as soon as I open more than one window. It is four months old.", "under warranty, please inspect the fan"),
            ("repair", 54, "Display has a green line", "A green line from top to bottom, since this morning. I did not drop it.", "display fault, within warranty"),
            ("billing", 2, "Two prices on one receipt", "The shelf said £39, the receipt says £49. Photo attached.", "price difference to pay back"),
            ("billing", 30, "Discount code not counted", "The code WELCOME was accepted and then forgotten at the end.", "please credit the 10%"),
            ("delivery", 1, "Can it come after six?", "Order 90113 is planned for noon. Nobody is at home before six.", "needs an evening tour"),
        ];
        foreach (var (to, hoursAgo, subject, text, reason) in offers)
        {
            var person = PersonNames.Make(book, random, now.AddDays(-random.Next(80, 900)));
            var receiver = Company.Rules.Departments.Values.First(d => d.Key == to).Id;
            var opens = now.AddHours(-hoursAgo - 1);
            yield return new Plan(opens, b =>
            {
                var tale = CaseTale.ByMail(b, person, opens, subject, text);
                var agent = Company.Somebody(random, tale.Case.DepartmentId);
                tale.Answer(opens.AddMinutes(20), agent, "Hello,\n\nthank you for writing. I am handing this to the colleagues who can settle it, and keep an eye on it until they have.", CaseStatus.Open);
                if (tale.Case.OfferedToId is null)
                {
                    tale.Offer(opens.AddMinutes(30), agent, receiver, reason);
                }

                tale.Until(now);
            });
        }
    }

    /// <summary>Snoozed, and on hold for a third party.</summary>
    private IEnumerable<Plan> Resting()
    {
        for (var i = 0; i < 8; i++)
        {
            var (snoozed, opens) = (i % 2 == 0, now.AddDays(-3).AddMinutes(i * 47));
            var person = PersonNames.Make(book, random, now.AddDays(-random.Next(80, 900)));
            var agent = i < 3 ? Ana : Company.Somebody(random, Company.Mail.DepartmentId);
            var (subject, text) = snoozed
                ? ("Back in stock when?", "When will the Moss air purifier be back in stock in York? I would like to buy two.")
                : ("Part from the maker", "The coffee machine needs a seal that your store does not have. Could you order it from the maker?");
            yield return new Plan(opens, b =>
            {
                var tale = CaseTale.ByMail(b, person, opens, subject, text);
                tale.Answer(opens.AddMinutes(25), agent, "Hello,\n\nI have asked and will write to you as soon as I know more.", snoozed ? CaseStatus.Open : CaseStatus.OnHold);
                if (snoozed)
                {
                    tale.Snooze(opens.AddMinutes(26), agent, now.AddDays(1 + i));
                }

                tale.Until(now);
            });
        }
    }

    /// <summary>An answer that never reached its reader is owed again, and says so.</summary>
    private Plan Undelivered()
    {
        var person = PersonNames.Make(book, random, now.AddDays(-90));
        var opens = now.AddHours(-20);
        return new Plan(opens, b =>
        {
            var tale = CaseTale.ByMail(b, person, opens, "Spare key for the safe", "The second key is missing from the box. Could you send one?");
            tale.Answer(opens.AddMinutes(35), Ana, "Hello,\n\na second key leaves by registered letter today.", CaseStatus.Resolved, "550 5.2.2 The mailbox is full. Try another address, or call.");
            tale.Until(now);
        });
    }

    private Plan Posted(int blog, int minutesAgo, string name, string title)
    {
        var (door, opens) = (Company.Blogs[blog], now.AddMinutes(-minutesAgo));
        var author = PersonNames.Make(book, random, now.AddDays(-500), name: name, blog: $"{door.Address}guests/{blog}");
        return new Plan(opens, b =>
        {
            var tale = CaseTale.ByPost(b, door, author, opens, title, "Two months, four calls and three mails, and still nobody at Larkfield can say where the laptop is. Part I had 34 comments, most of them from people who wait as well. This is part II.", DemoMentions.ReadersOf(door));
            tale.Until(now);
        });
    }

    private Colleague Ana => Company.Everybody.First(c => c.Name.StartsWith("Ana ", StringComparison.Ordinal));

    private void Finish(CaseTale tale, bool taken)
    {
        if (taken)
        {
            tale.Assign(tale.Case.OpenedAt.AddMinutes(1), Company.Staff(tale.Case.DepartmentId).Contains(Ana) ? Ana : Company.Somebody(random, tale.Case.DepartmentId), by: null);
        }

        tale.Until(now);
    }

    private static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
}
