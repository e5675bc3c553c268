using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Benchmarks;

/// <summary>What the tests have in place of S3 and Rekognition, to try the application against by hand. The same labels are found
/// in every clip.</summary>
internal static class LocalAws
{
    /// <summary>Runs until it is stopped, and prints how the application is started against it.</summary>
    public static async Task RunAsync()
    {
        var stopped = new TaskCompletionSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stopped.TrySetResult();
        };
        await using var aws = await AwsWorld.StartAsync();
        aws.Rekognition.JobsEnd = new JobEnd.After(TimeSpan.FromSeconds(10));
        aws.Rekognition.Labels = RekognitionLabels.Many(16);
        var credentials = Environment.GetEnvironmentVariable(AwsWorld.CredentialsVariable);
        Console.WriteLine("Start the application from another terminal (Ctrl+C here ends this):");
        Console.WriteLine(
            $"{AwsWorld.CredentialsVariable}={credentials} ./run.sh "
            + string.Join(' ', aws.Arguments(("Aws:PollInterval", "00:00:01"), ("Aws:SlotInterval", "00:00:02"))));
        await stopped.Task;
    }
}
