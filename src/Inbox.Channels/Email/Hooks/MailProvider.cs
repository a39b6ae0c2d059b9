namespace Inbox.Channels.Email.Hooks;

/// <summary>Those who receive mail for a company and hand it in by HTTP.</summary>
public enum MailProvider { Postmark, Mailgun, SendGrid }
