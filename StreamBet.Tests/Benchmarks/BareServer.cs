using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StreamBet.Tests.Benchmarks;

/// <summary>The floor that uploads and reads are compared with: the same server framework writing a PUT's body to a file, or
/// answering the bytes of <c>page.json</c> from memory, and nothing else.</summary>
internal static class BareServer
{
    /// <summary>Serves until the process is ended; prints its address first.</summary>
    public static async Task RunAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", () => Results.Content("<!doctype html><input id=clip-file type=file>", "text/html"));
        var page = new Lazy<byte[]>(() => File.ReadAllBytes(Path.Combine(folder, "page.json")));
        app.MapGet("/page.json", () => Results.Bytes(page.Value, "application/json"));
        app.MapPut("/{name}", async (string name, HttpContext context) =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            await using var file = new FileStream(
                Path.Combine(folder, Path.GetFileName(name)), FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
            await context.Request.BodyReader.CopyToAsync(file, context.RequestAborted);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await app.WaitForShutdownAsync();
    }
}
