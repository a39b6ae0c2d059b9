using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Google;

/// <summary>What an access token of Google's is asked for with.</summary>
internal abstract record GoogleGrant
{
    /// <summary>What is missing, in plain words; null when it can be tried.</summary>
    public abstract string? Problem { get; }

    /// <summary>What a person does when Google no longer takes it.</summary>
    public abstract string Remedy { get; }

    /// <summary>Hashed, so that a dictionary of tokens is no second place for secrets.</summary>
    public string Key => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Words)));

    protected abstract string Words { get; }

    /// <param name="audience">Who is to read it: the token endpoint.</param>
    /// <param name="now">The time of the request.</param>
    public abstract IEnumerable<KeyValuePair<string, string>> Form(string audience, DateTimeOffset now);

    /// <summary>Never in a log or an error by accident.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>A person agreed once; the refresh token stands for that (RFC 6749, 6).</summary>
internal sealed record GoogleRefreshGrant(string ClientId, string ClientSecret, string RefreshToken) : GoogleGrant
{
    public override string? Problem =>
        ClientId.Length == 0 || ClientSecret.Length == 0 ? "The client id or the client secret is missing."
        : RefreshToken.Length == 0 ? "The refresh token is missing."
        : null;

    public override string Remedy => "Make a new refresh token and type it here.";

    protected override string Words => $"{ClientId}\n{ClientSecret}\n{RefreshToken}";

    public override IEnumerable<KeyValuePair<string, string>> Form(string audience, DateTimeOffset now) =>
    [
        new("grant_type", "refresh_token"),
        new("client_id", ClientId),
        new("client_secret", ClientSecret),
        new("refresh_token", RefreshToken),
    ];
}

/// <summary>An account for programs, which proves itself by its own key (RFC 7523, 2.1; RS256 is RFC 7518, 3.3).</summary>
/// <param name="Email">Name of the account.</param>
/// <param name="KeyId">Which of its keys.</param>
/// <param name="PrivateKey">PKCS #8.</param>
/// <param name="Scope">What the token is to be good for.</param>
internal sealed record GoogleServiceAccount(string Email, string KeyId, byte[] PrivateKey, string Scope) : GoogleGrant
{
    /// <summary>The longest that Google takes.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public override string? Problem => PrivateKey.Length == 0 ? "The key of the service account is missing, or is not the JSON file that Google handed out." : null;

    public override string Remedy => "Make a new key for the service account and paste its JSON file here.";

    protected override string Words => $"{Email}\n{KeyId}\n{Scope}\n{Convert.ToBase64String(PrivateKey)}";

    /// <summary>Of the JSON file of a key; one without a key where it cannot be read.</summary>
    public static GoogleServiceAccount Read(string json, string scope)
    {
        var file = SocialDocument.Read(Encoding.UTF8.GetBytes(json)).Roots is [var root] ? root : default;
        var key = file.Filled("client_email") is null ? null : Api.PrivateKey.Read(file.Filled("private_key") ?? "");
        return new GoogleServiceAccount(file.Filled("client_email") ?? "", file.Filled("private_key_id") ?? "", key ?? [], scope);
    }

    public override IEnumerable<KeyValuePair<string, string>> Form(string audience, DateTimeOffset now) =>
    [
        new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        new("assertion", Assertion(audience, now)),
    ];

    /// <exception cref="ApiException">The bytes are no RSA key.</exception>
    private string Assertion(string audience, DateTimeOffset now)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportPkcs8PrivateKey(PrivateKey, out _);
        }
        catch (CryptographicException)
        {
            throw new ApiException(ApiFailure.AccessLost, $"The private key of {Email} cannot be read. {Remedy}");
        }

        var claims = new JsonObject
        {
            ["iss"] = Email, ["scope"] = Scope, ["aud"] = audience, ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = (now + Life).ToUnixTimeSeconds(),
        };
        return Jwt.Sign(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = KeyId }, claims, bytes => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
