using System.Net;
using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Support;

/// <summary>A browser with a cookie that a test can copy and change.</summary>
internal sealed class Browser : IDisposable
{
    public const string CookieName = "streambet";

    private readonly Uri _address;
    private readonly HttpClientHandler _handler;

    private Browser(TestApp app, string? userAgent = null)
    {
        _address = app.Address;
        _handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
        Client = new HttpClient(_handler) { BaseAddress = app.Address };
        Client.DefaultRequestHeaders.UserAgent.ParseAdd(
            userAgent ?? "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    }

    /// <summary>What it sends requests with.</summary>
    public HttpClient Client { get; }

    /// <summary>Its cookie; null if it has none.</summary>
    public string? Cookie
    {
        get => _handler.CookieContainer.GetCookies(_address)[CookieName]?.Value;
        set => _handler.CookieContainer.Add(_address, new Cookie(CookieName, value));
    }

    /// <summary>A browser that has opened the page: a guest.</summary>
    public static async Task<Browser> OpenAsync(TestApp app, string? userAgent = null)
    {
        var browser = new Browser(app, userAgent);
        (await browser.PageAsync("/")).EnsureSuccessStatusCode();
        return browser;
    }

    /// <summary>A browser with a cookie.</summary>
    public static Browser With(TestApp app, string cookie) => new(app) { Cookie = cookie };

    /// <summary>A browser that has opened the operator's link.</summary>
    public static async Task<Browser> OperatorAsync(TestApp app)
    {
        var token = (string)typeof(OperatorLink).GetField("_token", BindingFlags.NonPublic | BindingFlags.Instance)!
            .GetValue(app.Services.GetRequiredService<OperatorLink>())!;
        var browser = new Browser(app);
        (await browser.PageAsync($"/operator?token={token}")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        return browser;
    }

    /// <summary>A cookie as 0.1.0 made it.</summary>
    public static string OldCookie(TestApp app, string personId, string role, int daysOld = 1)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, personId), new Claim(ClaimTypes.Name, personId), new Claim(ClaimTypes.Role, role)], "StreamBet");
        var now = TimeProvider.System.GetUtcNow();
        var ticket = new AuthenticationTicket(
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { IsPersistent = true, IssuedUtc = now.AddDays(-daysOld), ExpiresUtc = now.AddDays(365 - daysOld) },
            StreamBetAuthentication.CookieScheme);
        return app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(StreamBetAuthentication.CookieScheme).TicketDataFormat.Protect(ticket);
    }

    /// <summary>Opens a page.</summary>
    public async Task<HttpResponseMessage> PageAsync(string path)
    {
        using var page = new HttpRequestMessage(HttpMethod.Get, path);
        page.Headers.Accept.ParseAdd("text/html");
        return await Client.SendAsync(page);
    }

    /// <summary>Sends a form of the page.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Client.PostAsync(path, content);
    }

    /// <summary>Who it is.</summary>
    public async Task<string?> IdAsync() => (await Client.GetJsonAsync("/api/me")).GetProperty("id").GetString();

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
    }
}
