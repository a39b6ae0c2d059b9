using Inbox.Core.Demo.Stories;

namespace Inbox.Core.Demo;

/// <summary>A case that will be told at its time, so that numbers rise with time.</summary>
internal sealed record Plan(DateTimeOffset OpensAt, Action<TaleBook> Tell);

/// <summary>The weeks behind the demo company: customers who come back, over mail and phone, and what became of their cases.</summary>
internal static class DemoHistory
{
    private const int Cases = 480;
    private const int People = 260;

    /// <summary>Two periods of four weeks and a little more, so that reports can compare.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromDays(60);

    public static IEnumerable<Plan> Plan(TaleBook book, Random random, DateTimeOffset now)
    {
        Story[] stories = [.. RepairStories.All, .. DeliveryStories.All, .. DeliveryStories.All, .. BillingStories.All, .. ShopStories.All, .. ShopStories.All];
        var people = Enumerable.Range(0, People).Select(i => Customer(book, random, now, i)).ToList();
        for (var i = 2; i < people.Count; i += 17)
        {
            // A household shares the number of its first member.
            people[i].Customer.HouseholdId = people[i - 1].Customer.HouseholdId = people[i - 1].Id;
        }

        for (var i = 0; i < Cases; i++)
        {
            var (at, story) = (Tides.Pick(random, now - Length, now), random.Pick(stories));
            // Some write often: half of the cases come from a fifth of the people.
            var person = people[random.Of(0.5) ? random.Next(People / 5) : random.Next(People)];
            var seed = random.Next();
            yield return new Plan(at, b => new CaseCourse(b, new Random(seed), now).Play(story, person, at));
        }
    }

    private static Person Customer(TaleBook book, Random random, DateTimeOffset now, int index) => PersonNames.Make(
        book, random, now - TimeSpan.FromDays(random.Next(70, 1_500)), group: index % 23 == 0 ? CompanySettings.Vip : null, withPhone: index % 3 != 1);
}
