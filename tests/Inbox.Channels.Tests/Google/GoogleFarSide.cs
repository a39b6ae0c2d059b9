using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Rest;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Tests.Google;

/// <summary>An API of Google's with its token endpoint. Refresh tokens are taken here; who takes another grant overrides it.</summary>
public abstract class GoogleFarSide : RestFarSide
{
    private string _refresh = "1//first";
    private string? _access;

    protected GoogleFarSide(HttpStub server)
        : base(server)
    {
        server.On(HttpMethod.Post, "/token", request => Trouble() ?? GiveToken(QueryHelpers.ParseQuery(request.Text).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal)));
    }

    /// <summary>How often an access token was given.</summary>
    public int Tokens { get; private set; }

    public override bool TellsAccessEnd => true;

    public override string Settings => SettingsWith(_refresh);

    /// <summary>The access token is over before its time; the grant is not.</summary>
    public void EndAccessToken() => _access = null;

    public override void RevokeAccess() => (_refresh, _access) = ("none is good any more", null);

    public override string RenewAccess()
    {
        _refresh = "1//second";
        return Settings;
    }

    protected override IReadOnlyDictionary<string, string> Addresses => new Dictionary<string, string>(StringComparer.Ordinal) { ["GoogleToken"] = Url + "/token", [Service] = Url + Root };

    /// <summary>The name of the setting that says where it is.</summary>
    protected abstract string Service { get; }

    protected virtual string Root => "";

    protected virtual bool Takes(IReadOnlyDictionary<string, string> form) =>
        form["grant_type"] == "refresh_token" && form["refresh_token"] == _refresh && form["client_id"] == "acme.apps" && form["client_secret"] == "client-word";

    protected override bool LetsIn(HttpStub.Request request) => _access is not null && request.Headers.GetValueOrDefault("Authorization") == "Bearer " + _access;

    protected override IResult Error(int status, string reason)
    {
        var error = new JsonObject { ["code"] = status, ["message"] = "Words of Google", ["errors"] = new JsonArray(new JsonObject { ["domain"] = "global", ["reason"] = reason }) };
        if (status == StatusCodes.Status403Forbidden)
        {
            error["status"] = "PERMISSION_DENIED";
        }

        return Json(new JsonObject { ["error"] = error }, status);
    }

    private static string SettingsWith(string refresh) => new JsonObject { ["clientId"] = "acme.apps", ["clientSecret"] = "client-word", ["refreshTokenSecret"] = refresh }.ToJsonString();

    private IResult GiveToken(IReadOnlyDictionary<string, string> form)
    {
        if (!Takes(form))
        {
            return Json(new JsonObject { ["error"] = "invalid_grant", ["error_description"] = "Token has been expired or revoked." }, StatusCodes.Status400BadRequest);
        }

        Tokens++;
        _access = $"access-{Tokens}";
        var answer = new JsonObject { ["access_token"] = _access, ["expires_in"] = 3599, ["token_type"] = "Bearer" };
        if (TellsAccessEnd && AccessEndsAt is { } end)
        {
            answer["refresh_token_expires_in"] = (long)(end - Now).TotalSeconds;
        }

        return Json(answer);
    }
}
