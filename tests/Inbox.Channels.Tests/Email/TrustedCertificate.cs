using System.Security.Cryptography.X509Certificates;

namespace Inbox.Channels.Tests.Email;

/// <summary>Puts a certificate among those that this user trusts, as an administrator does who runs a server with one of their own; taken out again at the end.</summary>
internal sealed class TrustedCertificate : IDisposable
{
    private readonly X509Store _store = new(StoreName.Root, StoreLocation.CurrentUser);
    private readonly X509Certificate2 _certificate;

    public TrustedCertificate(string file)
    {
        _certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        _store.Open(OpenFlags.ReadWrite);
        _store.Add(_certificate);
    }

    public void Dispose()
    {
        _store.Remove(_certificate);
        _store.Dispose();
        _certificate.Dispose();
    }
}
