namespace StreamBet.Web.Host;

/// <summary>Marks an endpoint that is the same for everyone and doesn't ask who calls: it reads no cookie and sets none, so that a
/// page of another site that shows it learns nothing about the person who looks at it.</summary>
internal sealed class WithoutIdentity
{
    /// <summary>The mark.</summary>
    public static readonly WithoutIdentity Mark = new();

    /// <summary>Whether a request goes to such an endpoint.</summary>
    public static bool Holds(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<WithoutIdentity>() is not null;
}
