using System.Globalization;
using Inbox.Core.Demo;

namespace Inbox.Web.CommandLine;

/// <summary><c>seed --cases N</c>: fills a database with realistic cases, to try it under load.</summary>
internal static class Seed
{
    private const int Most = 10_000_000;

    public static async Task<int> RunAsync(IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        if (args is not ["--cases", var number]
            || !int.TryParse(number, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var cases)
            || cases is < 1 or > Most)
        {
            await Console.Error.WriteLineAsync($"Say how many cases, from 1 to {Most.ToString("N0", CultureInfo.InvariantCulture)}: seed --cases 100000");
            return 2;
        }

        var time = services.GetRequiredService<TimeProvider>();
        var started = time.GetTimestamp();
        var progress = new Lines(cases, time, started);
        LoadSeed.Figures figures;
        try
        {
            figures = await services.GetRequiredService<LoadSeed>().RunAsync(cases, progress, cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }

        var took = time.GetElapsedTime(started);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{figures.Cases:N0} cases ({figures.Open:N0} open), {figures.Messages:N0} messages, {figures.Clocks:N0} clocks, {figures.Events:N0} events, {figures.Customers:N0} customers in {took.TotalSeconds:N1} s, {figures.Cases / took.TotalSeconds:N0} cases/s"));
        return 0;
    }

    /// <summary>A line every few seconds; on the spot, so that the last one is not printed after the figures.</summary>
    private sealed class Lines(int cases, TimeProvider time, long started) : IProgress<int>
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);
        private TimeSpan _printed = TimeSpan.Zero;

        public void Report(int value)
        {
            var elapsed = time.GetElapsedTime(started);
            if (elapsed - _printed < Every && value < cases)
            {
                return;
            }

            _printed = elapsed;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{value:N0} of {cases:N0} cases, {value / elapsed.TotalSeconds:N0}/s, {Environment.WorkingSet / 1_048_576:N0} MB"));
        }
    }
}
