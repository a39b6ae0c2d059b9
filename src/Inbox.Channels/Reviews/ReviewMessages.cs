using System.Globalization;
using System.Text;
using Inbox.Channels.Social;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Channels.Reviews;

/// <summary>Makes of a review what its door hands on. Pure.</summary>
internal static class ReviewMessages
{
    private const int MostQuoted = 2_000;

    /// <summary>
    /// The stars stand in the subject, drawn and in words, so that lists show them and rules find them ("1 of 5 stars").
    /// Nobody's reviews belong together: a site tells a name, which many people share.
    /// </summary>
    /// <param name="review">As read.</param>
    /// <param name="kind">Of the door; ids are unique within it.</param>
    /// <param name="opensUpTo">So many stars open a case, unless it is answered already. One without stars counts as the worst.</param>
    public static IncomingMessage ToIncoming(this Review review, string kind, int opensUpTo)
    {
        var words = review.Text.Length > 0 ? review.Text : "[rating without words]";
        return new SocialPost
        {
            ExternalId = review.Id,
            Kind = SocialKind.Review,
            Author = new SocialAuthor(review.Id, review.Author.Length > 0 ? review.Author : "Somebody"),
            Title = SubjectOf(review),
            Text = words,
            PostedAt = review.At,
            Reach = review.Reach,
            Url = review.Url,
        }.ToIncoming(new SocialSource(kind, kind, OpensCase: (review.Stars ?? 1) <= opensUpTo && !review.IsAnswered)) with
        {
            Text = WithMore(words, review),
        };
    }

    public static IncomingMessage Deleted(string id, string kind) =>
        new SocialPost { ExternalId = id, Kind = SocialKind.Deleted }.ToIncoming(new SocialSource(kind, kind));

    private static string SubjectOf(Review review) => review.Stars is { } stars
        ? string.Create(CultureInfo.InvariantCulture, $"{new string('★', stars)}{new string('☆', Review.MostStars - stars)} {stars} of {Review.MostStars} stars{(review.Title.Length > 0 ? ": " + review.Title : "")}")
        : review.Title;

    /// <summary>What is known of the device, and the reply that stands there already, below the words as under a mail.</summary>
    private static string WithMore(string words, Review review)
    {
        var text = new StringBuilder(words);
        if (review.Details.Count > 0)
        {
            text.Append("\n\n").AppendJoin('\n', review.Details);
        }

        if (review.Reply is { } reply)
        {
            text.Append("\n\nOur reply that stands there:");
            foreach (var line in Words.Cut(reply, MostQuoted).ReplaceLineEndings("\n").Split('\n'))
            {
                text.Append("\n> ").Append(line);
            }
        }

        return text.ToString();
    }
}
