namespace Inbox.Mail.Html;

/// <summary>What the markup of a mail program says about the text that follows a tag.</summary>
internal enum HtmlLandmark
{
    None,

    /// <summary>The line that introduces a quote ("On … wrote:"), whatever its language.</summary>
    Attribution,

    /// <summary>The conversation so far, to the end of the mail.</summary>
    History,

    /// <summary>A signature; it ends where its element ends or at the next landmark.</summary>
    Signature,

    /// <summary>A blockquote that only indents.</summary>
    Indent,
}

/// <summary>The characters that carry landmarks through plain text; they are taken out of what people wrote.</summary>
internal static class LandmarkMarks
{
    public const char Attribution = '\uE001';
    public const char History = '\uE002';
    public const char Signature = '\uE003';
    public const char SignatureEnd = '\uE004';

    public const string All = "\uE001\uE002\uE003\uE004";

    public static bool IsMark(char c) => c is >= Attribution and <= SignatureEnd;

    public static bool AreIn(string text) => text.AsSpan().ContainsAnyInRange(Attribution, SignatureEnd);
}
