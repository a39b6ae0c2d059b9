using Inbox.Channels.Social;
using static Inbox.Channels.Tests.Social.Payloads;

namespace Inbox.Channels.Tests.Twilio;

public sealed class TwilioReaderTests
{
    private const string Call = "CA0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Call_is_read_from_its_form()
    {
        var post = await PostAsync("twilio", $"CallSid={Call}&From=%2B15551234&To=%2B15550001&CallStatus=completed&Direction=inbound&CallDuration=42&CallerName=Ana+Lee&Timestamp=Sun%2C+01+Mar+2026+10%3A20%3A30+%2B0000\n");

        (post.ExternalId, post.ConversationId, post.Kind, post.Text, post.Own).ShouldBe((Call, Call, SocialKind.Call, "Call from +15551234 to +15550001: completed, 42 s", false));
        (post.Author, post.PostedAt).ShouldBe((new SocialAuthor("+15551234", "Ana Lee"), new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero)));
        (await PostAsync("twilio", $"CallSid={Call}&From=%2B15550001&To=%2B15551234&CallStatus=busy&Direction=outbound-dial")).ShouldSatisfyAllConditions(
            p => p.Own.ShouldBeTrue(), p => p.Author.Handle.ShouldBe("+15551234"));
    }

    [Fact]
    public async Task Recording_and_transcription_belong_to_their_call()
    {
        var recording = await PostAsync("twilio", $$"""{"CallSid":"{{Call}}","RecordingSid":"RE1","RecordingUrl":"https://api.example/RE1","RecordingStatus":"completed","RecordingDuration":"12"}""");
        (recording.ExternalId, recording.Text, recording.Reason).ShouldBe((Call, "Call: recording completed, 12 s", "recording"));
        recording.Attachments.ShouldHaveSingleItem().ShouldBe(new SocialAttachment("https://api.example/RE1", "audio", Id: "RE1"));
        (await PostAsync("twilio", $"CallSid={Call}&TranscriptionText=My+lamp+broke&TranscriptionStatus=completed")).Text.ShouldBe("My lamp broke");
    }

    [Fact]
    public async Task Texts_are_direct_and_what_became_of_ours_is_none()
    {
        var post = await PostAsync("twilio", "MessageSid=SM1&From=whatsapp%3A%2B15551234&To=%2B15550001&Body=Hi+there&NumMedia=1&MediaUrl0=https%3A%2F%2Fapi.example%2F1&MediaContentType0=image%2Fpng&ProfileName=Ana");
        (post.ExternalId, post.Kind, post.Text, post.Author.Name, post.Attachments[0].ContentType).ShouldBe(("SM1", SocialKind.Direct, "Hi there", "Ana", "image/png"));
        (await PostsAsync("twilio", "MessageSid=SM1&MessageStatus=delivered&To=%2B15551234")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Multipart_and_answers_of_the_REST_API_are_read_too()
    {
        (await PostAsync("twilio", $"--b\r\nContent-Disposition: form-data; name=\"CallSid\"\r\n\r\n{Call}\r\n--b--\r\n")).ExternalId.ShouldBe(Call);
        (await PostsAsync("twilio", $$"""{"calls":[{"sid":"{{Call}}","from":"+1555","to":"+1556","status":"completed","direction":"inbound","duration":"3"},{"sid":"{{Call}}","from":"+1555","status":"failed"}]}""")).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just some words")]
    [InlineData("<html>502</html>")]
    [InlineData("{\"CallSid\":")]
    public async Task What_is_neither_form_nor_JSON_is_told(string content) =>
        (await ReadAsync("twilio", content)).ShouldSatisfyAllConditions(r => r.Ok.ShouldBeFalse(), r => r.Error.ShouldNotBeNullOrEmpty());
}
