using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inbox.Channels.Generic;
using Inbox.Channels.Webhooks;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Generic;

/// <summary>The schemas and docs/webhooks.md say what the code does.</summary>
public sealed partial class GenericSchemaTests
{
    private static readonly JsonElement Message = Schema("webhook-message.json");
    private static readonly JsonElement Answer = Schema("webhook-answer.json");
    private static readonly string Docs = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "webhooks.md"));

    [Fact]
    public void Schema_of_messages_names_the_fields_that_are_read()
    {
        var fields = Message.GetProperty("properties");
        Names(fields).ShouldBe(GenericReader.Fields);
        Names(fields.GetProperty("author").GetProperty("properties")).ShouldBe(GenericReader.AuthorFields);
        Names(fields.GetProperty("attachments").GetProperty("items").GetProperty("properties")).ShouldBe(GenericReader.FileFields);
        fields.GetProperty("type").GetProperty("enum").EnumerateArray().Select(t => t.GetString()).ShouldBe(GenericReader.Types);
    }

    [Fact]
    public void Limits_of_the_schema_are_those_of_the_reader()
    {
        var fields = Message.GetProperty("properties");
        (fields.GetProperty("id").GetProperty("maxLength").GetInt32(), fields.GetProperty("text").GetProperty("maxLength").GetInt32()).ShouldBe((GenericReader.MostIdLength, GenericReader.MostText));
        fields.GetProperty("attachments").GetProperty("maxItems").GetInt32().ShouldBe(GenericReader.MostFiles);
        fields.GetProperty("tags").GetProperty("maxItems").GetInt32().ShouldBe(GenericReader.MostTags);
        fields.GetProperty("attributes").GetProperty("maxProperties").GetInt32().ShouldBe(GenericReader.MostAttributes);
    }

    [Fact]
    public void Example_of_every_message_in_the_docs_is_taken()
    {
        var examples = Examples().Where(e => !IsAnswer(e)).ToList();
        examples.Count.ShouldBe(3);
        foreach (var example in examples)
        {
            var answer = GenericCall.Receive(GenericFarSide.Sign(Encoding.UTF8.GetBytes(example.GetRawText()), DateTimeOffset.UnixEpoch, GenericFarSide.Secret), new GenericSettings { SigningSecret = GenericFarSide.Secret });
            answer.Status.ShouldBe(202, answer.Text);
        }
    }

    [Fact]
    public async Task Answer_is_as_its_schema_and_the_docs_say()
    {
        var message = new OutgoingMessage
        {
            MessageId = 1, CaseId = 1042, ExternalId = "kx3v9q2m7d4hf6tz", Token = "t", FromName = "Idris Cole", To = [new Party("Ana Ruiz", "forum.example.com/4711")],
            Subject = "Re: Leaking kettle", Text = "We are sorry. A new one is on its way.", Visibility = Visibility.Public, InReplyTo = "post-982", References = ["thread-7", "post-982"],
            At = new DateTimeOffset(2026, 11, 2, 9, 30, 0, TimeSpan.Zero),
        };
        var channel = new ChannelInfo(7, "forum", GenericChannel.ChannelKind, "Forum", "forum.example.com", "{}", []);

        var plain = JsonElement.Parse(await GenericAnswer.WriteAsync(message, channel, default));

        JsonElement.DeepEquals(plain, Examples().Single(IsAnswer)).ShouldBeTrue(plain.GetRawText());
        var full = JsonElement.Parse(await GenericAnswer.WriteAsync(
            message with { Html = "<p>x</p>", Attachments = [new OutgoingAttachment("a.txt", "text/plain", 2, Inline: false, ContentId: null, _ => Task.FromResult<Stream>(new MemoryStream("hi"u8.ToArray())))] }, channel, default));
        var fields = Answer.GetProperty("properties");
        Names(full).ShouldBe(Names(fields));
        Names(full.GetProperty("attachments")[0]).ShouldBe(Names(fields.GetProperty("attachments").GetProperty("items").GetProperty("properties")));
        Names(full.GetProperty("to")[0]).ShouldBe(Names(fields.GetProperty("to").GetProperty("items").GetProperty("properties")));
        Answer.GetProperty("required").EnumerateArray().Select(r => r.GetString()!).Except(Names(plain)).ShouldBeEmpty();
    }

    [Fact]
    public void Signature_in_the_docs_is_the_one_that_is_checked()
    {
        var body = """{"id":"post-981","author":{"id":"4711"},"text":"My kettle leaks."}""";

        Docs.ShouldContain(body);
        Docs.ShouldContain(WebhookSignature.Of(GenericFarSide.Secret, "msg_1", "1793606400", Encoding.UTF8.GetBytes(body)));
    }

    private static bool IsAnswer(JsonElement example) => example.TryGetProperty("type", out var type) && type.ValueEquals("answer");

    private static IEnumerable<JsonElement> Examples() => JsonFence().Matches(Docs).Select(m => JsonElement.Parse(m.Groups["json"].Value));

    private static IReadOnlyList<string> Names(JsonElement json) => [.. json.EnumerateObject().Select(p => p.Name)];

    private static JsonElement Schema(string name) => JsonElement.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Path, "src", "Inbox.Web", "wwwroot", "schemas", name)));

    [GeneratedRegex("```json\\s(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JsonFence();
}
