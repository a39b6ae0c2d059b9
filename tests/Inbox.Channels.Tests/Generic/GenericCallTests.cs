using System.Text;
using Inbox.Channels.Generic;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;

namespace Inbox.Channels.Tests.Generic;

public sealed class GenericCallTests
{
    private const string Old = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly ChannelInfo Channel = new(7, "forum", GenericChannel.ChannelKind, "Forum", "forum.example.com", "{}", []);

    [Theory]
    [InlineData("""{"author":{"id":"1"},"text":"x"}""", "id: is missing.")]
    [InlineData("""{"id":"1","text":"x"}""", "author.id: is missing.")]
    [InlineData("""{"id":"1","author":{"id":"1"}}""", "text: is missing.")]
    [InlineData("""{"id":1,"author":{"id":"1"},"text":"x"}""", "id: must be a text.")]
    [InlineData("""{"id":"1","author":"ana","text":"x"}""", "author: must be an object.")]
    [InlineData("""{"id":"1","author":{"id":"1","followers":-1},"text":"x"}""", "author.followers: must be a whole number")]
    [InlineData("""{"id":"1","author":{"id":"1"},"text":"x","visibility":"secret"}""", "visibility: must be one of private, public.")]
    [InlineData("""{"id":"1","author":{"id":"1"},"text":"x","posted_at":"yesterday"}""", "posted_at: must be a time")]
    [InlineData("""{"id":"1","author":{"id":"1"},"text":"x","url":"javascript:alert(1)"}""", "url: must be a whole address")]
    [InlineData("""{"id":"1","author":{"id":"1"},"text":"x","attachments":[{"name":"a","content":"no base64!"}]}""", "attachments[0].content: is no base64.")]
    [InlineData("""{"id":"1","author":{"id":"1"},"text":"x","attachments":[{"name":"a"}]}""", "attachments[0].content: Give the file")]
    [InlineData("""{"id":"1","author":{"id":"1"},"text":"x","tags":["ok",""]}""", "tags[1]: must be a text")]
    [InlineData("""{"id":"1","author":{"id":"1"},"text":"x","attributes":{"Order":{}}}""", "attributes.Order: must be")]
    [InlineData("""{"id":"1","autor":{"id":"1"},"text":"x"}""", "autor: is no field here.")]
    [InlineData("""[{"id":"1","author":{"id":"1"},"text":"x"},{"id":"2"}]""", "[1].author.id: is missing.")]
    [InlineData("[]", "A list holds 1 to 100 messages.")]
    [InlineData("7", "A message is a JSON object.")]
    public void Field_that_is_wrong_is_named_and_nothing_is_taken(string body, string words)
    {
        var answer = Call(body);

        answer.Status.ShouldBe(422);
        answer.Text.ShouldContain(words);
        answer.Items.ShouldBeEmpty();
    }

    [Fact]
    public void While_a_secret_changes_both_count_and_no_other()
    {
        var body = """{"id":"1","author":{"id":"1"},"text":"x"}"""u8.ToArray();
        var settings = new GenericSettings { SigningSecret = GenericFarSide.Secret, PreviousSecret = Old };

        GenericCall.Receive(GenericFarSide.Sign(body, Now, GenericFarSide.Secret), settings).Status.ShouldBe(202);
        GenericCall.Receive(GenericFarSide.Sign(body, Now, Old), settings).Status.ShouldBe(202);
        GenericCall.Receive(GenericFarSide.Sign(body, Now, Old), settings with { PreviousSecret = "" }).Status.ShouldBe(401);
        GenericCall.Receive(GenericFarSide.Sign(body, Now, Old), new GenericSettings()).Status.ShouldBe(401);
    }

    [Fact]
    public void Call_of_six_minutes_ago_is_refused()
    {
        var call = GenericFarSide.Sign("""{"id":"1","author":{"id":"1"},"text":"x"}"""u8.ToArray(), Now, GenericFarSide.Secret);

        GenericCall.Receive(call with { At = Now.AddMinutes(6) }, new GenericSettings { SigningSecret = GenericFarSide.Secret }).Status.ShouldBe(401);
    }

    [Fact]
    public void Event_lends_its_id_and_time_to_the_message_in_it()
    {
        var item = Call("""{"specversion":"1.0","id":"e-1","source":"/s","type":"t","time":"2026-11-02T08:00:00Z","data":{"author":{"email":"ana@mail.example"},"text":"Late"}}""").Items.ShouldHaveSingleItem().Item;

        var message = Read(item.Content);
        (message.ExternalId, message.PostedAt, message.From.Address, message.Text).ShouldBe(("e-1", new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero), "forum.example.com/ana@mail.example", "Late\n\nE-mail: ana@mail.example"));
    }

    [Fact]
    public void Markup_is_made_safe_and_what_else_is_known_stands_below_the_words()
    {
        var item = Call(
            """
            {"id":"1","author":{"id":"4711","handle":"@ana","phone":"123"},"html":"<p>It <b>leaks</b><script>alert(1)</script><img src=x onerror=alert(1)></p>","visibility":"public",
            "attributes":{"Order":"A-17","Vip":true},"attachments":[{"name":"photo.jpg","url":"https://forum.example.com/1.jpg"},{"name":"a.txt","content":"aGVsbG8="}],"tags":["forum"],"conversation":"t-7"}
            """).Items.ShouldHaveSingleItem().Item;

        var message = Read(item.Content);
        message.Html.ShouldNotBeNull().ShouldContain("<b>leaks</b>");
        message.Html.ShouldNotContain("alert");
        message.ReplyText.ShouldBe("It leaks\n\nOrder: A-17\nVip: yes\nPhone: 123\nphoto.jpg: https://forum.example.com/1.jpg");
        (message.From, message.Visibility).ShouldBe((new Party("ana", "forum.example.com/4711"), Visibility.Public));
        using var file = new StreamReader(message.Attachments.ShouldHaveSingleItem().OpenRead());
        file.ReadToEnd().ShouldBe("hello");
        message.Tags.ShouldBe(["forum"]);
        message.References.ShouldBe(["t-7"]);
    }

    [Fact]
    public void Only_posting_brings_anything_in() =>
        GenericCall.Receive(GenericFarSide.Sign([], Now, GenericFarSide.Secret) with { Method = "GET" }, new GenericSettings { SigningSecret = GenericFarSide.Secret }).Status.ShouldBe(405);

    private static HookAnswer Call(string body) =>
        GenericCall.Receive(GenericFarSide.Sign(Encoding.UTF8.GetBytes(body), Now, GenericFarSide.Secret), new GenericSettings { SigningSecret = GenericFarSide.Secret });

    private static IncomingMessage Read(byte[] content) => GenericIncoming.Read(GenericCall.Stored(content, out _).ShouldNotBeNull(), Channel);
}
