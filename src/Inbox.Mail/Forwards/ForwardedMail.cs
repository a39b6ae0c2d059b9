namespace Inbox.Mail.Forwards;

/// <summary>A mail that somebody passes on, taken out of the mail that carries it.</summary>
/// <param name="From">Who wrote it first; always with an address.</param>
/// <param name="Subject">Of the original.</param>
/// <param name="Date">As the original says; null when it does not, or in words of a language we do not read.</param>
/// <param name="Comment">What the person who passes it on says about it; empty when nothing.</param>
/// <param name="Text">The original's text.</param>
/// <param name="MessageId">Of the original, where it is attached whole.</param>
public sealed record ForwardedMail(Mailbox From, string Subject, DateTimeOffset? Date, string Comment, string Text, string? MessageId);
