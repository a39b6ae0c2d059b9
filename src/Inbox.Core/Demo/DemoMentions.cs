using Inbox.Core.Channels;

namespace Inbox.Core.Demo;

/// <summary>What the blogs say about the demo company, most of it without a case.</summary>
internal static class DemoMentions
{
    private static readonly (string Title, string Text)[] Posts =
    [
        ("Five lamps for a small desk", "The Larkfield Brightside is the only one of the five that does not flicker. It is also the only one whose plug fits behind my shelf."),
        ("Back to school, back to the shops", "Larkfield opens an hour earlier in the first week of term. Good for those of us who remember everything at the last moment."),
        ("A visit to the Leeds store", "I went to Larkfield for a cable and came out with a coffee and a chat about kettles. The staff there know what they sell."),
        ("Who answers the phone?", "I called six electronics chains with the same question. Larkfield took eleven minutes, which was second best, and gave the right answer, which was best."),
        ("Student offers compared", "Larkfield's campaign promises 20% off. The small print says: not on the three things that students buy."),
        ("Repair or replace?", "My reader's Larkfield laptop was repaired twice for the same fault. At what point is it cheaper for everybody to hand over a new one?"),
        ("The parcel diaries", "Left in the rain, behind the bins, with a neighbour who moved out in March. Larkfield is not the worst of the list, but it is on the list."),
        ("Thank you, stranger at the till", "Somebody at Larkfield stayed late to find my mother's order. She does not blog, so I do it for her."),
        ("Ten quiet headphones", "The Hush from Larkfield sits on place four: good sound, and a strange hiss when the battery runs low."),
        ("Opening hours are a promise", "Door, site and map of the Bristol Larkfield name three different closing times. I met four other people in front of the door."),
        ("What a good receipt looks like", "Larkfield prints the warranty date in large type at the top. More of that, please."),
        ("My kettle has a firmware", "The Tern kettle by Larkfield wants to update itself. I want tea. A short story."),
        ("Returns without tears", "Sent a chair back to Larkfield: collected the next day, money back in four. Credit where it is due."),
        ("On hold: a listener's guide", "Larkfield's hold music is a harp. After 35 minutes it stops, and so does the call."),
        ("Second-hand, first class", "Where to buy used Larkfield monitors, and what to look at before you pay."),
        ("Campus printing, the cheap way", "The Pico printer from Larkfield costs less than its ink. We did the sums for three terms."),
    ];

    public static void Add(TaleBook book, Random random, DateTimeOffset now)
    {
        foreach (var blog in book.Company.Blogs)
        {
            var author = PersonNames.Make(book, random, now.AddDays(-400), name: blog.Name, withEmail: false, withPhone: false, blog: blog.Address);
            for (var i = 0; i < 14; i++)
            {
                Post(book, random, blog, author, Tides.Pick(random, now.AddDays(-35), now.AddMinutes(-20)));
            }
        }
    }

    private static void Post(TaleBook book, Random random, Channel blog, Person author, DateTimeOffset at)
    {
        var (title, text) = random.Pick(Posts);
        var readers = ReadersOf(blog);
        var message = CaseTale.PostFrom(book, blog, author, blog.Name, at, title, text, readers);
        book.Remember(message, FormattableString.Invariant($"{blog.Kind}:{blog.Id}"));
    }

    /// <summary>The audience that the settings of the blog's channel name.</summary>
    public static long ReadersOf(Channel blog)
    {
        using var settings = System.Text.Json.JsonDocument.Parse(blog.Settings);
        return settings.RootElement.TryGetProperty("audience", out var readers) ? readers.GetInt64() : 0;
    }
}
