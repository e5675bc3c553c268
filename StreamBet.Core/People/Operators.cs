using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>Knows by their ids who runs this server.</summary>
public sealed class Operators(IOptions<StreamBetOptions> options)
{
    /// <summary>Whether this person is the operator, or the holder of an operator's API key.</summary>
    public bool Has(string personId) => personId == Caller.OperatorId || options.Value.ApiKeys.Any(key =>
        Caller.KeyPrefix + key.Name == personId && key.Role.Equals(nameof(Role.Operator), StringComparison.OrdinalIgnoreCase));
}
