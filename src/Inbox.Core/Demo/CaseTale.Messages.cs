using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Delivery;

namespace Inbox.Core.Demo;

/// <summary>What is said on the case.</summary>
internal sealed partial class CaseTale
{
    private static readonly TimeSpan UndoWindow = TimeSpan.FromSeconds(10);

    public static CaseTale ByMail(TaleBook book, Person customer, DateTimeOffset at, string subject, string text, long? mayBelongTo = null)
    {
        var message = MailFrom(book, customer, Clock.Stored(at), subject, text);
        var tale = Open(book, customer, message, subject, mayBelongTo: mayBelongTo);
        book.Remember(message, book.Company.MailScope);
        return tale;
    }

    public static CaseTale ByPost(TaleBook book, Channel blog, Person author, DateTimeOffset at, string title, string text, long reach)
    {
        var message = PostFrom(book, blog, author, author.Name, Clock.Stored(at), title, text, reach);
        var tale = Open(book, author, message, title);
        book.Remember(message, PostScope(blog));
        return tale;
    }

    /// <summary>The customer called and we spoke; <paramref name="then"/> is how the call ended.</summary>
    public static CaseTale ByCall(TaleBook book, Person customer, Colleague? agent, DateTimeOffset at, string subject, string text, CallDetails call, CaseStatus then)
    {
        var message = Call(book, customer, agent, Clock.Stored(at), subject, text, call);
        var tale = Open(book, customer, message, subject, agent);
        tale.Spoke(message, agent, then);
        return tale;
    }

    public void CustomerMails(DateTimeOffset at, string text)
    {
        at = Clock.Stored(at);
        Until(at);
        var subject = _newest.Subject.StartsWith("Re:", StringComparison.Ordinal) ? _newest.Subject : $"Re: {Case.Subject}";
        var message = MailFrom(_book, Customer, at, subject, text, _newest.ExternalId.Length > 0 ? _newest : null);
        Hear(message);
        _book.Remember(message, _book.Company.MailScope);
    }

    public void CustomerPosts(DateTimeOffset at, Channel blog, string title, string text, long reach)
    {
        at = Clock.Stored(at);
        Until(at);
        var message = PostFrom(_book, blog, Customer, Customer.Name, at, title, text, reach);
        Hear(message);
        _book.Remember(message, PostScope(blog));
    }

    /// <summary>A call on a case that exists, in which we spoke.</summary>
    public void Calls(DateTimeOffset at, Colleague? agent, string text, CallDetails call, CaseStatus then)
    {
        at = Clock.Stored(at);
        Until(at);
        var message = Call(_book, Customer, agent, at, Case.Subject, text, call);
        message.Join(Case.Id);
        Case.Add(message);
        _newest = message;
        Spoke(message, agent, then);
    }

    /// <summary>An answer by mail; <paramref name="failure"/> when it came to nothing, so that the answer is owed again.</summary>
    public void Answer(DateTimeOffset at, Colleague? agent, string text, CaseStatus then, string? failure = null)
    {
        at = Clock.Stored(at);
        Until(at);
        var (id, mail, before) = (_book.Ids.Messages.Dequeue(), _book.Company.Mail, Case.Status);
        var identity = _book.Company.Sender(mail).Identify(_book.Tokens.Sign(Case.Id, id), Rules.Info(mail));
        var signature = Rules.Departments[Case.DepartmentId].Signature;
        var message = new Message
        {
            Id = id,
            ChannelId = mail.Id,
            Direction = Direction.Outbound,
            FromName = agent?.Name ?? mail.Name,
            FromAddress = mail.Address,
            AuthorId = agent?.Id,
            To = [new Party(Customer.Name, Customer.Email!.Display)],
            Subject = _newest.Subject.StartsWith("Re:", StringComparison.Ordinal) ? _newest.Subject : $"Re: {Case.Subject}",
            Text = signature.Length == 0 ? text : $"{text}\n\n{signature}",
            ReplyText = text,
            PostedAt = at,
            ReceivedAt = at,
            ExternalId = identity.ExternalId,
            InReplyTo = _newest.ExternalId.Length > 0 ? _newest.ExternalId : null,
            References = _newest.ExternalId.Length > 0 ? [.. _newest.References, _newest.ExternalId] : [],
            AnswersId = _newest.Direction == Direction.Inbound ? _newest.Id : null,
            StatusBefore = before,
            Failure = failure,
        };
        message.Join(Case.Id);
        _book.Messages.Add(message);
        _book.Remember(message, identity.ThreadScope);
        _book.Deliveries.Add(new OutboundDelivery
        {
            MessageId = id,
            CaseId = Case.Id,
            ChannelId = mail.Id,
            State = failure is null ? OutboundState.Sent : OutboundState.Failed,
            NotBefore = at + UndoWindow,
            Attempts = 1,
            Detail = failure,
            CreatedAt = at,
            SentAt = failure is null ? at + UndoWindow : null,
        });
        Case.Add(message);
        Settle(message, agent, then);
        if (failure is null)
        {
            _newest = message;
            return;
        }

        var answered = Case.Status;
        Case.AnswerWithdrawn(CaseStatus.Open, lastAnswerAt: null, at + UndoWindow);
        Clocks.AnswerWithdrawn(id, at + UndoWindow);
        Clocks.StatusChanged(answered, at + UndoWindow);
        Tell(CaseEventKind.AnswerFailed, by: null, at + UndoWindow, failure);
    }

    public void Note(DateTimeOffset at, Colleague? agent, string text, bool sharedOutside = false)
    {
        at = Clock.Stored(at);
        Until(at);
        var note = new Message
        {
            Id = _book.Ids.Messages.Dequeue(),
            ChannelId = Case.ChannelId,
            Direction = Direction.Note,
            FromName = agent?.Name ?? "Inbox",
            AuthorId = agent?.Id,
            SharedOutside = sharedOutside,
            Text = text,
            ReplyText = text,
            PostedAt = at,
            ReceivedAt = at,
        };
        note.Join(Case.Id);
        _book.Messages.Add(note);
        Case.Add(note);
        Case.Touch();
    }

    /// <summary>A file with the newest message.</summary>
    public void Attach(string name, string contentType, byte[] content) => _book.Attachments.Add((new Attachment
    {
        Id = _book.Ids.Attachments.Dequeue(),
        MessageId = _newest.Id,
        Name = name,
        ContentType = contentType,
        Size = content.Length,
    }, content));

    /// <summary>What a customer's message does to status and clocks, as in filing.</summary>
    private void Hear(Message message)
    {
        var (before, at) = (Case.Status, message.ReceivedAt);
        message.Join(Case.Id);
        Case.Add(message);
        _newest = message;
        if (before == CaseStatus.Resolved && Thanks.IsMere(message.ReplyText, hasAttachments: false))
        {
            Case.Thanked(Clock.Stored(_book.Company.Hours(Case.DepartmentId).Add(at, TimeSpan.FromHours(16))));
            return;
        }

        Case.CustomerWrote(at);
        Clocks.StatusChanged(before, at);
        Clocks.CustomerWrote(at);
        if (before == CaseStatus.Resolved)
        {
            Tell(CaseEventKind.Reopened, by: null, at, "The customer wrote again");
        }
    }

    private void Spoke(Message call, Colleague? agent, CaseStatus then)
    {
        Settle(call, agent, then);
        Clocks.Spoke(call.Id, call.ReceivedAt);
        if (call.Call?.CallBackAt is { } due)
        {
            Clocks.PromiseCallback(Clock.Stored(due), call.ReceivedAt);
            Tell(CaseEventKind.CallBackPromised, agent, call.ReceivedAt, FormattableString.Invariant($"call-back promised for {due:d MMM HH:mm} (UTC{due:zzz})"));
        }
    }

    private void Settle(Message answer, Colleague? agent, CaseStatus then)
    {
        var (before, at) = (Case.Status, answer.ReceivedAt);
        Case.Answered(then, at);
        Clocks.Answered(answer.Id, at);
        Clocks.StatusChanged(before, at, "resolved with an answer", answer.Id);
        if (Case.AssigneeId is null && agent is not null)
        {
            Case.Assign(agent.Id);
        }

        if (before != then)
        {
            Tell(CaseEventKind.StatusChanged, agent, at, $"{before} → {then}");
        }
    }
}
