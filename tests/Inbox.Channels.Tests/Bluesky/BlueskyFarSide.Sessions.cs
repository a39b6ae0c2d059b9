using System.Text.Json.Nodes;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;

namespace Inbox.Channels.Tests.Bluesky;

public sealed partial class BlueskyFarSide
{
    private string _password = "first";
    private string _tokenError = "ExpiredToken";
    private bool _passwordTaken = true;
    private string? _access;
    private string? _refresh;
    private int _tokens;

    public int Logins { get; private set; }

    public int Renewals { get; private set; }

    /// <summary>The hours of the access token are over; the session is not.</summary>
    public void EndAccessToken() => _access = null;

    public void ExpireAccess() => EndSession("ExpiredToken");

    public void RevokeAccess() => EndSession("InvalidToken");

    public string RenewAccess()
    {
        (_password, _passwordTaken) = ("second", true);
        return SettingsWith(_password);
    }

    private void EndSession(string error) => (_access, _refresh, _tokenError, _passwordTaken) = (null, null, error, false);

    private void RouteSessions()
    {
        _server.On(HttpMethod.Post, "/xrpc/com.atproto.server.createSession", request =>
        {
            var asked = Trouble() is null ? JsonNode.Parse(request.Text)! : new JsonObject();
            if (Trouble() is { } trouble)
            {
                return trouble;
            }

            Logins++;
            return _passwordTaken && (string?)asked["identifier"] == "acme.test" && (string?)asked["password"] == _password
                ? NewSession()
                : Error(StatusCodes.Status401Unauthorized, "AuthenticationRequired");
        });
        _server.On(HttpMethod.Post, "/xrpc/com.atproto.server.refreshSession", request =>
        {
            if (Trouble() is { } trouble)
            {
                return trouble;
            }

            Renewals++;
            return Bears(request, _refresh) ? NewSession() : Error(StatusCodes.Status400BadRequest, _tokenError);
        });
    }

    private IResult NewSession()
    {
        _tokens++;
        (_access, _refresh) = ($"access{_tokens}", $"refresh{_tokens}");
        return Json(new JsonObject
        {
            ["did"] = Did, ["handle"] = "acme.test", ["accessJwt"] = _access, ["refreshJwt"] = _refresh,
            ["didDoc"] = new JsonObject { ["service"] = new JsonArray(new JsonObject { ["id"] = "#atproto_pds", ["serviceEndpoint"] = _server.Url.AbsoluteUri.TrimEnd('/') }) },
        });
    }

    /// <summary>A call that asks for a good access token.</summary>
    private void Route(HttpMethod method, string name, Func<HttpStub.Request, IResult> answer) =>
        _server.On(method, "/xrpc/" + name, request =>
            Trouble() ?? (Bears(request, _access) ? answer(request) : Error(StatusCodes.Status400BadRequest, _tokenError)));

    private static bool Bears(HttpStub.Request request, string? token) => token is not null && request.Headers.GetValueOrDefault("Authorization") == "Bearer " + token;
}
