using System.Text;
using Inbox.Channels.Feeds;

namespace Inbox.Channels.Tests.Feeds;

/// <summary>Feeds of a blog that never was.</summary>
internal static class FeedSamples
{
    public static readonly Uri Address = new("https://blog.example/feeds/all.xml");

    public const string Rss = """
        <?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
             xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:atom="http://www.w3.org/2005/Atom">
          <channel>
            <title>Kitchen Notes</title><link>https://blog.example/</link><ttl>45</ttl>
            <atom:link rel="self" href="https://blog.example/feeds/all.xml"/>
            <image><title>Logo</title><link>https://blog.example/logo</link></image>
            <item>
              <title>My Acme kettle &amp; I</title><link>/kettle?a=1&amp;b=2</link><guid isPermaLink="false">post-17</guid>
              <dc:creator>Ana Ruiz</dc:creator><author>ana@blog.example</author><pubDate>Tue, 05 Mar 2024 08:00:00 +0100</pubDate>
              <category>Kettles</category><category>Rants</category><category>kettles</category>
              <description>Short.</description>
              <content:encoded><![CDATA[<p>It <b>leaks</b>.</p><p><img src="leak.jpg"> See <a href="/more">more</a></p>]]></content:encoded>
              <wfw:commentRss>https://blog.example/kettle/comments</wfw:commentRss>
            </item>
            <item><guid>https://blog.example/toaster</guid><description>Toast &amp;amp; jam</description></item>
          </channel>
        </rss>
        """;

    public const string Atom = """
        <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/">
          <title type="html">Kitchen &lt;em&gt;Notes&lt;/em&gt;</title><link href="/home"/><link rel="self" href="atom.xml"/>
          <author><name>Ana Ruiz</name><uri>about</uri><email>ana@blog.example</email></author>
          <entry xml:base="posts/">
            <id>tag:blog.example,2024:Kettle</id><title>1 &lt; 2</title>
            <link rel="alternate" type="text/html" href="kettle"/><link rel="replies" href="kettle/comments"/><link rel="enclosure" href="kettle.mp3"/>
            <published>2024-03-05T08:00:00+01:00</published><updated>2024-03-06T08:00:00Z</updated>
            <category term="kettles" label="Kettles"/><summary>Short.</summary>
            <content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>It <x:b>leaks</x:b> &amp; <x:a href="more">more</x:a></x:p></x:div></content>
          </entry>
          <entry><id>tag:blog.example,2024:Toaster</id><content type="text/plain">1 &lt; 2</content><author><name>Bo</name></author></entry>
        </feed>
        """;

    public const string Json = """
        {"version": "https://jsonfeed.org/version/1.1", "title": "Kitchen Notes", "home_page_url": "/",
         "authors": [{"name": "Ana Ruiz", "url": "https://blog.example/about"}],
         "items": [
           {"id": 17, "url": "/kettle", "title": "My Acme kettle", "content_html": "<p>It <b>leaks</b> <a href='/more'>more</a></p>",
            "date_published": "2024-03-05T08:00:00+01:00", "tags": ["Kettles", 3]},
           {"id": "18", "content_text": "Half a pair \ud83d, and a \\ud83d that is text", "authors": [{"name": "Bo", "url": "mailto:bo@blog.example"}]}]}
        """;

    public static FeedReadResult Result(string document, string? contentType = null, Encoding? encoding = null) =>
        FeedReader.Read((encoding ?? Encoding.UTF8).GetBytes(document), contentType, Address);

    public static Feed Read(string document) => Result(document).ShouldBeOfType<FeedReadResult.Read>().Feed;

    public static FeedEntry Item(string inner) => Read($"<rss><channel><item>{inner}</item></channel></rss>").Entries.ShouldHaveSingleItem();

    public static FeedEntry Entry(string inner) => Read($"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{inner}</entry></feed>").Entries.ShouldHaveSingleItem();
}
