using System.Net.Security;

namespace Inbox.Channels.Email;

/// <summary>Who judges the certificates of mail servers; null leaves it to this machine.</summary>
internal sealed record TlsTrust(RemoteCertificateValidationCallback? Check = null);
