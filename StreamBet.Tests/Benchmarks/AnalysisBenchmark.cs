namespace StreamBet.Tests.Benchmarks;

internal static class AnalysisBenchmark { public static Task RunAsync() => Task.CompletedTask; }
internal static class AccuracyBenchmark { public static Task RunAsync() => Task.CompletedTask; }
