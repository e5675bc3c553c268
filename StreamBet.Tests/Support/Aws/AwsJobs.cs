using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Persistence;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Shorthands for an application's jobs.</summary>
internal static class AwsJobs
{
    /// <summary>Uploads a clip and waits only until it is accepted.</summary>
    public static async Task<Guid> SendAsync(this TestApp application, string clip, string query = "") =>
        (await (await application.Local.SendClipAsync(clip, query, isAsync: true)).ReadAsync(HttpStatusCode.Accepted))
            .GetProperty("job_id").GetGuid();

    /// <summary>A job as the API shows it.</summary>
    public static Task<JsonElement> JobAsync(this TestApp application, Guid job) =>
        application.Local.GetJsonAsync($"/api/jobs/{job}");

    /// <summary>The id of the latest job.</summary>
    public static async Task<Guid> LatestJobAsync(this TestApp application)
    {
        var databases = application.Services.GetRequiredService<IDbContextFactory<StreamBetDb>>();
        await using var database = await databases.CreateDbContextAsync();
        return (await database.Jobs.ToListAsync()).MaxBy(job => job.CreatedAt)!.Id;
    }

    /// <summary>Waits until a job reaches a step of its analysis.</summary>
    public static Task IsAtStepAsync(this TestApp application, Guid job, string step) => Eventually.IsTrueAsync(
        () =>
        {
            var progress = application.JobAsync(job).GetAwaiter().GetResult().GetProperty("progress");
            return progress.ValueKind == JsonValueKind.Object && progress.GetProperty("step").GetString() == step;
        },
        $"the job comes to the step {step}");

    /// <summary>Waits until a job has ended.</summary>
    public static async Task<JsonElement> EndOfAsync(this TestApp application, Guid job)
    {
        using var events = new StreamReader(await application.Local.GetStreamAsync($"/api/jobs/{job}/events"));
        await events.ReadToEndAsync();
        return await application.JobAsync(job);
    }

    /// <summary>Cancels a job; the cancellation must be allowed.</summary>
    public static async Task CancelAsync(this TestApp application, Guid job) =>
        (await (await application.Local.PostAsync($"/api/jobs/{job}/cancel", null)).ReadAsync())
            .GetProperty("state").GetString().Should().Be("cancelled");

    /// <summary>The SHA-256 of a file, in lower-case hex.</summary>
    public static async Task<string> Sha256Async(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path)));
}
