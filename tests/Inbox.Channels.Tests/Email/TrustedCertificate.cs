using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Inbox.Channels.Tests.Email;

/// <summary>
/// While it lives, this process trusts one more certificate, as a machine does whose administrator installed it: the
/// machine's own store is not a test's to change. SmtpClient asks nobody but the process-wide callback.
/// </summary>
internal sealed class TrustedCertificate : IDisposable
{
    private readonly X509Certificate2 _certificate;

    public TrustedCertificate(string file)
    {
        _certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        Ask((_, shown, _, errors) => errors == SslPolicyErrors.None || (shown is not null && shown.Equals(_certificate)));
    }

    public void Dispose()
    {
        Ask(callback: null);
        _certificate.Dispose();
    }

#pragma warning disable SYSLIB0014, MA0039 // SmtpClient has no callback of its own; this one trusts a single certificate more, byte for byte.
    private static void Ask(RemoteCertificateValidationCallback? callback) => ServicePointManager.ServerCertificateValidationCallback = callback;
#pragma warning restore SYSLIB0014, MA0039
}
