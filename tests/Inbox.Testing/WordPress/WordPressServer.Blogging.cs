using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Inbox.Testing.WordPress;

/// <summary>What people do at the blog, by the ways they do it.</summary>
public sealed partial class WordPressServer
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>The blogger publishes a post. Returns its number.</summary>
    public async Task<long> PublishAsync(string title, string content, CancellationToken ct) =>
        NumberOf(await SendAsync(HttpMethod.Post, "/wp/v2/posts", new JsonObject { ["title"] = title, ["content"] = content, ["status"] = "publish" }, ct));

    /// <summary>Anybody comments by the form below a post. Returns the number of the comment.</summary>
    public async Task<long> CommentAsync(long post, string name, string text, long parent, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["comment_post_ID"] = post.ToString(CultureInfo.InvariantCulture),
            ["comment_parent"] = parent.ToString(CultureInfo.InvariantCulture),
            ["author"] = name,
            ["email"] = $"{name.Split(' ')[0]}@mail.example",
            ["url"] = "",
            ["comment"] = text,
        });
        using var answer = await _http.PostAsync(new Uri(Url, "/wp-comments-post.php"), form, ct);
        var location = answer.Headers.Location?.ToString() ?? throw new InvalidOperationException($"The blog took no comment: {await answer.Content.ReadAsStringAsync(ct)}");
        return long.Parse(location[(location.LastIndexOf("#comment-", StringComparison.Ordinal) + "#comment-".Length)..], CultureInfo.InvariantCulture);
    }

    /// <summary>A moderator changes a comment.</summary>
    public Task EditCommentAsync(long comment, string text, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, Route(comment), new JsonObject { ["content"] = text }, ct);

    /// <param name="status">approved, hold, spam …</param>
    /// <param name="comment">Its number.</param>
    /// <param name="ct">Nobody waits any more.</param>
    public Task ModerateAsync(long comment, string status, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, Route(comment), new JsonObject { ["status"] = status }, ct);

    /// <summary>A moderator puts a comment into the trash.</summary>
    public Task TrashCommentAsync(long comment, CancellationToken ct) => SendAsync(HttpMethod.Delete, Route(comment), null, ct);

    /// <summary>All comments that stand there in public, oldest first.</summary>
    public async Task<JsonArray> CommentsAsync(CancellationToken ct) =>
        (JsonArray)await SendAsync(HttpMethod.Get, "/wp/v2/comments", null, ct, "&order=asc&orderby=date_gmt&per_page=100");

    /// <summary>Withdraws the application password.</summary>
    public async Task WithdrawPasswordAsync(CancellationToken ct)
    {
        var all = (JsonArray)await SendAsync(HttpMethod.Get, "/wp/v2/users/me/application-passwords", null, ct);
        await SendAsync(HttpMethod.Delete, $"/wp/v2/users/me/application-passwords/{all[0]!["uuid"]}", null, ct);
    }

    private static string Route(long comment) => string.Create(CultureInfo.InvariantCulture, $"/wp/v2/comments/{comment}");

    private static long NumberOf(JsonNode answer) => (long)answer["id"]!;

    private async Task<JsonNode> SendAsync(HttpMethod method, string route, JsonObject? body, CancellationToken ct, string more = "")
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, $"/?rest_route={route}{more}")) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")));
        using var answer = await _http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{method} {route} failed: {text}");
    }
}
