using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using Inbox.Core.Routing.Learning;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Routing;

/// <summary>Which words stand out in the cases that people moved to a department, against those that stayed where the same routing had sent them.</summary>
internal static class MovedWords
{
    private const int MostMoved = 200;
    private const int MostOthers = 500;
    private const int ReadsUpTo = 2_000;

    public sealed record Query(RoutedBy By, long? RuleId, long? ChannelId, long To, DateTimeOffset Since, Actor Actor) : IRequest<IReadOnlyList<StandingWord>>;

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, IReadOnlyList<StandingWord>>
    {
        public async Task<IReadOnlyList<StandingWord>> Handle(Query request, CancellationToken cancellationToken)
        {
            var (by, hidden) = (request.By.ToString(), request.Actor.HiddenIds);
            var moved = await db.Database.SqlQuery<string>(
                $"""
                SELECT m.subject || E'\n' || left(m.reply_text, {ReadsUpTo}) AS "Value"
                FROM (
                    SELECT c.id FROM routing_corrections k JOIN cases c ON c.id = k.case_id
                    WHERE k.at > {request.Since} AND k.routed_by = {by} AND k.rule_id IS NOT DISTINCT FROM {request.RuleId} AND k.to_department_id = {request.To}
                        AND c.opened_at > {request.Since} AND ({request.ChannelId}::bigint IS NULL OR c.channel_id = {request.ChannelId}) AND c.department_id <> ALL ({hidden})
                    ORDER BY k.at DESC LIMIT {MostMoved}
                ) c
                CROSS JOIN LATERAL (SELECT subject, reply_text FROM messages WHERE case_id = c.id AND direction = 'Inbound' ORDER BY id LIMIT 1) m
                """).ToListAsync(cancellationToken);
            var others = await db.Database.SqlQuery<string>(
                $"""
                SELECT m.subject || E'\n' || left(m.reply_text, {ReadsUpTo}) AS "Value"
                FROM (
                    SELECT c.id FROM cases c
                    WHERE c.last_message_at > {request.Since} AND c.opened_at > {request.Since} AND c.routed_by = {by} AND c.routing_rule_id IS NOT DISTINCT FROM {request.RuleId}
                        AND ({request.ChannelId}::bigint IS NULL OR c.channel_id = {request.ChannelId}) AND c.department_id <> ALL ({hidden})
                        AND NOT EXISTS (SELECT 1 FROM routing_corrections k WHERE k.case_id = c.id)
                    ORDER BY c.last_message_at DESC LIMIT {MostOthers}
                ) c
                CROSS JOIN LATERAL (SELECT subject, reply_text FROM messages WHERE case_id = c.id AND direction = 'Inbound' ORDER BY id LIMIT 1) m
                """).ToListAsync(cancellationToken);
            return StandingWords.Of(moved, others);
        }
    }
}
