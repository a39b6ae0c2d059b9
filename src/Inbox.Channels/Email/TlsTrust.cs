using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Inbox.Channels.Email;

/// <summary>Who judges the certificates of mail servers; null leaves it to this machine.</summary>
internal sealed record TlsTrust(RemoteCertificateValidationCallback? Check = null)
{
    /// <summary>Trusts the authorities of a PEM file (<c>Inbox:TrustedCertificates</c>) besides those of this machine. The name must be right all the same.</summary>
    /// <exception cref="InvalidOperationException">The file cannot be read.</exception>
    public static TlsTrust Of(string? file)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            return new TlsTrust();
        }

        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidOperationException($"Inbox:TrustedCertificates names {file}, which cannot be read as certificates: {e.Message}", e);
        }

        return new TlsTrust((_, shown, chain, errors) => errors == SslPolicyErrors.None
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors && shown is X509Certificate2 certificate && IsFrom(roots, certificate, chain)));
    }

    private static bool IsFrom(X509Certificate2Collection roots, X509Certificate2 certificate, X509Chain? shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        foreach (var sent in shown?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(sent.Certificate);
        }

        return chain.Build(certificate);
    }
}
