using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>Writes what the benchmarks print into docs/benchmarks.md as well, with the machine and the day.</summary>
internal sealed class BenchmarkReport : IDisposable
{
    /// <summary>What asks for it on the command line.</summary>
    public const string Option = "--write";

    private const string Heading = "## The last run, as it was printed";

    private static readonly string File = Path.Combine(Repository.Root, "docs", "benchmarks.md");

    private readonly TextWriter _console = Console.Out;
    private readonly StringWriter _printed = new();

    /// <summary>Takes down what is printed from now on.</summary>
    public BenchmarkReport() => Console.SetOut(new Both(_console, _printed));

    /// <summary>Replaces the last run in the document by this one.</summary>
    public void Dispose()
    {
        Console.SetOut(_console);
        var text = System.IO.File.ReadAllText(File);
        var kept = text.IndexOf(Heading, StringComparison.Ordinal) is >= 0 and var at ? text[..at] : text + "\n";
        var processor = System.IO.File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        System.IO.File.WriteAllText(File, string.Create(CultureInfo.InvariantCulture, $"""
            {kept}{Heading}

            {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores ({processor}), {memory:0} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.

            ```text
            {_printed.ToString().Trim()}
            ```

            """));
    }

    private sealed class Both(TextWriter first, TextWriter second) : TextWriter
    {
        public override Encoding Encoding => first.Encoding;

        public override void Write(char value)
        {
            first.Write(value);
            second.Write(value);
        }
    }
}
