using Microsoft.AspNetCore.SignalR;

namespace StreamBet.Web.Host;

/// <summary>Ends the connection of a tab that keeps sending messages its circuit can't take. Each of them fills the log, and no page of
/// this site sends one.</summary>
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
