using System.Text;
using Inbox.Channels.Meta;
using Inbox.Channels.Twilio;
using Inbox.Channels.Webhooks;
using Inbox.Channels.X;

namespace Inbox.Channels.Tests.Signers;

/// <summary>Vectors of the vendors' own documents and libraries, and what no sender writes.</summary>
public sealed class SignatureTests
{
    private static readonly KeyValuePair<string, string>[] Call =
        [new("Digits", "1234"), new("To", "+18005551212"), new("From", "+12349013030"), new("Caller", "+12349013030"), new("CallSid", "CA1234567890ABCDE")];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [Theory]
    [InlineData("https://inbox.example/hooks/twilio/voice?org=7", "4DtwCRKhU58FWnHrJVi5RvhXgdM=", true)]
    [InlineData("https://inbox.example:443/hooks/twilio/voice?org=7", "4DtwCRKhU58FWnHrJVi5RvhXgdM=", true)]
    [InlineData("https://inbox.example:8443/hooks/twilio/voice?org=7", "4DtwCRKhU58FWnHrJVi5RvhXgdM=", true)]
    [InlineData("https://inbox.example/hooks/twilio/voice?org=8", "4DtwCRKhU58FWnHrJVi5RvhXgdM=", false)]
    [InlineData("http://inbox.example/hooks/twilio/voice?org=7", "4DtwCRKhU58FWnHrJVi5RvhXgdM=", false)]
    [InlineData("https://inbox.example/hooks/twilio/voice?org=7", "fake_signature", false)]
    [InlineData("https://inbox.example/hooks/twilio/voice?org=7", "", false)]
    [InlineData("https://inbox.example/hooks/twilio/voice?org=7", null, false)]
    [InlineData("no address", "4DtwCRKhU58FWnHrJVi5RvhXgdM=", false)]
    public void Twilio_signs_the_address_with_or_without_its_port(string address, string? signature, bool valid) =>
        TwilioSignature.IsForm(["12345"], signature, address, Call).ShouldBe(valid);

    [Theory]
    // Signed with the standard port in the address, and asked about without it; of http and https.
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", "kvajT1Ptam85bY51eRf/AJRuM3w=", true)]
    [InlineData("http://mycompany.com/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4=", true)]
    [InlineData("http://mycompany.com:1234/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=", true)]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4=", false)]
    public void Twilio_signs_a_standard_port_that_nobody_typed(string address, string signature, bool valid) => TwilioSignature.IsForm(
        ["12345"], signature, address, [new("From", "+14158675309"), new("To", "+18005551212"), new("CallSid", "CA1234567890ABCDE"), new("Caller", "+14158675309"), new("Digits", "1234")]).ShouldBe(valid);

    [Fact]
    public void Twilio_signs_each_value_of_a_name_once() =>
        TwilioSignature.IsForm(["12345"], "SPSPNUsJ1ox3u76GgF151PteHMo=", "https://inbox.example/hooks/twilio/voice?org=7", [.. Call, new("Media", "b"), new("Media", "a"), new("Media", "a")]).ShouldBeTrue();

    [Theory]
    [InlineData("{\"a\":1}", "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862", true)]
    [InlineData("{\"a\":2}", "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862", false)]
    [InlineData("{\"a\":1}", "x", false)]
    public void Twilio_signs_a_body_by_its_hash(string body, string hash, bool valid) =>
        TwilioSignature.IsBody(["12345"], "7ADHu4VWi2YviPeaTWTznyWSQAY=", "https://inbox.example/hooks/t?bodySHA256=" + hash, Bytes(body)).ShouldBe(valid);

    [Fact]
    public void Twilio_body_without_a_hash_is_no_proof() =>
        TwilioSignature.IsBody(["12345"], "4DtwCRKhU58FWnHrJVi5RvhXgdM=", "https://inbox.example/hooks/t", Bytes("{}")).ShouldBeFalse();

    [Fact]
    public void Standard_Webhook_of_the_specification_is_valid()
    {
        const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        var now = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        bool IsValid(string? signature, string? at = "1614265330", string id = "msg_p5jXN8AQM9LWM0D4loKWxJek", string secret = Secret) =>
            WebhookSignature.IsValid([secret], id, at, signature, Bytes("{\"test\": 2432232314}"), now);

        IsValid("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=").ShouldBeTrue();
        IsValid("v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=").ShouldBeTrue();
        IsValid("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", secret: Secret["whsec_".Length..]).ShouldBeTrue();
        IsValid("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=").ShouldBeFalse();
        IsValid("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", at: "now").ShouldBeFalse();
        IsValid("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", at: "99999999999999999").ShouldBeFalse();
        IsValid("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", secret: "whsec_???").ShouldBeFalse();
        IsValid("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", at: null).ShouldBeFalse();
        IsValid(null).ShouldBeFalse();
    }

    [Fact]
    public void X_is_answered_with_the_challenge_signed() =>
        // openssl dgst -sha256 -hmac consumer-secret
        XSignature.Answer("consumer-secret", "challenge").ShouldBe("{\"response_token\":\"sha256=2RUZDVKjSpEV/C/r9ivMsVZJ4DFPAawjJFQQzY\\u002B6ba4=\"}");

    [Theory]
    [InlineData("subscribe", "ours", "1158201444", "1158201444")]
    [InlineData("subscribe", "theirs", "1158201444", null)]
    [InlineData("unsubscribe", "ours", "1158201444", null)]
    [InlineData("subscribe", null, "1158201444", null)]
    public void Meta_is_answered_with_its_challenge_where_it_knows_our_token(string mode, string? token, string challenge, string? answer) =>
        MetaSignature.Challenge("ours", mode, token, challenge).ShouldBe(answer);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha256=zz")]
    [InlineData("sha256=abc")]
    [InlineData("sha1=0123456789abcdef")]
    public void What_is_no_signature_proves_nothing(string? header)
    {
        MetaSignature.IsValid(["secret"], header, []).ShouldBeFalse();
        XSignature.IsValid(["secret"], header, []).ShouldBeFalse();
    }

    [Fact]
    public void Empty_secret_signs_nothing()
    {
        MetaSignature.IsValid([""], "sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad", []).ShouldBeFalse();
        MetaSignature.IsValid([], "sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad", []).ShouldBeFalse();
    }
}
