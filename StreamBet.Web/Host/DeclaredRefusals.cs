using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>Codes of refusals that an endpoint can answer with; the API's document lists them.</summary>
/// <param name="Kind">Their kind, and so their status.</param>
/// <param name="Codes">The codes, all of them of this kind.</param>
internal sealed record DeclaredRefusals(RefusalKind Kind, IReadOnlyList<string> Codes);

/// <summary>Declares refusals.</summary>
internal static class RefusalDeclarations
{
    /// <summary>Says that an endpoint can refuse with these codes.</summary>
    public static T Refuses<T>(this T endpoint, RefusalKind kind, params string[] codes)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DeclaredRefusals(kind, codes));
}
