using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace StreamBet.Core.Aws.Calls;

/// <summary>The credentials that the SDK's chain finds, or those of a profile, looked for when a call needs them: a server without
/// any starts, says in its health what is missing, and goes on as soon as they are there. A profile that is named and not there
/// is never passed over, or its rights would be others than those that were meant.</summary>
/// <param name="profile">The profile; empty for the chain.</param>
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

/// <summary>The profile that is to be taken is not on this machine.</summary>
internal sealed class ProfileNotFoundException(string profile)
    : AmazonClientException($"The profile \"{profile}\" of AWS credentials is not on this machine.");
