using System.Diagnostics;
using System.Text;
using Inbox.Channels.Feeds;
using static Inbox.Channels.Tests.Feeds.FeedSamples;

namespace Inbox.Channels.Tests.Feeds;

public class FeedReaderRobustnessTests
{
    private const string TooEarly = "The document ends too early; what came before was read.";

    [Fact]
    public void Truncated_documents_keep_the_entries_read_so_far()
    {
        foreach (var (document, cut) in ((string, string)[])[(Rss, "<item><guid>"), (Atom, "<entry><id>tag:blog.example,2024:Toaster"), (Json, "{\"id\": \"18\"")])
        {
            var feed = Read(document[..(document.IndexOf(cut, StringComparison.Ordinal) + 5)]);

            feed.Entries[0].Text.ShouldContain("leaks");
            feed.Warnings.ShouldContain(TooEarly);
        }
    }

    [Fact]
    public void External_entities_and_growing_ones_are_never_expanded()
    {
        var feed = Read("""
            <!DOCTYPE rss [ <!ENTITY file SYSTEM "file:///etc/hostname"> <!ENTITY a "ha"> <!ENTITY b "&a;&a;&a;&a;"> ]>
            <rss><channel><title>T</title><item><title>[&file;] &b;</title></item></channel></rss>
            """);

        feed.Entries.ShouldHaveSingleItem().Title.ShouldBe("[&file;] &b;");
    }

    [Theory]
    [InlineData("<title>Fish & chips &lt; &eacute;t&#233; &#146;s</title>", "Fish & chips < été ’s")]
    [InlineData("<title>1 < 2</title>", "1 < 2")]
    [InlineData("<Title>Case</TITLE>", "Case")]
    [InlineData("<title>open <b>bold</title>", "open bold")]
    [InlineData("<title attr=unquoted broken>odd</title>", "odd")]
    public void Markup_that_is_no_XML_is_read_as_meant(string item, string title) => Item(item).Title.ShouldBe(title);

    [Fact]
    public void Undeclared_prefix_means_what_it_usually_means() =>
        Item("<dc:creator>Ana</dc:creator><content:encoded>&lt;p>Hi&lt;/p></content:encoded>").ShouldSatisfyAllConditions(
            e => e.Author!.Name.ShouldBe("Ana"), e => e.Text.ShouldBe("Hi"));

    [Fact]
    public void Element_of_a_foreign_vocabulary_is_not_taken_for_ours() =>
        Item("<x:title xmlns:x='urn:other'>wrong</x:title><title>right</title>").Title.ShouldBe("right");

    [Fact]
    public void Item_that_nobody_closed_ends_at_the_next() =>
        Read("<rss><channel><item><title>A</title><item><title>B</title></channel></rss>").Entries.Select(e => e.Title).ShouldBe(["A", "B"]);

    [Theory]
    [InlineData("utf-16", null, false)]
    [InlineData("utf-8", "text/xml; charset=iso-8859-1", false)]
    [InlineData("windows-1251", "text/xml; charset=windows-1251", false)]
    [InlineData("windows-1251", null, true)]
    [InlineData("koi8-r", "text/xml; charset=no-such", true)]
    public void Encoding_is_found_out(string encoding, string? contentType, bool guessed)
    {
        const string Title = "Чайник опять протекает, и никто не отвечает";
        var feed = Result($"<rss><channel><title>{Title}</title></channel></rss>", contentType, Named(encoding)).ShouldBeOfType<FeedReadResult.Read>().Feed;

        feed.Title.ShouldBe(Title);
        feed.Warnings.Any(w => w.Contains("was read as", StringComparison.Ordinal)).ShouldBe(guessed);
    }

    [Theory]
    [InlineData("shift_jis", "新しいやかんから水が漏れています。返事がありません。")]
    [InlineData("euc-jp", "新しいやかんから水が漏れています。返事がありません。")]
    [InlineData("iso-2022-jp", "新しいやかんから水が漏れています。返事がありません。")]
    [InlineData("big5", "我的新水壺漏水，沒有人回答我的問題。")]
    [InlineData("gb18030", "我的新水壶漏水，没有人回答我的问题。")]
    [InlineData("euc-kr", "새 주전자에서 물이 새는데 아무도 대답하지 않습니다")]
    [InlineData("windows-1252", "Der Kessel läuft über, und niemand drückt den Knopf")]
    public void Encoding_that_nobody_declared_is_guessed(string encoding, string text) =>
        Result($"<rss><channel><title>{text}</title></channel></rss>", null, Named(encoding)).ShouldBeOfType<FeedReadResult.Read>().Feed.Title.ShouldBe(text);

    [Fact]
    public void Declared_encoding_is_used_where_the_bytes_are_no_UTF_8() =>
        Result("<?xml version='1.0' encoding='ISO-8859-2'?><rss><channel><title>Žluťoučký kůň</title></channel></rss>", null, Named("iso-8859-2"))
            .ShouldBeOfType<FeedReadResult.Read>().Feed.Title.ShouldBe("Žluťoučký kůň");

    [Theory]
    [InlineData("", "The document is empty.")]
    [InlineData("hello", "The document is neither XML nor JSON, so it is no feed.")]
    [InlineData("<svg/>", "The document is XML, but no feed: it starts with <svg>.")]
    [InlineData("{\"a\": 1}", "The document is JSON, but no JSON Feed: it has no list of items.")]
    [InlineData("[1]", "The document is JSON, but no JSON Feed: it has no list of items.")]
    [InlineData("{nonsense", "The document looks like JSON, but is not valid JSON.")]
    [InlineData("<!DOCTYPE html><html><body>Hi</body></html>", "This is a web page, not a feed, and it names no feed.")]
    public void Document_that_is_no_feed_says_so(string document, string reason) =>
        Result(document).ShouldBe(new FeedReadResult.NotAFeed(reason));

    [Fact]
    public void Web_page_that_names_its_feed_passes_it_on() =>
        Result("<html><head><link rel=alternate type='application/atom+xml' href='/atom'></head></html>")
            .ShouldBeOfType<FeedReadResult.NotAFeed>().FeedAddress.ShouldBe("https://blog.example/atom");

    [Fact]
    public void Damaged_bytes_never_throw()
    {
        var random = new Random(20240305);
        foreach (var sample in (string[])[Rss, Atom, Json])
        {
            for (var round = 0; round < 2_000; round++)
            {
                var bytes = Encoding.UTF8.GetBytes(sample);
                for (var i = random.Next(1, 12); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                Should.NotThrow(() => FeedReader.Read(bytes[random.Next(3)..random.Next(4, bytes.Length)], "a;charset=utf-7", Address));
            }
        }
    }

    [Theory]
    [InlineData("<rss><channel><item><description>", "<b>")]
    [InlineData("<rss><channel>", "<item>")]
    [InlineData("<rss><channel><item><content:encoded><![CDATA[", "<script><a href=x ")]
    [InlineData("<rss><channel><item><content:encoded><![CDATA[", "<a href='\" ")]
    [InlineData("<rss><channel><item><author>", "a.")]
    [InlineData("<rss><channel><title>", "&")]
    [InlineData("<rss ", "a='b' ")]
    [InlineData("<feed xmlns:a='urn:a'>", "<feed xml:base='a/' xmlns:b='urn:b'>")]
    [InlineData("{\"items\":[", "[")]
    [InlineData("{\"items\":[", "{\"id\":1},")]
    public void Hostile_document_costs_no_more_than_its_length(string start, string repeated)
    {
        var document = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(repeated, 2_000_000 / repeated.Length)));
        var watch = Stopwatch.StartNew();

        FeedReader.Read(document, null, Address);

        // Tenths of a second are usual; quadratic work would take minutes for two megabytes.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    private static Encoding Named(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
}
