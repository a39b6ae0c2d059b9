using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Reviews;

namespace Inbox.Channels.AppStore;

/// <summary>A key of the App Store Connect API, with which we sign what lets us in (ES256, RFC 7518, 3.4).</summary>
internal sealed record AppStoreKey
{
    /// <summary>Apple takes none that lasts longer than 20 minutes; a little less, since clocks differ.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    public string IssuerId { get; init; } = "";

    public string KeyId { get; init; } = "";

    /// <summary>The .p8 file.</summary>
    public string PrivateKeySecret { get; init; } = "";

    public static AppStoreKey Of(string settings) => ReviewSettings.TryRead<AppStoreKey>(settings) ?? new AppStoreKey();

    /// <exception cref="ApiException">Something of it is missing or cannot be read.</exception>
    public string Sign(DateTimeOffset now)
    {
        if (IssuerId.Trim().Length == 0 || KeyId.Trim().Length == 0)
        {
            throw new ApiException(ApiFailure.AccessLost, "The issuer id or the key id is missing.");
        }

        using var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportPkcs8PrivateKey(PrivateKey.Read(PrivateKeySecret), out _);
        }
        catch (CryptographicException)
        {
            throw new ApiException(ApiFailure.AccessLost, "The private key is missing, or is not the .p8 file that Apple handed out. Paste the whole file.");
        }

        var claims = new JsonObject { ["iss"] = IssuerId.Trim(), ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = (now + Life).ToUnixTimeSeconds(), ["aud"] = "appstoreconnect-v1" };
        return Jwt.Sign(new JsonObject { ["alg"] = "ES256", ["kid"] = KeyId.Trim(), ["typ"] = "JWT" }, claims, bytes => ecdsa.SignData(bytes, HashAlgorithmName.SHA256));
    }

    /// <summary>Never in a log or an error by accident.</summary>
    public override string ToString() => KeyId;
}
