using Inbox.Core.Access;

namespace Inbox.Web.Access;

/// <summary>Who asks, as the authentication of this request found it. Pages and endpoints never build an actor themselves.</summary>
internal static class ActorContext
{
    /// <summary>The actor of a request behind a sign-in or a token.</summary>
    public static Actor GetActor(this HttpContext context) =>
        context.Features.Get<Actor>() ?? throw new InvalidOperationException("This endpoint needs authorisation: no actor was set.");

    public static void SetActor(this HttpContext context, Actor actor) => context.Features.Set(actor);
}
