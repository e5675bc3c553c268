using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Reads who signed a call. It does not verify signatures; that they are right is the SDK's job.</summary>
internal static partial class SigV4
{
    /// <summary>The access key of a call signed for a service; null when it is not signed for that service.</summary>
    public static string? AccessKeyOf(HttpRequest request, string service) =>
        Signed().Match(request.Headers.Authorization.ToString()) is { Success: true } match
            && match.Groups["service"].Value == service
            ? match.Groups["key"].Value
            : null;

    /// <summary>An Authorization header as the SDK writes it, with a fake signature.</summary>
    public static string Header(string accessKey, string service) =>
        $"AWS4-HMAC-SHA256 Credential={accessKey}/20200101/us-east-1/{service}/aws4_request, "
        + $"SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}";

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/[0-9]{8}/[^/]+/(?<service>[^/]+)/aws4_request, ?"
        + "SignedHeaders=[^,]+, ?Signature=[0-9a-f]{64}$")]
    private static partial Regex Signed();
}
