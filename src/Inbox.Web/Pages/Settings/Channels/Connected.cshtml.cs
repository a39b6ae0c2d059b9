using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Inbox.Channels.Mastodon;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>Where a Mastodon server sends the browser back to. Shown only when that came to nothing.</summary>
public sealed class ConnectedModel(IMediator mediator, InboxDb db, MastodonConnection connection, MastodonAttempts attempts) : SettingsPage(mediator)
{
    public const string Path = "/settings/channels/mastodon/connected";

    public string Problem { get; private set; } = "";

    public long? ChannelId { get; private set; }

    /// <param name="code">Good for one exchange.</param>
    /// <param name="state">As we sent it.</param>
    /// <param name="error">Why there is no code.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async Task<IActionResult> OnGetAsync(string? code, string? state, string? error, CancellationToken cancellationToken)
    {
        var pending = attempts.Take(HttpContext);
        if (pending is null || pending.AgentId != Me.AgentId || !Same(state, pending.Attempt.State))
        {
            return Refuse("This answer belongs to no connection that you began here in the last quarter of an hour. Press “Connect” again.");
        }

        ChannelId = pending.ChannelId;
        if (string.IsNullOrEmpty(code))
        {
            return Refuse(error == "access_denied" ? $"{pending.Attempt.Server.Host} was told not to let Inbox in." : $"{pending.Attempt.Server.Host} gave Inbox no access.");
        }

        if (await db.Channels.AsNoTracking().FirstOrDefaultAsync(c => c.Id == pending.ChannelId && c.Kind == KindForms.Mastodon, cancellationToken) is not { } channel)
        {
            return NotFound();
        }

        try
        {
            var token = await connection.FinishAsync(pending.Attempt, code, channel.Address, cancellationToken);
            return await KeepAsync(channel, token, cancellationToken) ?? Refuse(ModelState.Values.SelectMany(v => v.Errors).Select(e => e.ErrorMessage).FirstOrDefault() ?? "");
        }
        catch (MastodonRefusal e)
        {
            return Refuse(e.Message);
        }
    }

    /// <summary>The channel as it is, with the new token. Where reading stands stays.</summary>
    private async Task<IActionResult?> KeepAsync(Channel channel, string token, CancellationToken cancellationToken)
    {
        var settings = JsonNode.Parse(ChannelSecrets.Withhold(channel.Settings, out _))!.AsObject();
        settings["tokenSecret"] = token;
        var saved = await SaveAsync(
            new SaveChannel.Command(
                channel.Id, channel.Revision, channel.Kind, channel.Key, channel.Name, channel.DepartmentId, channel.CalendarId, channel.Address, settings.ToJsonString(),
                channel.ReopenDays, channel.JoinOpenCase, Me) { AttachmentMegabytes = channel.AttachmentMegabytes },
            field: null,
            cancellationToken);
        if (saved is null)
        {
            return null;
        }

        Saved = $"{channel.Name} is connected.";
        return LocalRedirect($"/settings/channels/{channel.Id}");
    }

    private PageResult Refuse(string problem)
    {
        Problem = problem;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private static bool Same(string? state, string expected) =>
        state is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(expected));
}
