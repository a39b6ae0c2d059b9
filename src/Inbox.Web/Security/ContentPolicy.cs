namespace Inbox.Web.Security;

/// <summary>The Content-Security-Policy of an endpoint that needs another than <see cref="Pages"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class ContentPolicyAttribute(string policy) : Attribute
{
    public string Policy { get; } = policy;
}

/// <summary>A feature of a request: other sites may show what it answers within a page of theirs.</summary>
/// <param name="Origins">Scheme, host and port each.</param>
internal sealed record FrameSites(IReadOnlyList<string> Origins);

internal static class ContentPolicy
{
    /// <summary>No inline script, no inline style, nothing from elsewhere.</summary>
    public const string Pages = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'";

    /// <summary>A customer's mail in its sandboxed frame: no script at all, images only by way of us.</summary>
    public const string MailFrame = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    /// <summary>A page for anybody: it needs no script at all.</summary>
    public const string Contact = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    /// <summary>The policy, with the sites that may show the page within theirs.</summary>
    public static string For(string policy, FrameSites? sites) =>
        sites is null ? policy : policy.Replace("frame-ancestors 'self'", $"frame-ancestors 'self' {string.Join(' ', sites.Origins)}", StringComparison.Ordinal);

    /// <summary>The same, for an endpoint: <c>app.MapGet(…).WithContentPolicy(ContentPolicy.MailFrame)</c>.</summary>
    public static TBuilder WithContentPolicy<TBuilder>(this TBuilder builder, string policy)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ContentPolicyAttribute(policy));
}
