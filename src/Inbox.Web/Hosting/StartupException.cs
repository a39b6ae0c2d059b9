namespace Inbox.Web.Hosting;

/// <summary>Inbox cannot start; the message is one line that says what to do.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
