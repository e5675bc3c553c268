using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.People.Sessions;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>A code takes an account to another device.</summary>
public sealed class AccountTransferTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly TestApp _app;

    public AccountTransferTests() => _app = TestApp.Start(_time);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_code_signs_another_device_in_once()
    {
        using var phone = await Browser.OpenAsync(_app);
        using var laptop = await Browser.OpenAsync(_app, "curl/8");
        using var third = await Browser.OpenAsync(_app);
        var code = await MakeAsync(phone);
        code.Should().MatchRegex("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$");

        (await laptop.SubmitAsync("/account/transfer", ("code", code.ToLowerInvariant().Replace('-', ' ')))).Headers.Location!.ToString()
            .Should().Be("/me");

        (await laptop.IdAsync()).Should().Be(await phone.IdAsync());
        (await phone.Client.GetJsonAsync("/api/me/sessions")).GetProperty("sessions").GetArrayLength().Should().Be(2);
        (await TakeAsync(third, code).CodeAsync(HttpStatusCode.NotFound)).Should().Be("transfer_code_invalid");
        (await third.SubmitAsync("/account/transfer", ("code", code))).Headers.Location!.ToString().Should().Be("/me?transfer=transfer_code_invalid");
    }

    [Fact]
    public async Task A_code_expires_after_ten_minutes_and_by_the_next_one()
    {
        using var phone = await Browser.OpenAsync(_app);
        using var laptop = await Browser.OpenAsync(_app);
        var first = await MakeAsync(phone);
        var second = await MakeAsync(phone);

        (await TakeAsync(laptop, first).CodeAsync(HttpStatusCode.NotFound)).Should().Be("transfer_code_invalid");
        _time.Advance(TransferCode.Life);
        (await TakeAsync(laptop, second).CodeAsync(HttpStatusCode.NotFound)).Should().Be("transfer_code_invalid");
    }

    [Fact]
    public async Task Who_holds_something_here_has_to_agree_to_leave_it()
    {
        using var phone = await Browser.OpenAsync(_app);
        using var laptop = await Browser.OpenAsync(_app);
        await laptop.Client.PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created);
        var code = await MakeAsync(phone);

        (await TakeAsync(laptop, code).CodeAsync(HttpStatusCode.Conflict)).Should().Be("account_left_behind");
        (await TakeAsync(laptop, code, leaves: true)).StatusCode.Should().Be(HttpStatusCode.OK, "the code was not used up");

        (await laptop.IdAsync()).Should().Be(await phone.IdAsync());
    }

    [Fact]
    public async Task A_code_is_not_for_the_browser_that_made_it()
    {
        using var phone = await Browser.OpenAsync(_app);

        (await TakeAsync(phone, await MakeAsync(phone)).CodeAsync(HttpStatusCode.Conflict)).Should().Be("transfer_same_account");
    }

    [Fact]
    public async Task An_address_that_guesses_has_to_wait()
    {
        using var phone = await Browser.OpenAsync(_app);
        using var laptop = await Browser.OpenAsync(_app);
        var code = await MakeAsync(phone);
        for (var attempt = 0; attempt < TransferCodes.MaxFailures; attempt++)
            await TakeAsync(laptop, "0000-0000-0000").CodeAsync(HttpStatusCode.NotFound);

        var refused = await TakeAsync(laptop, code);
        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.Should().NotBeNull();

        _time.Advance(TimeSpan.FromMinutes(10));
        (await TakeAsync(laptop, await MakeAsync(phone))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_operators_account_and_that_of_a_program_stay_where_they_are()
    {
        using var boss = await Browser.OperatorAsync(_app);

        (await boss.Client.PostAsync("/api/me/transfer-code", null).CodeAsync(HttpStatusCode.Forbidden)).Should().Be("not_transferable");
        (await _app.Local.PostAsync("/api/me/transfer-code", null).CodeAsync(HttpStatusCode.Forbidden)).Should().Be("not_transferable");
    }

    [Fact]
    public async Task A_page_of_another_site_signs_nobody_in()
    {
        using var phone = await Browser.OpenAsync(_app);
        using var laptop = await Browser.OpenAsync(_app);
        laptop.Client.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        (await laptop.SubmitAsync("/account/transfer", ("code", await MakeAsync(phone)))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private static async Task<string> MakeAsync(Browser browser) =>
        (await (await browser.Client.PostAsync("/api/me/transfer-code", null)).ReadAsync()).GetProperty("code").GetString()!;

    private static Task<HttpResponseMessage> TakeAsync(Browser browser, string code, bool leaves = false) =>
        browser.Client.PostAsJsonAsync("/api/me/transfer", new { code, leave_behind = leaves });
}
