using System.Globalization;
using Inbox.Core.Demo;

namespace Inbox.Web.CommandLine;

/// <summary><c>seed --cases N</c>: fills a database with realistic cases, to try it under load.</summary>
internal static class SeedVerb
{
    private const int Most = 10_000_000;

    public static Verb Verb { get; } = new("seed", "seed --cases N", RunAsync);

    private static async Task<int> RunAsync(IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        var options = VerbOptions.Parse(args, "cases");
        options.NoRest();
        if (!int.TryParse(options.Get("cases"), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var cases) || cases is < 1 or > Most)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--cases is a number from 1 to {Most:N0}."));
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
