using System.Text;
using System.Text.Json;

namespace Inbox.Testing.Social.Meta;

/// <summary>What the stub pushes, in the shapes that Meta documents.</summary>
public sealed partial class GraphStub
{
    /// <summary>A comment by its verb, as a page or an account is told of it.</summary>
    public string CommentEvent(string id, string verb = "add", string? account = null)
    {
        var remark = Find(id);
        var time = remark.At.ToUnixTimeSeconds();
        return IsInstagram
            ? Write(new { id = account ?? Account, time, changes = new[] { new { field = "comments", value = new { id, verb = verb == "add" ? null : verb, from = remark.Author is null ? null : new { id = remark.Author, username = remark.Author == Account ? "acme" : "ana.ruiz" }, text = remark.Text, media = new { id = remark.Below, media_product_type = "FEED" } } } } })
            : Write(new
            {
                id = account ?? Account,
                time,
                changes = new[]
                {
                    new { field = "feed", value = new { item = "comment", verb, comment_id = id, post_id = PostId, parent_id = remark.Below, from = remark.Author is null ? null : Named(remark.Author), message = verb == "remove" ? null : remark.Text, created_time = time } },
                },
            });
    }

    /// <summary>A private message; ours comes as an echo.</summary>
    public string MessageEvent(string id)
    {
        var remark = Find(id);
        var ours = remark.Author == Account;
        return Write(new
        {
            id = Account,
            time = remark.At.ToUnixTimeMilliseconds(),
            messaging = new[] { new { sender = new { id = remark.Author }, recipient = new { id = ours ? remark.Person : Account }, timestamp = remark.At.ToUnixTimeMilliseconds(), message = new { mid = id, text = remark.Text, is_echo = ours ? true : (bool?)null } } },
        });
    }

    /// <summary>Several events in one call, in the order given.</summary>
    public byte[] Batch(params string[] entries) =>
        Encoding.UTF8.GetBytes($$"""{"object":"{{(IsInstagram ? "instagram" : "page")}}","entry":[{{string.Join(',', entries)}}]}""");

    private static string Write(object entry) => JsonSerializer.Serialize(entry, Shapes);

    private static readonly JsonSerializerOptions Shapes = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
}
