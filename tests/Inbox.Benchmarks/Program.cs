using Inbox.Benchmarks;

return args switch
{
    ["mail-data", var folder] => MailData.Run(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Inbox.Benchmarks -- mail-data FOLDER");
    return 2;
}
