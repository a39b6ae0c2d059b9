using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Email.Hooks;

namespace Inbox.Channels.Tests.Email.Hooks;

/// <summary>The vectors were computed with openssl, apart from this code.</summary>
public sealed class HookSignatureTests
{
    private const string Timestamp = "1793610000";
    private const string Token = "50c2b1a4d8e94b6f8a7c1e2d3f405162738495a6b7c8d9e0f1";

    [Theory]
    [InlineData(Timestamp, Token, "333b11074d19b790b751d49c2123941e6df125fe9cf41baf23b8a298cdbaf222", "key-for-tests", true)]
    [InlineData(Timestamp, Token, "333b11074d19b790b751d49c2123941e6df125fe9cf41baf23b8a298cdbaf222", "another key", false)]
    [InlineData("1793610001", Token, "333b11074d19b790b751d49c2123941e6df125fe9cf41baf23b8a298cdbaf222", "key-for-tests", false)]
    [InlineData(Timestamp, Token, "", "key-for-tests", false)]
    public void Signature_of_Mailgun_is_checked(string timestamp, string token, string signature, string key, bool good) =>
        HookSignatures.IsMailgun(timestamp, token, signature, key).ShouldBe(good);

    [Theory]
    [InlineData("{\"a\":\"b\"}", true)]
    [InlineData("{\"a\":\"c\"}", false)]
    public async Task Signature_of_SendGrid_is_checked(string body, bool good) => (await HookSignatures.IsSendGridAsync(
        Timestamp, "MEUCIQClEjm13+70cabT/xcGPSsfO1Gt+TZKRhFlU+a8S5ohAwIgQVSDy+uk8RaE11lvpdOLVfu/wZToQkWiKXGLkmyLTXo=", new MemoryStream(Encoding.UTF8.GetBytes(body)), "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/aqqRWSOENC9WCN/2A1jJoIhCk6sw7X3RPL9VdqGM3PiuUzVnCWb1rL940LQYd2jTnue81jgFJuhZ5MVFfAKvQ==", default)).ShouldBe(good);

    [Theory]
    [InlineData("not base64", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/aqqRWSOENC9WCN/2A1jJoIhCk6sw7X3RPL9VdqGM3PiuUzVnCWb1rL940LQYd2jTnue81jgFJuhZ5MVFfAKvQ==")]
    [InlineData("AAAA", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/aqqRWSOENC9WCN/2A1jJoIhCk6sw7X3RPL9VdqGM3PiuUzVnCWb1rL940LQYd2jTnue81jgFJuhZ5MVFfAKvQ==")]
    [InlineData("AAAA", "AAAA")]
    public async Task Nonsense_in_place_of_signature_or_key_is_no_proof(string signature, string key) =>
        (await HookSignatures.IsSendGridAsync(Timestamp, signature, new MemoryStream(), key, default)).ShouldBeFalse();

    [Fact]
    public async Task Large_body_is_signed_as_a_whole()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var body = new byte[300_000];
        new Random(3).NextBytes(body);
        var signature = Convert.ToBase64String(key.SignData([.. Encoding.UTF8.GetBytes(Timestamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

        (await HookSignatures.IsSendGridAsync(Timestamp, signature, new MemoryStream(body), Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), default)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Basic aW5ib3g6cMOkc3M6d29yZA==", true)]
    [InlineData("basic aW5ib3g6cMOkc3M6d29yZA==", true)]
    [InlineData("Basic aW5ib3g6d3Jvbmc=", false)]
    [InlineData("Bearer aW5ib3g6cMOkc3M6d29yZA==", false)]
    [InlineData("Basic %%%", false)]
    [InlineData("Basic", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Basic_auth_is_checked(string? header, bool good) => HookSignatures.IsBasic(header, "inbox", "päss:word").ShouldBe(good);

    [Fact]
    public void Missing_password_lets_nobody_in() => HookSignatures.IsBasic("Basic Og==", "", "").ShouldBeFalse();
}
