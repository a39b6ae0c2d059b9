namespace Inbox.Benchmarks;

/// <summary>The whole table of figures about reading mail, by one command. The slow ones, mutated mails and the browser, have commands of their own.</summary>
internal static class MailTable
{
    public static async Task<int> RunAsync(string folder)
    {
        var data = MailData.Run(folder);
        Console.WriteLine();
        var speed = MailSpeed.Run();
        Console.WriteLine();
        var memory = await MailMemory.RunAsync();
        return Math.Max(data, Math.Max(speed, memory));
    }
}
