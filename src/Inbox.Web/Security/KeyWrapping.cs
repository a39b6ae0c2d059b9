using System.Security.Cryptography;
using System.Text;
using Inbox.Web.Hosting;

namespace Inbox.Web.Security;

/// <summary>
/// The key that wraps the data-protection keys in the database, so that whoever has the database alone cannot sign anybody in:
/// from INBOX_KEY, which all nodes of one database share, else from a file of this machine that only its owner reads.
/// </summary>
internal sealed class KeyWrapping
{
    private const string Setting = "INBOX_KEY";
    private const int LeastLength = 16;
    private readonly byte[] _key;

    private KeyWrapping(byte[] secret) =>
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, outputLength: 32, info: "Inbox data protection v1"u8.ToArray());

    public static KeyWrapping Load(IConfiguration configuration, string dataFolder)
    {
        if (configuration[Setting] is not { Length: > 0 } configured)
        {
            return new KeyWrapping(ReadOrMake(Path.Combine(dataFolder, "inbox.key")));
        }

        return configured.Length >= LeastLength
            ? new KeyWrapping(Encoding.UTF8.GetBytes(configured))
            : throw new StartupException($"{Setting} has to be at least {LeastLength} characters; 'openssl rand -base64 32' makes a good one.");
    }

    public byte[] Wrap(byte[] plain)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var (cipher, tag) = (new byte[plain.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        using var aes = new AesGcm(_key, tag.Length);
        aes.Encrypt(nonce, plain, cipher, tag);
        return [.. nonce, .. tag, .. cipher];
    }

    /// <exception cref="CryptographicException">It was wrapped with another key.</exception>
    public byte[] Unwrap(byte[] wrapped)
    {
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        if (wrapped.Length < nonceSize + tagSize)
        {
            throw new CryptographicException("A wrapped key is too short.");
        }

        var all = wrapped.AsSpan();
        var plain = new byte[wrapped.Length - nonceSize - tagSize];
        using var aes = new AesGcm(_key, tagSize);
        aes.Decrypt(all[..nonceSize], all[(nonceSize + tagSize)..], all[nonceSize..(nonceSize + tagSize)], plain);
        return plain;
    }

    private static byte[] ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var made = $"{path}.{Environment.ProcessId}";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new StreamWriter(path: made, options))
            {
                file.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            }

            try
            {
                File.Move(made, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process that started with us was first: its key is the key.
                File.Delete(made);
            }
        }

        return Convert.FromBase64String(File.ReadAllText(path));
    }
}
