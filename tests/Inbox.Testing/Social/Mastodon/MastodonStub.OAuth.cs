using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Testing.Social.Mastodon;

public sealed partial class MastodonStub
{
    private const string ClientId = "client-of-inbox";
    private const string ClientSecret = "secret-of-inbox";
    private string _callback = "";
    private (string Code, string Challenge)? _agreed;

    /// <summary>Given to whoever connects next.</summary>
    public string NextToken { get; set; } = "second-token";

    /// <summary>A person logs in on our page and agrees. Returns where their browser is sent then.</summary>
    /// <param name="page">The page, as Inbox addressed it.</param>
    public Uri Agree(Uri page) => Read(() =>
    {
        var query = QueryHelpers.ParseQuery(page.Query);
        if (page.AbsolutePath != "/oauth/authorize" || query["client_id"] != ClientId || query["redirect_uri"] != _callback || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
        {
            throw new InvalidOperationException($"A server would not show this page: {page}");
        }

        _agreed = ("code-" + NextId(), query["code_challenge"].ToString());
        return new Uri($"{_callback}?code={_agreed.Value.Code}&state={Uri.EscapeDataString(query["state"].ToString())}");
    });

    private void AddOAuth()
    {
        // The page of a server, for browsers: one button that agrees.
        On(HttpMethod.Get, "/oauth/authorize", request => Results.Text(
            $"""<!DOCTYPE html><html lang="en"><link rel="icon" href="data:,"><title>Far away</title><h1>Let Inbox in?</h1><a href="/oauth/agreed{System.Net.WebUtility.HtmlEncode(request.Url.Query)}">Authorise</a></html>""", "text/html"), open: true);
        On(HttpMethod.Get, "/oauth/agreed", request => Results.Redirect(Agree(new UriBuilder(request.Url) { Path = "/oauth/authorize" }.Uri).AbsoluteUri), open: true);
        On(HttpMethod.Post, "/api/v1/apps", request =>
        {
            _callback = Form(request, "redirect_uris");
            return Results.Json(new { id = "7", client_id = ClientId, client_secret = ClientSecret, redirect_uri = _callback });
        }, open: true);
        On(HttpMethod.Post, "/oauth/token", request =>
        {
            var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Form(request, "code_verifier"))));
            if (_agreed is not { } agreed || Form(request, "code") != agreed.Code || challenge != agreed.Challenge
                || Form(request, "client_id") != ClientId || Form(request, "client_secret") != ClientSecret || Form(request, "redirect_uri") != _callback)
            {
                return Results.Json(new { error = "invalid_grant", error_description = "The code is not valid" }, statusCode: 400);
            }

            (_agreed, Token) = (null, NextToken);
            return Results.Json(new { access_token = Token, token_type = "Bearer", scope = "read write", created_at = 1 });
        }, open: true);
    }

    private static string Form(HttpStub.Request request, string name) => QueryHelpers.ParseQuery(request.Text).TryGetValue(name, out var value) ? value.ToString() : "";
}
