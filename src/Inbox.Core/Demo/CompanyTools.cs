using Inbox.Core.CannedAnswers;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Macros;
using Inbox.Core.Playbooks;
using Inbox.Core.Tags;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Demo;

/// <summary>What the people of the demo company keep ready: tags, canned answers, macros and playbooks.</summary>
internal static class CompanyTools
{
    public static async Task WriteAsync(InboxDb db, Department support, Department delivery, Department billing, Department repair, CancellationToken cancellationToken)
    {
        db.Tags.AddRange(
            Tag("public", 3, "said where others read it"), Tag("safety", 4, "smoke, heat, swollen batteries: call first"),
            Tag("upset", 11, "sounds angry: answer with care"), Tag("repair", 5, "something is or was in the workshop"), Tag("repeat repair", 9, "the same fault again"),
            Tag("laptop 15", 8, "the batch with the weak solder joint"), Tag("refund", 2, "money goes back"),
            Tag("replacement", 10, "a new one is on its way"), Tag("goodwill", 6, "a voucher or free shipping was given"),
            new Tag { Name = "spring sale", Hue = 7, Description = "prices of March", Archived = true });
        var answers = Answers(support, delivery, billing, repair).ToList();
        db.CannedAnswers.AddRange(answers.Select(a => a.Answer));
        var replace = new Playbook
        {
            Name = "Third repair: replace it",
            OpensByItself = true,
            Tag = "repeat repair",
            Steps = [],
        };
        db.Playbooks.Add(replace);
        await db.SaveChangesAsync(cancellationToken);
        db.CannedAnswerUses.AddRange(answers.Where(a => a.Taken > 0).Select(a => new CannedAnswerUse { AnswerId = a.Answer.Id, DepartmentId = a.Answer.DepartmentId ?? support.Id, Count = a.Taken }));

        var waitForPart = new Macro
        {
            Name = "Waits for a part",
            TextIs = MacroText.Note,
            Text = "{{case.number}} waits for a part. {{agent.name}} looks again in three days.",
            Actions = new MacroActions { Status = CaseStatus.OnHold, Assign = MacroAssign.Me, SnoozeHours = 72 },
        };
        var apologise = new Macro
        {
            Name = "Take over and apologise",
            TextIs = MacroText.Answer,
            Text = "Dear {{customer.name|customer}},\n\nI am sorry that you had to write to us again. I have taken over {{case.number}} myself and will stay with it until it is solved.\n\n{{agent.name}}",
            Actions = new MacroActions { Assign = MacroAssign.Me, Priority = Priority.High },
        };
        db.Macros.AddRange(
            waitForPart,
            apologise,
            new Macro { Name = "Refund: to Billing", DepartmentId = support.Id, Actions = new MacroActions { DepartmentId = billing.Id, AddTags = ["refund"], Reason = "The customer is owed money; the order number stands in the first message." } },
            new Macro { Name = "To the workshop, again", DepartmentId = support.Id, Actions = new MacroActions { DepartmentId = repair.Id, AddTags = ["repair", "repeat repair"], Reason = "The same fault has come back. Please read both reports before it is opened." } });
        await db.SaveChangesAsync(cancellationToken);

        replace.Steps =
        [
            new("Read both workshop reports", null, null, null, Required: true),
            new("Take the case over", null, null, apologise.Id, Required: false),
            new("Compare the serial number with the recalled batch", "https://larkfield.example/batches", null, null, Required: true),
            new("Offer a new unit or the money back", null, answers.First(a => a.Answer.Title == "Replacement or refund").Answer.Id, null, Required: true),
            new("Have the old unit collected", null, null, null, Required: false),
        ];
        db.Playbooks.Add(new Playbook
        {
            Name = "Safety: heat, smoke, swelling",
            OpensByItself = true,
            Tag = "safety",
            Steps =
            [
                new("Call the customer: unplug it, do not charge it, put it outside", null, null, null, Required: true),
                new("Write it down in the safety log", "https://larkfield.example/safety", null, null, Required: true),
                new("Send the safe-disposal letter", null, answers.First(a => a.Answer.Title == "Swollen battery: what to do").Answer.Id, null, Required: true),
                new("Tell the lead", null, null, null, Required: false),
            ],
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Playbooks stand open where their conditions hold, the first steps of some done.</summary>
    public static async Task OpenPlaybooksAsync(InboxDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var playbooks = await db.Playbooks.AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancellationToken);
        var open = await db.Cases.AsNoTracking().Where(c => c.IsOpen && c.Tags.Length > 0).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        var names = await db.Users.ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        foreach (var found in open)
        {
            foreach (var playbook in PlaybookMatcher.Matching(playbooks, found))
            {
                var opened = OpenPlaybook.Of(playbook, found.Id, openedBy: null, found.OpenedAt);
                if (found.AssigneeId is { } assignee)
                {
                    opened.Steps[0] = opened.Steps[0] with { DoneAt = found.OpenedAt + ((now - found.OpenedAt) / 4), DoneBy = names[assignee] };
                }

                db.OpenPlaybooks.Add(opened);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static Tag Tag(string name, int hue, string description) => new() { Name = name, Hue = hue, Description = description };

    private static IEnumerable<(CannedAnswer Answer, int Taken)> Answers(Department support, Department delivery, Department billing, Department repair)
    {
        yield return (Answer("We look into it", support, "receipt first", "Hello {{customer.first_name|there}},\n\nthank you for writing. I am looking into it and come back to you today.\n\n{{agent.name}}"), 41);
        yield return (Answer("Which order is it?", support, "order number missing", "Hello {{customer.first_name|there}},\n\ncould you send me the order number? It stands in the confirmation mail and on the receipt, and begins with 88.\n\n{{agent.name}}"), 33);
        yield return (Answer("Replacement or refund", support, "new unit money back", "Dear {{customer.name|customer}},\n\nyou should not have to send it in again. Choose what suits you better:\n\n- a **new unit**, which leaves within two working days, or\n- **your money back**, to the way you paid.\n\nOne word from you is enough. Your case is {{case.number}}.\n\n{{agent.name}}"), 18);
        yield return (Answer("Swollen battery: what to do", support, "safety hot smoke", "Dear {{customer.name|customer}},\n\nplease do not use or charge it any more, and keep it away from anything that burns. **Do not post it.** A courier brings a safe box and collects it; I call you to agree on a time.\n\n{{agent.name}}"), 3);
        yield return (Answer("Warranty: the receipt is enough", support, "warranty card lost", "Hello {{customer.first_name|there}},\n\nthe receipt is all we need; a photo of it will do.\n\n{{agent.name}}"), 12);
        yield return (Answer("Danke, wir kümmern uns", support, "receipt first german", "Guten Tag {{customer.name|}},\n\ndanke für Ihre Nachricht. Wir kümmern uns darum und melden uns heute noch.\n\n{{agent.name}}", "de"), 4);
        yield return (Answer("Parcel: where it is", delivery, "tracking late", "Hello {{customer.first_name|there}},\n\nyour parcel is with the courier. You can follow it with the link in the dispatch mail; if it does not move for two days, write to me and I start a search.\n\n{{department.name}}, {{agent.name}}"), 27);
        yield return (Answer("Missed collection: new time", delivery, "nobody came", "Dear {{customer.name|customer}},\n\nI am sorry that nobody came. Which of the next three days suits you? I ring you an hour before.\n\n{{agent.name}}"), 9);
        yield return (Answer("Refund is on its way", billing, "money back days", "Hello {{customer.first_name|there}},\n\nthe refund left us today. Banks take three to five working days to show it.\n\n{{agent.name}}"), 22);
        yield return (Answer("Charged twice", billing, "double payment", "Hello {{customer.first_name|there}},\n\none of the two is only reserved and falls away within five days. If it does not, send me a picture of the statement and I book it back at once.\n\n{{agent.name}}"), 11);
        yield return (Answer("Invoice once more", billing, "copy vat", "Hello {{customer.first_name|there}},\n\nhere is the invoice once more. If you need another address on it, tell me which.\n\n{{agent.name}}"), 8);
        yield return (Answer("In the queue of the workshop", repair, "parts waiting", "Dear {{customer.name|customer}},\n\nyour unit is in our queue under {{case.number}}. We write as soon as it is on the bench.\n\nBenchworks, {{agent.name}}"), 14);
        yield return (Answer("Closing after silence", null, "no answer", "Hello {{customer.first_name|there}},\n\nI have not heard from you and take it that all is well. Write at any time: your case {{case.number}} opens again by itself.\n\n{{agent.name}}"), 6);
    }

    private static CannedAnswer Answer(string title, Department? department, string keywords, string body, string language = "en") =>
        new() { Title = title, Body = body, Keywords = keywords, Language = language, DepartmentId = department?.Id };
}
