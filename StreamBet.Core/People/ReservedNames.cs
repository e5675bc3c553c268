using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>The names that only one person may have, or nobody: those of the server, of its operator and of the configured API
/// keys.</summary>
public sealed class ReservedNames(IOptions<StreamBetOptions> options)
{
    private readonly IReadOnlyList<(Look Look, string? Owner)> _names =
    [
        .. Names.OfServer.Select(name => (Look.Of(name.Name), name.Owner)),
        .. options.Value.ApiKeys.Select(key => (Look.Of(key.Name), (string?)(Caller.KeyPrefix + key.Name))),
    ];

    /// <summary>Whether a name that looks so is kept for somebody else than this person.</summary>
    public bool Has(Look look, string id) => _names.Any(reserved => reserved.Owner != id && reserved.Look.IsLike(look));
}
