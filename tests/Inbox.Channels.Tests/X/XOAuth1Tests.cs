using Inbox.Channels.Tests.Contract;
using Inbox.Channels.Tests.Signers;
using Inbox.Channels.X.Api;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.X;

public sealed class XOAuth1Tests : FarSideContract<XFarSide>
{
    private const string Nonce = "kllo9940pd9333jh";
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    protected override async Task<XFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Theory]
    [InlineData("GET", "https://api.x.com/2/users/7/mentions?max_results=100&since_id=1790000000000000001&tweet.fields=a%2Cb")]
    [InlineData("GET", "https://api.x.com/2/tweets/search/recent?query=%28%22gr%C3%BC%C3%9Fe%20%26%20co%22%20~%29%20-is%3Aretweet&a=2&a=10&A=1&b")]
    [InlineData("POST", "https://api.x.com/2/tweets")]
    [InlineData("POST", "http://127.0.0.1:8080/2/tweets")]
    public async Task Signature_is_that_of_another_house(string method, string address)
    {
        var theirs = (await SignersOfOthers.SignAsync(new { by = "oauth1", key = "consumer key", secret = "consumer & secret", token = "7-token", tokenSecret = "tökén", method, address, nonce = Nonce, at = "1790000000" }))[0];

        new XOAuth1("consumer key", "consumer & secret", "7-token", "tökén").Header(method, new Uri(address), Nonce, At).ShouldContain($"oauth_signature=\"{Uri.EscapeDataString(theirs)}\"");
    }

    [Fact]
    public async Task Account_with_four_keys_signs_what_it_asks()
    {
        await Company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == DoorId)).Settings = Far.Settings("", s =>
        {
            s["apiKey"] = "key";
            s["accessKeySecret"] = "7-token";
            s["accessTokenSecret"] = "token secret";
        }));
        Far.TakesSigned = request => IsSigned(request);
        Far.Post(Now.AddMinutes(-1), "It leaks");

        await PollAsync();

        (await TextsAsync()).ShouldBe(["It leaks"]);
        Far.Renewals.ShouldBe(0);
    }

    /// <summary>As X does: the same signature over what came.</summary>
    private bool IsSigned(HttpStub.Request request)
    {
        var header = request.Headers["Authorization"];
        string Of(string name) => header.Split($"{name}=\"")[1].Split('"')[0];
        var again = new XOAuth1("key", XFarSide.ConsumerSecret, "7-token", "token secret")
            .Header(request.Method, request.Url, Of("oauth_nonce"), DateTimeOffset.FromUnixTimeSeconds(long.Parse(Of("oauth_timestamp"), System.Globalization.CultureInfo.InvariantCulture)));
        return header == "OAuth " + again && Of("oauth_timestamp") == Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
