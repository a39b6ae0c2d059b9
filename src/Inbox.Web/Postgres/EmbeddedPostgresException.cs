namespace Inbox.Web.Postgres;

/// <summary>The private PostgreSQL cannot run here. The message is one line for the operator: what is wrong and what to do.</summary>
internal sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
