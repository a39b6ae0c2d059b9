namespace Inbox.Web.Hosting;

/// <summary>Where Inbox keeps what is not in the database: INBOX_DATA, else a folder of the system's choice for this user.</summary>
internal static class DataFolder
{
    public static string Resolve(IConfiguration configuration)
    {
        if (configuration["INBOX_DATA"] is { Length: > 0 } configured)
            return Path.GetFullPath(configured);
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            return "/var/lib/inbox";
        var perUser = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(perUser.Length > 0 ? perUser : Path.GetTempPath(), "inbox");
    }
}
