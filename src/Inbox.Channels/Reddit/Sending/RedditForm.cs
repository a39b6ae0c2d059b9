namespace Inbox.Channels.Reddit.Sending;

/// <summary>What is written to Reddit, so that it answers in JSON.</summary>
internal static class RedditForm
{
    public static Dictionary<string, string> Of(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["api_type"] = "json" };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        return form;
    }
}
