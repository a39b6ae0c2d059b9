using Inbox.Benchmarks;

return args switch
{
    ["mail-data", var folder] => MailData.Run(folder),
    ["mail-speed"] => MailSpeed.Run(),
    ["mail-fuzz", var folder] => MailFuzz.Run(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Inbox.Benchmarks -- mail-data FOLDER | mail-speed | mail-fuzz FOLDER");
    return 2;
}
