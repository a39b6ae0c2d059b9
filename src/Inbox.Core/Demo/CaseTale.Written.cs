using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Core.Demo;

/// <summary>Messages as they would have come in.</summary>
internal sealed partial class CaseTale
{
    /// <summary>A mail from the customer; as a reply it quotes what it answers, as mail programs do.</summary>
    public static Message MailFrom(TaleBook book, Person customer, DateTimeOffset at, string subject, string text, Message? replyTo = null)
    {
        var (id, mail, handle) = (book.Ids.Messages.Dequeue(), book.Company.Mail, customer.Email!);
        var quoted = replyTo is null ? text : $"{text}\n\nOn {at.AddMinutes(-30).ToString("d MMM yyyy", CultureInfo.InvariantCulture)}, {replyTo.FromName} wrote:\n> {replyTo.ReplyText.Replace("\n", "\n> ", StringComparison.Ordinal)}";
        var domain = handle.Value[(handle.Value.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var message = new Message
        {
            Id = id,
            ChannelId = mail.Id,
            FromName = customer.Name,
            FromAddress = handle.Display,
            HandleId = handle.Id,
            To = [new Party(mail.Name, mail.Address)],
            Subject = subject,
            Text = quoted,
            ReplyText = text,
            PostedAt = at.AddSeconds(-4),
            ReceivedAt = at,
            ExternalId = string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds():x}.{id}@mail.{domain}"),
            Version = Hash(text),
            InReplyTo = replyTo?.ExternalId,
            References = replyTo is null ? [] : [.. replyTo.References, replyTo.ExternalId],
        };
        book.Messages.Add(message);
        return message;
    }

    /// <summary>A public post by the customer on one of the blogs we follow.</summary>
    public static Message PostFrom(TaleBook book, Channel blog, Person? author, string name, DateTimeOffset at, string title, string text, long reach)
    {
        var id = book.Ids.Messages.Dequeue();
        var page = author?.Blog?.Display ?? blog.Address;
        var address = string.Create(CultureInfo.InvariantCulture, $"{page.TrimEnd('/')}/{at:yyyy/MM}/{id}");
        var message = new Message
        {
            Id = id,
            ChannelId = blog.Id,
            Visibility = Visibility.Public,
            FromName = name,
            FromAddress = page,
            HandleId = author?.Blog?.Id,
            Subject = title,
            Text = text,
            ReplyText = text,
            PostedAt = at.AddMinutes(-6),
            ReceivedAt = at,
            ExternalId = address,
            Version = Hash(text),
            Url = address,
            Reach = reach,
            MatchedWord = CompanySettings.Name,
        };
        book.Messages.Add(message);
        return message;
    }

    /// <summary>The note of a call.</summary>
    public static Message Call(TaleBook book, Person customer, Colleague? agent, DateTimeOffset at, string subject, string text, CallDetails call)
    {
        var (line, them) = (book.Company.Phone!, new Party(customer.Name, customer.Phone!.Display));
        var us = new Party(line.Name, line.Address);
        var message = new Message
        {
            Id = book.Ids.Messages.Dequeue(),
            ChannelId = line.Id,
            Direction = call.Incoming ? Direction.Inbound : Direction.Outbound,
            FromName = call.Incoming ? them.Name : us.Name,
            FromAddress = call.Incoming ? them.Address : us.Address,
            HandleId = customer.Phone.Id,
            AuthorId = agent?.Id,
            To = [call.Incoming ? us : them],
            Subject = subject,
            Text = text,
            ReplyText = text,
            PostedAt = at,
            ReceivedAt = at,
            Call = call,
        };
        book.Messages.Add(message);
        return message;
    }

    private static string PostScope(Channel blog) => FormattableString.Invariant($"{blog.Kind}:{blog.Id}");

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
