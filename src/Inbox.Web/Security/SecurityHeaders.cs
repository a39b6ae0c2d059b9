namespace Inbox.Web.Security;

/// <summary>Headers that tell a browser what not to do, on every answer, errors included.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // When the answer starts: only then the endpoint is known, and an error may have cleared the headers.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            var sites = context.Features.Get<FrameSites>();
            headers.ContentSecurityPolicy = ContentPolicy.For(context.GetEndpoint()?.Metadata.GetMetadata<ContentPolicyAttribute>()?.Policy ?? ContentPolicy.Pages, sites);
            headers.XContentTypeOptions = "nosniff";

            // It can name no other site; where it is missing, frame-ancestors decides alone.
            headers.XFrameOptions = sites is null ? "SAMEORIGIN" : default;
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
            return Task.CompletedTask;
        });
        return next(context);
    });
}
