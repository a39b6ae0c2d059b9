using System.Text;
using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Social;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Tests.X;

public sealed partial class XFarSide
{
    private string? _access;
    private string? _refresh = "first";
    private int _tokens;

    public int Renewals { get; private set; }

    /// <summary>Authorization headers of OAuth 1.0a that are taken; null: none.</summary>
    public Func<HttpStub.Request, bool>? TakesSigned { get; set; }

    public const string Bearer = "app-only";

    /// <summary>The two hours of the access token are over.</summary>
    public void EndAccessToken() => _access = null;

    public void ExpireAccess() => (_access, _refresh) = (null, null);

    public void RevokeAccess() => (_access, _refresh) = (null, null);

    public string RenewAccess()
    {
        _refresh = "second";
        return Settings("second");
    }

    private void RouteSessions() => _server.On(HttpMethod.Post, "/2/oauth2/token", request =>
    {
        if (Trouble() is { } trouble)
        {
            return trouble;
        }

        var form = QueryHelpers.ParseQuery(request.Text);
        Renewals++;
        if (form["refresh_token"] != _refresh || form["client_id"] != "client" || request.Headers.GetValueOrDefault("Authorization") != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("client:hush")))
        {
            return FarResults.Json(new JsonObject { ["error"] = "invalid_request", ["error_description"] = "Value passed for the token was invalid." }, 400);
        }

        _tokens++;
        (_access, _refresh) = ($"access{_tokens}", $"refresh{_tokens}");
        return FarResults.Json(new JsonObject { ["token_type"] = "bearer", ["expires_in"] = 7200, ["access_token"] = _access, ["refresh_token"] = _refresh });
    });

    /// <summary>A call that asks for a good token.</summary>
    private void Route(HttpMethod method, string path, Func<HttpStub.Request, IResult> answer) =>
        _server.On(method, path, request => Trouble() ?? (IsLetIn(request) ? answer(request) : FarResults.Json(Problem(401, "Unauthorized", "Unauthorized"), 401)));

    private bool IsLetIn(HttpStub.Request request) => request.Headers.GetValueOrDefault("Authorization") is { } header
        && ((_access is not null && header == "Bearer " + _access) || header == "Bearer " + Bearer || TakesSigned?.Invoke(request) == true);
}
