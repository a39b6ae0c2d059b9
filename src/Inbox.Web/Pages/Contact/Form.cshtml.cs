using System.Globalization;
using Inbox.Channels.Forms;
using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Intake;
using Inbox.Web.Api;
using Inbox.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Inbox.Web.Pages.Contact;

/// <summary>
/// The page of a contact form, for anybody and without scripts. What is sent is stored before it says thanks. The sender's
/// address is taken as it is typed and proves nothing: nothing that we know is ever shown here.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ContentPolicy(ContentPolicy.Contact)]
[RequestSizeLimit(MostBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = MostBytes, ValueCountLimit = 50)]
internal sealed class FormModel(
    Rulebook rulebook, MailStore store, HookTokens used, FormTickets tickets, FormLimits limits, IAntiforgery antiforgery, TimeProvider time) : PageModel
{
    public const string Path = "/contact";

    private const long MostBytes = (FormInput.MostFiles * FormInput.MostFile) + 1_000_000;

    /// <summary>Nobody types a message as fast.</summary>
    private static readonly TimeSpan Fastest = TimeSpan.FromSeconds(3);

    /// <summary>Shorter than the time for which it is remembered what was sent.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    [BindProperty]
    public FormInput Input { get; set; } = new();

    /// <summary>Null: there is no such form, or none any more.</summary>
    public Channel? Door { get; private set; }

    public FormSettings Settings { get; private set; } = new();

    /// <summary>Why it was not sent, where no field is to blame.</summary>
    public string? Problem { get; private set; }

    /// <summary>Of the message that was sent.</summary>
    public string? Reference { get; private set; }

    public async Task<IActionResult> OnGetAsync(string key, [FromQuery] string? sent, CancellationToken cancellationToken)
    {
        if (await OpenAsync(key, cancellationToken) is null)
        {
            return Gone();
        }

        Reference = sent is { Length: 9 } && sent.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-') ? sent : null;
        return Show(StatusCodes.Status200OK, problem: null);
    }

    public async Task<IActionResult> OnPostAsync(string key, CancellationToken cancellationToken)
    {
        if (await OpenAsync(key, cancellationToken) is not { } rules)
        {
            return Gone();
        }

        if (Settings.FrameSites.Count == 0 && !await antiforgery.IsRequestValidAsync(HttpContext))
        {
            return Show(400, "Your browser did not send the cookie of this page. Allow cookies for it, then press Send again.");
        }

        Input.Check(Settings, rules, ModelState);
        if (!ModelState.IsValid)
        {
            return Show(422, problem: null);
        }

        var now = time.Now();
        if (tickets.Read(Door!.Id, Input.Ticket) is not { } ticket || now - ticket.OpenedAt > Longest)
        {
            Input.Ticket = null;
            return Show(422, "This page was open for a long time. Look your message over, then press Send again.");
        }

        if (now - ticket.OpenedAt < Fastest)
        {
            return Show(422, "That was too quick for us to tell you from a program. Press Send again.");
        }

        if (limits.Wait(Door.Id, HttpContext.Connection.RemoteIpAddress) is { } wait)
        {
            Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Show(429, $"Too many messages came from your network or through this form. What you typed is still here: send it in {Math.Max(1, Math.Ceiling(wait.TotalMinutes)):0} minutes.");
        }

        return await StoreAsync(ticket.Id, now, cancellationToken);
    }

    private async Task<IActionResult> StoreAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mail = await Input.ToMailAsync(Settings, id, Door!.Address, now, cancellationToken);
        if (!await used.TryUseAsync(Door.Id, id, mail.Content(), cancellationToken))
        {
            Input.Ticket = null;
            return Show(409, "This page has sent a message already. What stands here now is another one: press Send again to send it too.");
        }

        await using var spool = new Spool(long.MaxValue);
        await mail.WriteAsync(spool, cancellationToken);
        var identity = await store.IdentifyAsync(Door, spool, cancellationToken);
        return await store.StoreAsync(Door, identity, spool, "message/rfc822", cancellationToken) is null
            ? Show(503, "Your message could not be stored just now. What you typed is still here: press Send again in a minute.")
            : Redirect($"{Path}/{Uri.EscapeDataString(Door.Key)}?sent={mail.Reference}");
    }

    /// <summary>Looks the form up, and lets the sites of its settings frame it.</summary>
    private async Task<Rules?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        if (rules.ChannelByKey(key) is not { Enabled: true, Kind: FormMail.ChannelKind } door)
        {
            return null;
        }

        (Door, Settings) = (door, FormSettings.Read(door.Settings));
        if (Settings.FrameSites.Select(FormSettings.OriginOf).OfType<string>().ToList() is { Count: > 0 } sites)
        {
            HttpContext.Features.Set(new FrameSites(sites));
        }

        Response.Headers.CacheControl = "no-store";
        return rules;
    }

    private PageResult Gone()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    /// <param name="status">Of HTTP.</param>
    /// <param name="problem">Null where nothing is wrong, or fields say it themselves.</param>
    private PageResult Show(int status, string? problem)
    {
        Problem = problem;
        Response.StatusCode = status;
        if (tickets.Read(Door!.Id, Input.Ticket) is null)
        {
            Input.Ticket = tickets.Issue(Door.Id, time.Now());
        }

        ModelState.Remove("Input.Ticket");
        return Page();
    }
}
