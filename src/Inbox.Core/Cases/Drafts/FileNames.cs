namespace Inbox.Core.Cases.Drafts;

/// <summary>A file's name as it may travel: no folders, nothing unprintable.</summary>
internal static class FileNames
{
    private const int Longest = 200;

    public static string Clean(string name)
    {
        var last = Words.Storable(name).Split('/', '\\')[^1];
        var clean = new string([.. last.Where(c => !char.IsControl(c))]).Trim().Trim('.');
        if (clean.Length == 0)
        {
            return "file";
        }

        // The ending tells programs what a file is, so it is the last to be cut.
        var ending = Path.GetExtension(clean);
        return clean.Length <= Longest ? clean : Words.Cut(clean, Longest - Math.Min(ending.Length, 20)) + Words.Cut(ending, 20);
    }
}
