using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.WordPress.Api;

/// <summary>Requests to the REST API of one blog, bounded in size and time. Every one throws <see cref="WordPressException"/> where the blog fails.</summary>
/// <param name="client">A guarded client; it is closed with this.</param>
/// <param name="site">The blog's address; its path ends with a slash.</param>
/// <param name="login">User name and application password; null asks as nobody.</param>
/// <param name="routes">How blogs name their routes, as far as that is known.</param>
internal sealed class WordPressApi(HttpClient client, Uri site, AuthenticationHeaderValue? login, WordPressRoutes routes, TimeProvider time) : IDisposable
{
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>WordPress lists no more at once.</summary>
    public const int PageSize = 100;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    public Uri Site => site;

    public bool HasLogin => login is not null;

    /// <summary>The id of our account; null where we ask as nobody. WordPress shows what is public whatever password is given, so only this tells that ours is good.</summary>
    public async Task<string?> AccountAsync(CancellationToken cancellationToken) =>
        login is null ? null : (await GetAsync("/wp/v2/users/me", [], cancellationToken)).Filled("id");

    public async Task<JsonElement> GetAsync(string route, IReadOnlyList<(string Name, string Value)> query, CancellationToken cancellationToken) =>
        (await AskAsync(HttpMethod.Get, route, query, cancellationToken)).Root;

    /// <summary>All pages of a list.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string route, IReadOnlyList<(string Name, string Value)> query, CancellationToken cancellationToken)
    {
        List<JsonElement> all = [];
        for (var (page, pages) = (1, 1); page <= pages; page++)
        {
            var (root, of) = await AskAsync(
                HttpMethod.Get, route, [.. query, ("per_page", PageSize.ToString(CultureInfo.InvariantCulture)), ("page", page.ToString(CultureInfo.InvariantCulture))], cancellationToken);
            if (root.ValueKind != JsonValueKind.Array)
            {
                throw NotWordPress();
            }

            all.AddRange(root.Items());
            pages = of;
        }

        return all;
    }

    /// <summary>Null where it is not there, or no longer in public.</summary>
    public async Task<JsonElement?> FindAsync(string route, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(route, [], cancellationToken);
        }
        catch (WordPressException e) when (e.Trouble == WordPressTrouble.Missing)
        {
            return null;
        }
    }

    public async Task<JsonElement> PostAsync(string route, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body);
        return (await SendAsync(HttpMethod.Post, WordPressRoutes.Address(site, route, [], routes.IsPlain(site) ?? false), content, cancellationToken)).Root;
    }

    public Task DeleteAsync(string route, IReadOnlyList<(string Name, string Value)> query, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Delete, route, query, cancellationToken);

    public void Dispose() => client.Dispose();

    /// <summary>Blogs without permalinks know their routes by a parameter only; which of the two it is shows at the first request.</summary>
    private async Task<(JsonElement Root, int Pages)> AskAsync(HttpMethod method, string route, IReadOnlyList<(string Name, string Value)> query, CancellationToken cancellationToken)
    {
        var known = routes.IsPlain(site);
        try
        {
            var answer = await SendAsync(method, WordPressRoutes.Address(site, route, query, known ?? false), null, cancellationToken);
            routes.Learn(site, known ?? false);
            return answer;
        }
        catch (WordPressException e) when (known is null && e.Trouble == WordPressTrouble.Garbage)
        {
            var answer = await SendAsync(method, WordPressRoutes.Address(site, route, query, plain: true), null, cancellationToken);
            routes.Learn(site, plain: true);
            return answer;
        }
    }

    private async Task<(JsonElement Root, int Pages)> SendAsync(HttpMethod method, Uri address, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = login;
        try
        {
            return await client.AskAsync(site, request, MostTime, time, Understand, cancellationToken);
        }
        catch (NoAnswerException e)
        {
            throw WordPressAnswers.Of(e);
        }
    }

    private (JsonElement Root, int Pages) Understand(HttpResponseMessage response, SocialDocument document)
    {
        var root = document.Roots is [var only] ? only : default;
        return WordPressAnswers.Trouble(site.Host, response, root, HasLogin, time.GetUtcNow()) is { } trouble ? throw trouble
            : root.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? (root, Pages(response))
            : throw NotWordPress();
    }

    private static int Pages(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-WP-TotalPages", out var values) && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var pages) ? pages : 1;

    private WordPressException NotWordPress() => new(WordPressTrouble.Garbage, $"{site.Host} answers, but not as WordPress does: its REST API may be switched off or blocked.");
}
