using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace StreamBet.Core.Aws.Calls;

/// <summary>Looks credentials up at the first call that needs them, in a named profile or where the SDK usually looks.
/// A server without credentials therefore starts, reports the problem in its health, and works as soon as they exist.
/// When the named profile is missing there is no fallback, because other credentials could carry other
/// permissions.</summary>
/// <param name="profile">The profile; empty to look where the SDK usually does.</param>
internal sealed class LazyCredentials(string profile) : AWSCredentials
{
    private volatile AWSCredentials? _found;

    /// <inheritdoc/>
    public override ImmutableCredentials GetCredentials() =>
        (_found ??= profile.Length > 0 ? OfProfile() : DefaultAWSCredentialsIdentityResolver.GetCredentials()).GetCredentials();

    /// <inheritdoc/>
    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        _found ??= profile.Length > 0 ? OfProfile() : await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync();
        return await _found.GetCredentialsAsync();
    }

    private AWSCredentials OfProfile() => new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials)
        ? credentials
        : throw new ProfileNotFoundException(profile);
}

/// <summary>The configured profile does not exist on this machine.</summary>
internal sealed class ProfileNotFoundException(string profile)
    : AmazonClientException($"The AWS profile \"{profile}\" does not exist on this server.");
