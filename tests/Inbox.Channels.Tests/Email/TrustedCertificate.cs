using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Inbox.Channels.Email;

namespace Inbox.Channels.Tests.Email;

/// <summary>Trusts what this machine trusts and, once told so, one more certificate, byte for byte: the machine's own store is not a test's to change.</summary>
internal sealed class TrustedCertificate : IDisposable
{
    private X509Certificate2? _certificate;

    public TlsTrust Trust => new((_, shown, _, errors) => errors == SslPolicyErrors.None || (_certificate is not null && shown is not null && shown.Equals(_certificate)));

    public void Add(string file) => _certificate = X509CertificateLoader.LoadCertificateFromFile(file);

    public void Dispose() => _certificate?.Dispose();
}
