using System.Text;
using System.Text.RegularExpressions;
using Inbox.Channels.Social;
using static Inbox.Channels.Tests.Social.Payloads;

namespace Inbox.Channels.Tests.Social;

/// <summary>No bytes make a reader throw, whatever was done to them on the way.</summary>
public sealed class RobustnessTests
{
    private static readonly string[] Seeds =
    [
        """{"id":"1","uri":"https://a.example/1","content":"<p>Hi <a href=\"https://b.example\" class=\"mention\">x</a></p>","visibility":"public","spoiler_text":"w","account":{"acct":"a","followers_count":3},"reblog":null,"in_reply_to_id":"2","media_attachments":[{"type":"image","url":"https://a.example/i","meta":{"original":{"size":"3x3"}}}],"created_at":"2026-03-01T10:20:30Z"}""",
        """{"thread":{"post":{"uri":"at://did:plc:a/app.bsky.feed.post/k","author":{"did":"did:plc:a","handle":"a.example"},"record":{"text":"🧡 ü","createdAt":"2026-03-01T10:20:30Z","facets":[{"index":{"byteStart":0,"byteEnd":4},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"x"}]}]},"embed":{"images":[{"alt":"a","fullsize":"https://c.example/1"}],"record":{"uri":"at://x","value":{"text":"q"}}}}}}""",
        """{"object":"instagram","entry":[{"id":"7","time":1772360430,"changes":[{"field":"comments","value":{"id":"1","text":"x","from":{"id":"2","username":"a"},"media":{"id":"3"}}},{"field":"feed","value":{"item":"comment","verb":"add","comment_id":"1","post_id":"2","message":"x"}}],"messaging":[{"sender":{"id":"1"},"recipient":{"id":"2"},"timestamp":1,"message":{"mid":"m","text":"x","attachments":[{"type":"image","payload":{"url":"https://c.example/1"}}]}}]}]}""",
        """{"messaging_product":"whatsapp","metadata":{"display_phone_number":"1"},"contacts":[{"profile":{"name":"A"},"wa_id":"1","user_id":"DE.1"}],"messages":[{"from":"1","id":"w","timestamp":"1772360430","type":"interactive","interactive":{"type":"button_reply","button_reply":{"title":"x"}},"location":{"latitude":1,"longitude":2}}]}""",
        """{"data":[{"id":"1","text":"a https://t.co/b","author_id":"2","attachments":{"media_keys":["3"]},"edit_history_tweet_ids":["0","1"],"entities":{"urls":[{"url":"https://t.co/b","expanded_url":"https://a.example"}]}}],"includes":{"users":[{"id":"2","username":"a"}],"media":[{"media_key":"3","type":"photo"}]},"tweet_create_events":[{"id_str":"5","text":"x","user":{"id_str":"2","screen_name":"a"},"quoted_status":{"id_str":"6","text":"y"}}]}""",
        """[{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"name":"t3_p","title":"T","selftext":"x","author":"a","gallery_data":{"items":[{"media_id":"m"}]},"media_metadata":{"m":{"s":{"u":"https://a.example"}}}}},{"kind":"t1","data":{"name":"t1_c","body":"x","replies":{"kind":"Listing","data":{"children":[]}}}}]}}]""",
        "CallSid=CA1&From=%2B1555&CallStatus=completed&CallDuration=42&RecordingUrl=https%3A%2F%2Fa.example",
        "--b\r\nContent-Disposition: form-data; name=\"headers\"\r\n\r\nFrom: a@b.example\r\n--b\r\nContent-Disposition: form-data; name=\"attachment1\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n",
        """{"From":"a@b.example","FromFull":{"Email":"a@b.example","Name":"A"},"TextBody":"x","Headers":[{"Name":"X","Value":"y"}],"Attachments":[{"Name":"a","Content":"YQ==","ContentType":"a/b"}]}""",
        "event: update\ndata: {\"id\":\"1\",\"content\":\"x\",\"visibility\":\"public\"}\n\n",
        "<rss version=\"2.0\"><channel><title>T</title><item><title>x</title><description>&lt;p&gt;y</description></item></channel></rss>",
    ];

    /// <summary>What stands in place of a value when a program, or somebody who means ill, wrote it.</summary>
    private static readonly string[] Values = ["null", "true", "-1", "1e999", "99999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[[]]", "[null]", "\"x\"", "1.5", "{\"id\":{}}", "\"<a href=\"", "\"-0001-13-99\""];

    public static TheoryData<string> Kinds => [.. SocialReaders.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Mutated_payloads_are_read_or_refused(string kind)
    {
        var random = new Random(20260301);
        for (var i = 0; i < 4_000; i++)
        {
            var seed = Encoding.UTF8.GetBytes(Seeds[i % Seeds.Length]);
            var bytes = i % 2 == 0 ? Damaged(seed, random) : Retyped(seed, random);
            var reading = await SocialReaders.ReadAsync(kind, bytes, default);
            (reading.Ok || reading.Error is { Length: > 0 }).ShouldBeTrue();
            SocialReadingJson.Write(Stream.Null, "file", reading);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nothing_empty_deep_or_foreign_is_an_exception(string kind)
    {
        string[] all = ["", " ", "\0", "null", "1", "\"x\"", "[", "{}", "[]", "\uFEFF{}", "{\"\\udc00\":\"\\ud800\"}", "=", "--", "--\r\n", new string('[', 100_000), new string('[', 3_000) + new string(']', 3_000), Nested(1_500), "\u0089PNG\r\n\u001a\n"];
        foreach (var content in all)
        {
            await ReadAsync(kind, content);
        }

        await SocialReaders.ReadAsync(kind, new byte[] { 0xFF, 0xFE, 0x7B, 0, 0x7D, 0 }, default);
        await SocialReaders.ReadAsync(kind, new byte[] { 0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x22, 0xFF, 0x22, 0x7D }, default);
    }

    [Fact]
    public async Task Thread_as_deep_as_nobody_ever_answered_is_read_whole() =>
        (await PostsAsync("mastodon", Nested(1_500))).Count.ShouldBe(1_500);

    [Fact]
    public async Task Half_a_character_in_a_name_or_a_value_is_replaced() =>
        (await PostAsync("mastodon", """{"\ud800":1,"id":"1","visibility":"public","content":"a\ud83d b\ude00 \ud83d\ude00 \\ud83d"}""")).Text.ShouldBe("a\uFFFD b\uFFFD 😀 \\ud83d");

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Range(0, depth).Select(i => $$"""{"id":{{i}},"visibility":"public","content":"x","quote":""")) + "null" + new string('}', depth);

    private static byte[] Damaged(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var times = random.Next(1, 6); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at))); break;
                default: bytes.InsertRange(at, "\\ud800"u8); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Still JSON, where it was: one value is another one.</summary>
    private static byte[] Retyped(byte[] seed, Random random)
    {
        var text = Encoding.UTF8.GetString(seed);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var values = Regex.Matches(text, "\":(?<value>\"[^\"\\\\]*\"|[0-9]+|null|\\[[^\\[\\]]*\\]|\\{[^{}]*\\})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
            if (values.Count > 0)
            {
                var value = values[random.Next(values.Count)].Groups["value"];
                text = text[..value.Index] + Values[random.Next(Values.Length)] + text[(value.Index + value.Length)..];
            }
        }

        return Encoding.UTF8.GetBytes(text);
    }
}
