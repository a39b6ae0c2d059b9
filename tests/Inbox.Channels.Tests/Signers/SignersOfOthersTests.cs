using System.Text;
using Inbox.Channels.Email.Hooks;
using Inbox.Channels.Meta;
using Inbox.Channels.Twilio;
using Inbox.Channels.Webhooks;
using Inbox.Channels.X;

namespace Inbox.Channels.Tests.Signers;

/// <summary>What others sign is taken, and nothing that differs from it in one place.</summary>
public sealed class SignersOfOthersTests
{
    private const string Body = "{\"text\":\"Grüße, it’s 5 o’clock ☂\"}";
    private const string Secret = "a secret with ümlaut";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public async Task Twilio_signs_a_form_with_repeated_names_and_any_letters()
    {
        const string Address = "https://inbox.example/hooks/twilio?org=7&x=%20a";
        var signature = (await SignersOfOthers.SignAsync(new { by = "twilio", secret = Secret, address = Address, form = new Dictionary<string, object> { ["b"] = new[] { "z", "ä", "z" }, ["B"] = "1", ["a_"] = "", ["Body"] = "Grüße ☂" } }))[0];
        KeyValuePair<string, string>[] form = [new("Body", "Grüße ☂"), new("b", "z"), new("b", "ä"), new("b", "z"), new("a_", ""), new("B", "1")];

        TwilioSignature.IsForm([Secret], signature, Address, form).ShouldBeTrue();
        TwilioSignature.IsForm(["new", Secret], signature, Address, form).ShouldBeTrue();
        TwilioSignature.IsForm(["new", ""], signature, Address, form).ShouldBeFalse();
        TwilioSignature.IsForm([Secret], signature, Address, form[1..]).ShouldBeFalse();
        TwilioSignature.IsForm([Secret], signature, Address + "1", form).ShouldBeFalse();
    }

    [Fact]
    public async Task Twilio_signs_a_JSON_body_by_its_hash()
    {
        var hash = (await SignersOfOthers.SignAsync(new { by = "twilioBodyHash", body = Body }))[0];
        var address = "https://inbox.example/hooks/t?bodySHA256=" + hash;
        var signature = (await SignersOfOthers.SignAsync(new { by = "twilio", secret = Secret, address }))[0];

        TwilioSignature.IsBody([Secret], signature, address, Bytes(Body)).ShouldBeTrue();
        TwilioSignature.IsBody([Secret], signature, address, Bytes(Body + " ")).ShouldBeFalse();
    }

    [Fact]
    public async Task Meta_and_X_sign_the_bytes_of_the_body()
    {
        var signatures = await SignersOfOthers.SignAsync(new { by = "meta", secret = Secret, body = Body }, new { by = "x", secret = Secret, body = Body });

        foreach (var (isValid, signature) in new[] { (MetaSignature.IsValid, signatures[0]), ((Func<IReadOnlyList<string>, string?, byte[], bool>)XSignature.IsValid, signatures[1]) })
        {
            isValid([Secret], signature, Bytes(Body)).ShouldBeTrue();
            isValid(["new", Secret], signature, Bytes(Body)).ShouldBeTrue();
            isValid(["new"], signature, Bytes(Body)).ShouldBeFalse();
            isValid([Secret], signature, Bytes(Body + " ")).ShouldBeFalse();
            isValid([Secret], signature[..^2], Bytes(Body)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Standard_Webhooks_are_signed_as_we_sign_them()
    {
        var secret = "whsec_" + Convert.ToBase64String(Bytes("twenty-four bytes, at least"));
        var signature = (await SignersOfOthers.SignAsync(new { by = "standard", secret, id = "msg_1", at = 1_790_000_000, body = Body }))[0];
        var at = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

        WebhookSignature.Of(secret, "msg_1", "1790000000", Bytes(Body)).ShouldBe(signature);
        WebhookSignature.IsValid([secret], "msg_1", "1790000000", "v1a,AAAA " + signature, Bytes(Body), at.AddMinutes(4)).ShouldBeTrue();
        WebhookSignature.IsValid(["whsec_bmV3", secret], "msg_1", "1790000000", signature, Bytes(Body), at).ShouldBeTrue();
        WebhookSignature.IsValid([secret], "msg_2", "1790000000", signature, Bytes(Body), at).ShouldBeFalse();
        WebhookSignature.IsValid([secret], "msg_1", "1790000000", signature, Bytes(Body), at.AddMinutes(6)).ShouldBeFalse();
        WebhookSignature.IsValid([secret], "msg_1", "1790000000", signature, Bytes(Body), at.AddMinutes(-6)).ShouldBeFalse();
    }

    [Fact]
    public async Task SendGrid_and_Mailgun_are_taken_too()
    {
        var signatures = await SignersOfOthers.SignAsync(new { by = "sendgrid", at = "1790000000", body = Body }, new { by = "mailgun", secret = Secret, at = "1790000000", id = "token" });
        var (signature, key) = (signatures[0].Split(' ')[0], signatures[0].Split(' ')[1]);

        (await HookSignatures.IsSendGridAsync("1790000000", signature, new MemoryStream(Bytes(Body)), key, default)).ShouldBeTrue();
        (await HookSignatures.IsSendGridAsync("1790000001", signature, new MemoryStream(Bytes(Body)), key, default)).ShouldBeFalse();
        HookSignatures.IsMailgun("1790000000", "token", signatures[1], Secret).ShouldBeTrue();
        HookSignatures.IsMailgun("1790000000", "tokem", signatures[1], Secret).ShouldBeFalse();
    }
}
