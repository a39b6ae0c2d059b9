using Inbox.Web.Pages.Messages;
using Microsoft.AspNetCore.DataProtection;

namespace Inbox.Web.Tests.AgentsPage;

public sealed class MailDocumentTests
{
    [Fact]
    public void Inline_images_point_at_their_attachments()
    {
        var html = MailDocument.WithInlineImages(
            "<img src=\"cid:logo%40mail\" alt=\"us\"><img src=\"cid:gone\">",
            new Dictionary<string, long>(StringComparer.Ordinal) { ["logo@mail"] = 42 });

        html.ShouldBe("<img src=\"/attachments/42\" alt=\"us\"><img>");
    }

    [Theory]
    [InlineData("<p>no image</p>", false)]
    [InlineData("<img src=\"cid:a\" alt=\"x\">", false)]
    [InlineData("<img alt=\"tracker\" width=\"1\">", true)]
    public void Button_for_remote_images_stands_where_some_were_left_out(string html, bool blocked) =>
        MailDocument.HasBlockedImages(html).ShouldBe(blocked);

    [Fact]
    public void Image_address_holds_for_its_own_message_only()
    {
        var addresses = new ImageAddress(new EphemeralDataProtectionProvider());
        var signed = Uri.UnescapeDataString(addresses.Of(7, "https://images.example/a.png").Split("u=")[1]);

        addresses.Read(7, signed).ShouldBe(new Uri("https://images.example/a.png"));
        addresses.Read(8, signed).ShouldBeNull();
        addresses.Read(7, "https://images.example/a.png").ShouldBeNull();
    }
}
