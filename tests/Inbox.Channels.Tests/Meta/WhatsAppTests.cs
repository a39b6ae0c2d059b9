using Inbox.Channels.Social;
using static Inbox.Channels.Tests.Social.Payloads;

namespace Inbox.Channels.Tests.Meta;

public sealed class WhatsAppTests
{
    private static string Notice(string members) =>
        $$$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001","phone_number_id":"2"},{{{members}}}}}]}]}""";

    private static string Message(string type, string content) =>
        Notice($$$"""
            "contacts":[{"profile":{"name":"Ana"},"wa_id":"15551234"}],"messages":[{"from":"15551234","id":"wamid.1","timestamp":"1772360430","type":"{{{type}}}",{{{content}}},"context":{"id":"wamid.0"}}]
            """);

    [Theory]
    [InlineData("text", "\"text\":{\"body\":\"Hi\"}", "Hi")]
    [InlineData("image", "\"image\":{\"id\":\"9\",\"mime_type\":\"image/jpeg\",\"caption\":\"Look\"}", "Look")]
    [InlineData("document", "\"document\":{\"id\":\"9\",\"mime_type\":\"application/pdf\",\"filename\":\"bill.pdf\"}", "")]
    [InlineData("button", "\"button\":{\"text\":\"Yes\",\"payload\":\"y\"}", "Yes")]
    [InlineData("interactive", "\"interactive\":{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"1\",\"title\":\"Red\",\"description\":\"Lamp\"}}", "Red\nLamp")]
    [InlineData("interactive", "\"interactive\":{\"type\":\"button_reply\",\"button_reply\":{\"id\":\"1\",\"title\":\"No\"}}", "No")]
    [InlineData("location", "\"location\":{\"latitude\":48.1,\"longitude\":11.5,\"name\":\"Home\"}", "Home\n48.1,11.5")]
    [InlineData("contacts", "\"contacts\":[{\"name\":{\"formatted_name\":\"Bo\"},\"phones\":[{\"phone\":\"+1555\"}]}]", "Bo, +1555")]
    [InlineData("reaction", "\"reaction\":{\"message_id\":\"wamid.0\",\"emoji\":\"👎\"}", "👎")]
    [InlineData("order", "\"order\":{\"text\":\"Please\",\"product_items\":[{\"product_retailer_id\":\"L1\",\"quantity\":2,\"item_price\":9.5,\"currency\":\"EUR\"}]}", "Please\n2 × L1, 9.5 EUR")]
    [InlineData("system", "\"system\":{\"body\":\"Ana changed her number\"}", "Ana changed her number")]
    [InlineData("unsupported", "\"errors\":[{\"code\":131051,\"title\":\"Message type unknown\"}]", "Message type unknown")]
    public async Task Every_type_of_message_is_read(string type, string content, string text)
    {
        var post = await PostAsync("whatsapp", Message(type, content));

        (post.ExternalId, post.Kind, post.Visibility, post.Text, post.ReplyTo, post.ConversationId).ShouldBe(("wamid.1", SocialKind.Direct, SocialVisibility.Direct, text, "wamid.0", "15551234"));
        (post.Author.Handle, post.Author.Name).ShouldBe(("15551234", "Ana"));
        post.PostedAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1772360430));
    }

    [Fact]
    public async Task Files_are_named_by_their_id()
    {
        (await PostAsync("whatsapp", Message("document", "\"document\":{\"id\":\"9\",\"mime_type\":\"application/pdf\",\"filename\":\"bill.pdf\"}")))
            .Attachments.ShouldHaveSingleItem().ShouldBe(new SocialAttachment(null, "application/pdf", "bill.pdf", Id: "9"));
    }

    [Fact]
    public async Task Person_without_a_phone_number_is_known_by_their_scoped_id()
    {
        var post = await PostAsync("whatsapp", Notice("""
            "contacts":[{"profile":{"name":"Ana","username":"ana.l"},"user_id":"DE.abc1"}],"messages":[{"from_user_id":"DE.abc1","id":"wamid.1","timestamp":"1772360430","type":"text","text":{"body":"Hi"}}]
            """));

        post.Author.ShouldBe(new SocialAuthor("ana.l", "Ana", Id: "DE.abc1"));
        post.ConversationId.ShouldBe("DE.abc1");
    }

    [Fact]
    public async Task Edits_and_deletions_name_the_first_message()
    {
        var edited = await PostAsync("whatsapp", Message("edit", "\"edit\":{\"original_message_id\":\"wamid.7\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"Hi!\"}}}"));
        (edited.ExternalId, edited.Kind, edited.Text).ShouldBe(("wamid.7", SocialKind.Edited, "Hi!"));
        var revoked = await PostAsync("whatsapp", Message("revoke", "\"revoke\":{\"original_message_id\":\"wamid.7\"}"));
        (revoked.ExternalId, revoked.Kind).ShouldBe(("wamid.7", SocialKind.Deleted));
    }

    [Fact]
    public async Task Statuses_and_the_answer_to_sending_are_no_messages_and_echoes_are_our_own()
    {
        (await PostsAsync("whatsapp", Notice("\"statuses\":[{\"id\":\"wamid.1\",\"status\":\"failed\",\"errors\":[{\"code\":131047}]}]"))).ShouldBeEmpty();
        (await PostsAsync("whatsapp", """{"messaging_product":"whatsapp","contacts":[{"input":"1","wa_id":"1"}],"messages":[{"id":"wamid.1"}]}""")).ShouldBeEmpty();
        (await PostAsync("whatsapp", Notice("\"message_echoes\":[{\"from\":\"15550001\",\"to\":\"15551234\",\"id\":\"wamid.2\",\"type\":\"text\",\"text\":{\"body\":\"Done\"}}]"))).ShouldSatisfyAllConditions(
            p => p.Own.ShouldBeTrue(), p => p.ConversationId.ShouldBe("15551234"));
    }
}
