using System.Text.Encodings.Web;

namespace StreamBet.Web.Host;

/// <summary>A page that says one thing and needs nothing else of the server: no circuit, no style sheet, no script.</summary>
internal static class PlainPage
{
    /// <summary>Answers with it.</summary>
    /// <param name="response">The answer, whose status is set.</param>
    /// <param name="title">What happened.</param>
    /// <param name="sentence">What to do.</param>
    /// <param name="loadsAgainAfter">After how many seconds the browser loads it again; null if it does not.</param>
    public static Task WriteAsync(HttpResponse response, string title, string sentence, int? loadsAgainAfter = null)
    {
        response.ContentType = "text/html; charset=utf-8";
        var refresh = loadsAgainAfter is { } seconds ? $"<meta http-equiv=\"refresh\" content=\"{seconds}\">\n" : "";
        return response.WriteAsync(
            $$"""
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            {{refresh}}<title>{{HtmlEncoder.Default.Encode(title)}} - StreamBet</title>
            <style>:root { color-scheme: light dark; } body { margin: 20vh auto; max-width: 30rem; padding: 1rem; font: 1.125rem/1.5 system-ui; text-align: center; }</style>
            <h1>{{HtmlEncoder.Default.Encode(title)}}</h1>
            <p>{{HtmlEncoder.Default.Encode(sentence)}}</p>
            """,
            response.HttpContext.RequestAborted);
    }
}
