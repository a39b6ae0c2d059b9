using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Feeds;
using Inbox.Channels.Tests.Http;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;
using Microsoft.AspNetCore.Http;

namespace Inbox.Channels.Tests.Feeds.WebSub;

/// <summary>A hub with one feed. It verifies and distributes by calling the door as the endpoint does.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    public const string Home = "https://inbox.example";

    private StubServer _server = null!;

    /// <summary>The forms of all requests to subscribe.</summary>
    public List<Dictionary<string, string>> Asked { get; } = [];

    public bool Refuses { get; set; }

    public string Posts { get; set; } = "";

    public FeedDoor Door { get; } = new(new DateTimeOffset(2024, 3, 6, 12, 0, 0, TimeSpan.Zero), Home);

    public string? Cursor { get; set; }

    public string Settings { get; set; } = """{"brandNames":["acme"]}""";

    public Uri Topic => _server.At("topic");

    public int Looks => _server.Requests.Count(r => r.Path == "/feed");

    private ChannelInfo Info => FeedDoor.Info(_server.At("feed"), Door.Secret is { } secret ? Settings.TrimEnd('}') + $$""","webSubSecret":"{{secret}}"}""" : Settings);

    public static async Task<TestHub> StartAsync()
    {
        var hub = new TestHub();
        hub._server = await StubServer.StartAsync(hub.AnswerAsync);
        return hub;
    }

    public async Task<PollResult> PollAsync()
    {
        var poll = await Door.Channel.PollAsync(Info, Cursor, default);
        poll.Problem.ShouldBeNull();
        Cursor = poll.Cursor;
        return poll;
    }

    public HookAnswer Verify(string mode = "subscribe", string? topic = null, int? lease = 864_000)
    {
        Dictionary<string, string> query = new(StringComparer.Ordinal) { ["hub.mode"] = mode, ["hub.topic"] = topic ?? Topic.AbsoluteUri, ["hub.challenge"] = "a challenge" };
        if (lease is { } seconds)
        {
            query["hub.lease_seconds"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Call("GET", query, [], "");
    }

    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "Many hubs know no other method.")]
    public HookAnswer Distribute(string document, string method = "sha256", string? secret = null)
    {
        var (key, body) = (Encoding.UTF8.GetBytes(secret ?? Door.Secret!), Encoding.UTF8.GetBytes(document));
        var signature = method switch
        {
            "sha1" => HMACSHA1.HashData(key, body),
            "sha256" => HMACSHA256.HashData(key, body),
            "sha384" => HMACSHA384.HashData(key, body),
            "sha512" => HMACSHA512.HashData(key, body),
            _ => [],
        };
        return Call("POST", [], body, method.Length > 0 ? $"{method}={Convert.ToHexStringLower(signature)}" : "");
    }

    /// <summary>Polls until the hub has been asked, and verifies.</summary>
    public async Task SubscribeAsync(int lease = 864_000)
    {
        await PollAsync();
        Door.Now += TimeSpan.FromSeconds(5);
        await PollAsync();
        Verify(lease: lease).Status.ShouldBe(200);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private HookAnswer Call(string method, Dictionary<string, string> query, byte[] body, string signature)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        if (signature.Length > 0)
        {
            headers["X-Hub-Signature"] = signature;
        }

        var answer = Door.Channel.Receive(new HookCall(method, query, headers, "application/rss+xml", body, Door.Now, Cursor), Info);
        Cursor = answer.Cursor ?? Cursor;
        return answer;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/hub")
        {
            Asked.Add((await context.Request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal));
            context.Response.StatusCode = Refuses ? 400 : 202;
            return;
        }

        await context.Response.WriteAsync(
            $"<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>Notes</title><atom:link rel='hub' href='/hub'/><atom:link rel='self' href='/topic'/>{Posts}</channel></rss>");
    }
}
