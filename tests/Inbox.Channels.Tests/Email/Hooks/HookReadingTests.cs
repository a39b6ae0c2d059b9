using Inbox.Channels.Social;
using static Inbox.Channels.Tests.Social.Payloads;

namespace Inbox.Channels.Tests.Email.Hooks;

public sealed class HookReadingTests
{
    [Fact]
    public async Task Postmark_is_read_though_half_a_character_is_in_it()
    {
        var post = await PostAsync("postmark", """{"From":"ana@example.org","FromFull":{"Name":"Ana","Email":"ana@example.org"},"To":"help@lamps.example","Subject":"Lamp \ud83d","TextBody":"It broke \ud83d and \ud83d\ude21","MessageID":"pm-1","Date":"Sun, 1 Mar 2026 10:20:30 +0100","Headers":[{"Name":"Message-ID","Value":"<2@example.org>"},{"Name":"References","Value":"<1@x> <0@y>"},{"Name":"In-Reply-To","Value":"<0@y>"}],"Attachments":[{"Name":"a.txt","Content":"YQ==","ContentType":"text/plain"}]}""");

        (post.ExternalId, post.ConversationId, post.ReplyTo, post.Kind).ShouldBe(("2@example.org", "1@x", "0@y", SocialKind.Direct));
        (post.Author.Handle, post.Author.Name, post.Text.Trim()).ShouldBe(("ana@example.org", "Ana", "It broke \uFFFD and 😡"));
        (post.PostedAt, post.Attachments[0].Description, post.Attachments[0].Size).ShouldBe((new DateTimeOffset(2026, 3, 1, 9, 20, 30, TimeSpan.Zero), "a.txt", 1L));
        (await PostAsync("postmark", """{"From":"ana@example.org","TextBody":"x","MessageID":"pm-1"}""")).ExternalId.ShouldBe("pm-1");
    }

    [Fact]
    public async Task Forms_are_read_as_they_came_with_or_without_their_header()
    {
        const string Multipart = "--xyz\r\nContent-Disposition: form-data; name=\"headers\"\r\n\r\nFrom: Ana <ana@example.org>\nMessage-ID: <1@x>\r\n--xyz\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nIt broke\r\n--xyz--\r\n";
        (await PostAsync("sendgrid", Multipart)).ExternalId.ShouldBe("1@x");
        (await PostAsync("sendgrid", "POST /hooks HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=xyz\r\n\r\n" + Multipart)).Text.Trim().ShouldBe("It broke");
        (await PostAsync("mailgun", "sender=ana%40example.org&recipient=help%40lamps.example&from=Ana+%3Cana%40example.org%3E&subject=Lamp&body-plain=It+broke&message-headers=%5B%5B%22Message-Id%22%2C%22%3C1%40x%3E%22%5D%2Cnull%2C%5Bnull%2C%22x%22%5D%5D")).ExternalId.ShouldBe("1@x");
        (await PostAsync("mailgun", """{"sender":"ana@example.org","from":"Ana <ana@example.org>","subject":"Lamp","body-plain":"It broke"}""")).Title.ShouldBe("Lamp");
    }

    [Theory]
    [InlineData("postmark", """{"RecordType":"Bounce","From":"x@y","MessageID":"1"}""")]
    [InlineData("sendgrid", """[{"email":"a@b","event":"processed","timestamp":1}]""")]
    [InlineData("sendgrid", """{"event":"opened","from":"x@y","subject":"Lamp"}""")]
    [InlineData("mailgun", """{"signature":{},"event-data":{"event":"opened"}}""")]
    [InlineData("mailgun", "token=1&timestamp=2")]
    public async Task Events_are_no_mail(string kind, string content) => (await PostsAsync(kind, content)).ShouldBeEmpty();

    [Theory]
    [InlineData("postmark", "{")]
    [InlineData("mailgun", "--xyz\r\nContent-Disposition: form-data; name=\"from\"\r\n\r\nunended")]
    [InlineData("sendgrid", "\0\u0001\u0002")]
    [InlineData("sendgrid", "")]
    public async Task Bytes_that_are_neither_JSON_nor_a_form_are_told(string kind, string content) => (await ReadAsync(kind, content)).Ok.ShouldBeFalse();

    [Fact]
    public async Task Charset_that_no_longer_exists_is_read_as_UTF_8() =>
        (await PostAsync("sendgrid", "from=ana%40example.org&text=Gr%C3%BC%C3%9Fe&charsets=%7B%22text%22%3A%22utf-7%22%7D&headers=X%3A+y")).Text.Trim().ShouldBe("Grüße");
}
