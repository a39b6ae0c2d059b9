namespace Inbox.Mail;

/// <summary>
/// One mailbox of an address header (RFC 5322, 3.4). <see cref="Name"/> is decoded and may be missing;
/// <see cref="Address"/> is the addr-spec without angle brackets, empty when the header names a person only.
/// </summary>
public sealed record Mailbox(string? Name, string Address)
{
    public override string ToString() => Name is null ? Address : $"{Name} <{Address}>";
}
