using Inbox.Channels.Feeds;
using static Inbox.Channels.Tests.Feeds.FeedSamples;

namespace Inbox.Channels.Tests.Feeds;

public class FeedReaderTests
{
    [Fact]
    public void Rss_is_read_whole()
    {
        var feed = Read(Rss);

        (feed.Title, feed.Link, feed.Ttl).ShouldBe(("Kitchen Notes", "https://blog.example/", TimeSpan.FromMinutes(45)));
        feed.Warnings.ShouldBeEmpty();
        var entry = feed.Entries[0];
        entry.Id.ShouldBe("post-17");
        entry.Link.ShouldBe("https://blog.example/kettle?a=1&b=2");
        entry.Title.ShouldBe("My Acme kettle & I");
        entry.Author.ShouldBe(new FeedAuthor("Ana Ruiz", null, "ana@blog.example"));
        entry.PublishedAt.ShouldBe(new DateTimeOffset(2024, 3, 5, 7, 0, 0, TimeSpan.Zero));
        entry.Html.ShouldBe("<p>It <b>leaks</b>.</p><p><img src=\"https://blog.example/feeds/leak.jpg\"> See <a href=\"https://blog.example/more\">more</a></p>");
        entry.Text.ShouldBe("It leaks.\nSee more");
        entry.Categories.ShouldBe(["Kettles", "Rants"]);
        entry.CommentsFeed.ShouldBe("https://blog.example/kettle/comments");
        (feed.Entries[1].Link, feed.Entries[1].Text).ShouldBe(("https://blog.example/toaster", "Toast & jam"));
    }

    [Fact]
    public void Rss_1_items_beside_the_channel_are_read()
    {
        var feed = Read("""
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
              <channel rdf:about="https://blog.example/"><title>Old</title><link>https://blog.example/</link></channel>
              <item rdf:about="https://blog.example/1"><title>One</title><dc:date>2003-01-02</dc:date><dc:creator>Ana</dc:creator></item>
            </rdf:RDF>
            """);

        feed.Title.ShouldBe("Old");
        var entry = feed.Entries.ShouldHaveSingleItem();
        (entry.Id, entry.Title, entry.Author!.Name, entry.PublishedAt!.Value.Year).ShouldBe(("https://blog.example/1", "One", "Ana", 2003));
    }

    [Fact]
    public void Atom_is_read_whole()
    {
        var feed = Read(Atom);

        (feed.Title, feed.Link).ShouldBe(("Kitchen Notes", "https://blog.example/home"));
        var entry = feed.Entries[0];
        entry.Id.ShouldBe("tag:blog.example,2024:Kettle");
        entry.Link.ShouldBe("https://blog.example/posts/kettle");
        entry.Title.ShouldBe("1 < 2");
        entry.Author.ShouldBe(new FeedAuthor("Ana Ruiz", "https://blog.example/about", "ana@blog.example"));
        entry.PublishedAt.ShouldBe(new DateTimeOffset(2024, 3, 5, 7, 0, 0, TimeSpan.Zero));
        entry.UpdatedAt.ShouldBe(new DateTimeOffset(2024, 3, 6, 8, 0, 0, TimeSpan.Zero));
        entry.Html.ShouldBe("<p>It <b>leaks</b> &amp; <a href=\"https://blog.example/posts/more\">more</a></p>");
        entry.Text.ShouldBe("It leaks & more");
        entry.Categories.ShouldBe(["Kettles"]);
        entry.CommentsFeed.ShouldBe("https://blog.example/posts/kettle/comments");
        var plain = feed.Entries[1];
        (plain.Html, plain.Text, plain.Author!.Name).ShouldBe((null, "1 < 2", "Bo"));
    }

    [Theory]
    [InlineData("<content type='text/html' mode='base64'>PHA+SGk8L3A+</content>", "Hi")]
    [InlineData("<content type='application/octet-stream'> PHA+SGk8L3A+ </content>", "Hi")]
    [InlineData("<content type='html'>&lt;p>Hi&amp;nbsp;you&lt;/p></content>", "Hi you")]
    [InlineData("<content type='html'><![CDATA[<p>Hi</p>]]></content>", "Hi")]
    [InlineData("<content type='text'>a &lt;b> c</content>", "a <b> c")]
    [InlineData("<content>a &lt;b>c&lt;/b></content>", "a c")]
    [InlineData("<content type='xhtml'><p>Hi</p><p>you</p></content>", "Hi\nyou")]
    [InlineData("<content type='application/octet-stream'>not base64!</content>", "not base64!")]
    [InlineData("<content/><summary>Hi</summary>", "Hi")]
    public void Atom_content_of_any_type_is_text(string content, string text) => Entry(content).Text.ShouldBe(text);

    [Fact]
    public void Json_feed_is_read_whole()
    {
        var feed = Read(Json);

        (feed.Title, feed.Link).ShouldBe(("Kitchen Notes", "https://blog.example/"));
        var entry = feed.Entries[0];
        (entry.Id, entry.Link, entry.Title).ShouldBe(("17", "https://blog.example/kettle", "My Acme kettle"));
        entry.Html.ShouldBe("<p>It <b>leaks</b> <a href=\"https://blog.example/more\">more</a></p>");
        entry.Author.ShouldBe(new FeedAuthor("Ana Ruiz", "https://blog.example/about", null));
        entry.Categories.ShouldBe(["Kettles", "3"]);
        feed.Entries[1].Text.ShouldBe("Half a pair \uFFFD, and a \\ud83d that is text");
        feed.Entries[1].Author.ShouldBe(new FeedAuthor("Bo", null, "bo@blog.example"));
    }

    [Theory]
    [InlineData("<guid>a b</guid><link>https://x.example/1</link>", "a b")]
    [InlineData("<guid/><link>https://x.example/1</link>", "https://x.example/1")]
    [InlineData("<link>HTTPS://x.example/%7ea</link>", "HTTPS://x.example/%7ea")]
    public void Rss_identity_is_guid_else_link(string item, string id) => Item(item).Id.ShouldBe(id);

    [Fact]
    public void Rss_identity_without_guid_and_link_is_a_hash_of_title_and_date()
    {
        const string Post = "<title>A</title><pubDate>5 Mar 2024</pubDate>";
        var id = Item(Post + "<description>first</description>").Id;

        id.ShouldStartWith("sha256:");
        Item(Post + "<description>edited</description>").Id.ShouldBe(id);
        Item("<title>A</title><pubDate>6 Mar 2024</pubDate>").Id.ShouldNotBe(id);
    }

    [Fact]
    public void Content_hash_changes_with_what_a_reader_sees_and_with_nothing_else()
    {
        var hash = Item("<guid>1</guid><title>A</title><description>one two</description>").ContentHash;

        Item("<guid>1</guid><title>A</title><description>one\n\n two</description><category>new</category><pubDate>5 Mar 2024</pubDate>").ContentHash.ShouldBe(hash);
        Item("<guid>1</guid><title>A</title><description>one three</description>").ContentHash.ShouldNotBe(hash);
        Item("<guid>1</guid><title>B</title><description>one two</description>").ContentHash.ShouldNotBe(hash);
        Item("<guid>1</guid><title>A</title><link>https://x.example/</link><description>one two</description>").ContentHash.ShouldNotBe(hash);
    }

    [Theory]
    [InlineData("<author>ana@x.example (Ana Ruiz)</author>", "Ana Ruiz", "ana@x.example")]
    [InlineData("<author>Ana Ruiz &lt;ana@x.example&gt;</author>", "Ana Ruiz", "ana@x.example")]
    [InlineData("<author>ana@x.example</author>", null, "ana@x.example")]
    [InlineData("<author><name>Ana</name><email>ana@x.example</email></author>", "Ana", "ana@x.example")]
    [InlineData("<dc:creator>Ana</dc:creator><author>ana@x.example</author>", "Ana", "ana@x.example")]
    [InlineData("<source url='https://ana.example/'>Ana's blog</source>", "Ana's blog", null)]
    public void Rss_author_is_taken_apart(string item, string? name, string? email) =>
        (Item(item).Author!.Name, Item(item).Author!.Email).ShouldBe((name, email));

    [Theory]
    [InlineData("<link>javascript:alert(1)</link>")]
    [InlineData("<link>mailto:ana@x.example</link>")]
    [InlineData("<guid>opaque</guid>")]
    [InlineData("<guid isPermaLink='false'>https://x.example/1</guid>")]
    public void Link_that_nobody_can_open_is_none(string item) => Item(item).Link.ShouldBeNull();
}
