using Inbox.Channels.Email.Hooks;
using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Inbox.Web.Hooks;

/// <summary>
/// Postmark, Mailgun and SendGrid hand mail in here: /hooks/mail/{channel}/{provider}. They take 200 for "stored for good"
/// and try again after anything else that time may mend.
/// </summary>
internal static class MailHookEndpoint
{
    /// <summary>A large mail is unpacked in memory in part; so many at once, on each node.</summary>
    private const int LargeAtOnce = 2;

    private static readonly SemaphoreSlim Large = new(LargeAtOnce);

    internal sealed record Stored(long Delivery, bool Duplicate);

    public static void MapMailHooks(this IEndpointRouteBuilder app)
    {
        // Mailgun sends the mail whole to addresses that end in "mime".
        foreach (var pattern in (string[])["/hooks/mail/{channel}/{provider}", "/hooks/mail/{channel}/{provider:regex(^mailgun$)}/mime"])
        {
            app.MapPost(pattern, ReceiveAsync).AllowAnonymous().ExcludeFromDescription().WithMetadata(new MailBody.Limit());
        }
    }

    private static async Task<IResult> ReceiveAsync(
        string channel, string provider, HttpContext context, Rulebook rulebook, ChannelKinds kinds, MailHooks hooks, MailStore store, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<MailProvider>(provider, ignoreCase: true, out var by) || !Enum.IsDefined(by) || provider.Any(char.IsAsciiDigit))
        {
            return Problems.NotFound($"Inbox knows no provider '{provider}'. It takes mail from postmark, mailgun and sendgrid.");
        }

        var rules = await rulebook.GetAsync(cancellationToken);
        if (rules.ChannelByKey(channel) is not { } door || kinds.Of(door).Traits is not { HandleKind: HandleKinds.Email, AnswersOver: null })
        {
            return Problems.NotFound($"There is no mail channel '{channel}'.");
        }

        if (hooks.Refusal(by, door, context.Request.Headers) is { } refusal)
        {
            return No(refusal, context);
        }

        // Said only to those who have proved who they are. A closed door may open again, so the provider keeps the mail.
        if (!door.Enabled)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, $"The channel '{door.Key}' is switched off.");
        }

        await using var body = await MailBody.ReadAsync(context.Request, cancellationToken);
        if (body.IsTooLarge)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "A request may have at most 40 MB.");
        }

        var large = body.InMemory is null;
        if (large)
        {
            await Large.WaitAsync(cancellationToken);
        }

        try
        {
            return await StoreAsync(new HookRequest(by, context.Request.ContentType, context.Request.Headers, body), door, context, hooks, store, cancellationToken);
        }
        finally
        {
            if (large)
            {
                Large.Release();
            }
        }
    }

    private static async Task<IResult> StoreAsync(HookRequest request, Channel door, HttpContext context, MailHooks hooks, MailStore store, CancellationToken cancellationToken)
    {
        // Written anew, attachments grow by a third.
        await using var mail = new Spool(2 * MailBody.Most);
        if (await hooks.ReadAsync(request, door, mail, cancellationToken) is { } refused)
        {
            return No(refused, context);
        }

        if (mail.IsTooLarge || mail.Length == 0)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, mail.Length == 0 ? "There is no mail in the request." : "The mail is too large.");
        }

        var identity = await store.IdentifyAsync(door, mail, cancellationToken);
        if (await hooks.UseOnceAsync(request, door, identity, cancellationToken) is { } used)
        {
            return No(used, context);
        }

        return await store.StoreAsync(door, identity, mail, "message/rfc822", cancellationToken) is { } receipt
            ? TypedResults.Json(new Stored(receipt.DeliveryId, receipt.Duplicate))
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "The mail could not be stored now. Send it again later.");
    }

    private static ProblemHttpResult No(HookFailure failure, HttpContext context)
    {
        if (failure.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Inbox\"";
        }

        return Problems.Of(failure.Status, failure.Message);
    }
}
