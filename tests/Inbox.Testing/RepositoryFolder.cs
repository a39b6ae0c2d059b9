namespace Inbox.Testing;

/// <summary>The clone that the tests were built from.</summary>
public static class RepositoryFolder
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Inbox.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("Inbox.sln was not found above the tests: run them from a clone.");
    }
}
