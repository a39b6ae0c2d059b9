using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Channels.Listening;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Web.Api;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Inbox.Web.Hooks;

/// <summary>
/// Far sides that call us come in here: /hooks/{channel}. The kind of the door proves who calls; a caller hears "taken" only
/// after the commit, and "later" while nothing can be stored.
/// </summary>
internal static class DoorHookEndpoint
{
    public static void MapDoorHooks(this IEndpointRouteBuilder app) =>
        app.MapMethods("/hooks/{channel}", [HttpMethods.Get, HttpMethods.Post], ReceiveAsync).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();

    private static async Task<IResult> ReceiveAsync(
        string channel, HttpContext context, Rulebook rulebook, ChannelKinds kinds, ChannelSecrets secrets, DeliveryReceiver receiver, InboxDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        if (rules.ChannelByKey(channel) is not { } door || kinds.Of(door) is not IPushedChannel kind)
        {
            return Problems.NotFound($"There is no channel '{channel}' that takes calls.");
        }

        if (await BodyAsync(context, kind.MostHookBytes, cancellationToken) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"A call to this channel may have at most {kind.MostHookBytes / 1024 / 1024} MB.");
        }

        if (!secrets.TryReveal(door.Settings, out var settings))
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, $"The secrets of {door.Name} can no longer be read. Type them again in the channel's settings.");
        }

        try
        {
            var info = rules.Info(door) with { Settings = settings };
            if (await AnswerAsync(context.Request, body, door, kind, info, db, time, cancellationToken) is not { } answer)
            {
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "The channel is busy. Call again later.");
            }

            // Said only to those who have proved who they are. A closed door may open again, so the caller keeps what it has.
            if (answer.Status is >= 200 and < 300 && !door.Enabled && HttpMethods.IsPost(context.Request.Method))
            {
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, $"The channel '{door.Key}' is switched off.");
            }

            await StoreAsync(answer, door, rules, kind, receiver, db, time, cancellationToken);
            return answer.Status >= 400 ? Problems.Of(answer.Status, answer.Text) : Results.Text(answer.Text, answer.ContentType, statusCode: answer.Status);
        }
        catch (NpgsqlException e) when (e.IsTransient || e is not PostgresException)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "This could not be stored now. Send it again later.");
        }
    }

    /// <summary>What the kind says to the call, with its new cursor stored. Null where polling moved the cursor each time.</summary>
    private static async Task<HookAnswer?> AnswerAsync(
        HttpRequest request, byte[] body, Channel door, IPushedChannel kind, ChannelInfo info, InboxDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var cursor = await db.Channels.Where(c => c.Id == door.Id).Select(c => c.Cursor).FirstOrDefaultAsync(cancellationToken);
            var answer = kind.Receive(CallOf(request, body, time.Now(), cursor), info);
            if (answer.Cursor is not { } next
                || await db.Channels.Where(c => c.Id == door.Id && c.Cursor == cursor).ExecuteUpdateAsync(set => set.SetProperty(c => c.Cursor, next), cancellationToken) > 0)
            {
                return answer;
            }
        }

        return null;
    }

    private static async Task StoreAsync(
        HookAnswer answer, Channel door, Rules rules, IPushedChannel kind, DeliveryReceiver receiver, InboxDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (answer.Status is < 200 or > 299)
        {
            return;
        }

        if (answer.Items.Count > 0)
        {
            var doors = rules.Channels.Values.Where(c => c.Kind == door.Kind && c.Enabled).ToLookup(c => HandleKinds.Normalise(kind.Traits.HandleKind, c.Address), StringComparer.Ordinal);
            await receiver.ReceiveAllAsync(
                [.. answer.Items.Select(i => new InboundItem(DoorOf(i).Id, i.Item.Identity, i.Item.Content, i.Item.ContentType))],
                cancellationToken);

            Channel DoorOf(HookItem item) =>
                item.Address is { } address && doors[HandleKinds.Normalise(kind.Traits.HandleKind, address)] is var named && !named.Any(c => c.Id == door.Id)
                    ? named.FirstOrDefault() ?? door
                    : door;
        }

        if (answer.AskNow)
        {
            await db.AskNowAsync(door.Id, time.Now(), cancellationToken);
        }
    }

    private static HookCall CallOf(HttpRequest request, byte[] body, DateTimeOffset now, string? cursor) => new(
        request.Method,
        request.Query.ToDictionary(q => q.Key, q => q.Value.FirstOrDefault() ?? "", StringComparer.Ordinal),
        request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        request.ContentType,
        body,
        now,
        cursor);

    /// <summary>Null when it is larger than the door takes.</summary>
    private static async Task<byte[]?> BodyAsync(HttpContext context, int most, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        if (context.Request.ContentLength > most)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > most)
            {
                return null;
            }
        }

        return body.ToArray();
    }
}
