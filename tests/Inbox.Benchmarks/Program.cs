Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Inbox.Benchmarks -- COMMAND");
return 2;
