using Microsoft.AspNetCore.SignalR;

namespace StreamBet.Web.Host;

/// <summary>Ends the connection of a tab that sends messages which its circuit can't take: each is written to the log, and a page of this
/// site sends none.</summary>
internal sealed class FaultyMessages : IHubFilter
{
    private const int Max = 3;
    private static readonly object Count = new();

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocation);
        }
        catch
        {
            var count = invocation.Context.Items.TryGetValue(Count, out var known) ? (int)known! + 1 : 1;
            invocation.Context.Items[Count] = count;
            if (count >= Max)
                invocation.Context.Abort();
            throw;
        }
    }
}
