using System.Globalization;
using Inbox.Core.Access;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;

namespace Inbox.Web.Pages.Settings.People;

/// <summary>A link by which somebody chooses a password, once, within three days.</summary>
public sealed record PasswordLink(string Name, string Url)
{
    internal static async Task<PasswordLink> MakeAsync(UserManager<Agent> users, long agentId, HttpRequest request)
    {
        var agent = await users.FindByIdAsync(agentId.ToString(CultureInfo.InvariantCulture))
            ?? throw new InvalidOperationException("The agent went away while their link was made.");
        var query = new QueryBuilder
        {
            { "agent", agentId.ToString(CultureInfo.InvariantCulture) },
            { "token", await users.GeneratePasswordResetTokenAsync(agent) },
        };
        return new PasswordLink(agent.DisplayName, UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, "/password", query.ToQueryString()));
    }
}
