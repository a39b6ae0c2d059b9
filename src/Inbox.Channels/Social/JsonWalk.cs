using System.Text.Json;

namespace Inbox.Channels.Social;

/// <summary>
/// Walks a JSON document in its order, without a stack of calls, so that no depth ends the process. A reader says of each
/// object what goes on beneath it; what one object tells those beneath it travels as <typeparamref name="TContext"/>.
/// </summary>
internal static class JsonWalk
{
    /// <param name="roots">Where to begin.</param>
    /// <param name="context">What the roots are told.</param>
    /// <param name="visit">Reads one object; returns the context of its members and which of them are left out, or null where nothing beneath it counts.</param>
    public static void Run<TContext>(IEnumerable<JsonElement> roots, TContext context, Func<JsonElement, TContext, Descent<TContext>?> visit)
    {
        var open = new Stack<(JsonElement Json, TContext Context)>();
        Push(open, roots, context);
        while (open.TryPop(out var next))
        {
            if (next.Json.ValueKind == JsonValueKind.Array)
            {
                Push(open, next.Json.EnumerateArray(), next.Context);
            }
            else if (next.Json.IsObject() && visit(next.Json, next.Context) is { } descent)
            {
                foreach (var member in next.Json.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array).Reverse())
                {
                    if (descent.Into(member.Name) is { Goes: true } into)
                    {
                        open.Push((member.Value, into.Context));
                    }
                }
            }
        }
    }

    private static void Push<TContext>(Stack<(JsonElement Json, TContext Context)> open, IEnumerable<JsonElement> values, TContext context)
    {
        foreach (var value in values.Where(v => v.ValueKind is JsonValueKind.Object or JsonValueKind.Array).Reverse())
        {
            open.Push((value, context));
        }
    }
}

/// <param name="Into">Of a member by its name: whether to go on there, and with what context.</param>
internal sealed record Descent<TContext>(Func<string, (bool Goes, TContext Context)> Into)
{
    public static Descent<TContext> Everywhere(TContext context) => new(_ => (true, context));
}
