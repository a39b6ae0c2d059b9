using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Inbox.Channels.Api;

/// <summary>Signed claims in the compact form (RFC 7515, 7.1).</summary>
internal static class Jwt
{
    /// <param name="header">With the algorithm (RFC 7518, 3.1).</param>
    /// <param name="claims">RFC 7519, 4.1.</param>
    /// <param name="sign">Over the bytes of "header.claims".</param>
    public static string Sign(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encoded(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Encoded(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Encoded(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encoded(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
