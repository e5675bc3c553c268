using Microsoft.AspNetCore.Http;

namespace StreamBet.Tests.Support.Aws;

/// <summary>A call to S3.</summary>
internal sealed class S3Request : RecordedCall
{
    public const string AbortMultipartUpload = nameof(AbortMultipartUpload);
    public const string CompleteMultipartUpload = nameof(CompleteMultipartUpload);
    public const string CreateMultipartUpload = nameof(CreateMultipartUpload);
    public const string DeleteObject = nameof(DeleteObject);
    public const string GetObject = nameof(GetObject);
    public const string GetLifecycle = "GetBucketLifecycleConfiguration";
    public const string HeadBucket = nameof(HeadBucket);
    public const string HeadObject = nameof(HeadObject);

    /// <summary>Either version of ListObjects.</summary>
    public const string ListObjects = nameof(ListObjects);

    public const string ListMultipartUploads = nameof(ListMultipartUploads);
    public const string PutObject = nameof(PutObject);
    public const string UploadPart = nameof(UploadPart);

    // The first match applies: method, whether the path names an object, a required query key, operation name.
    private static readonly (string Method, bool HasKey, string? Query, string Operation)[] Operations =
    [
        ("GET", true, "uploadId", "ListParts"),
        ("GET", true, null, GetObject),
        ("GET", false, "uploads", ListMultipartUploads),
        ("GET", false, "lifecycle", GetLifecycle),
        ("GET", false, "location", "GetBucketLocation"),
        ("GET", false, "encryption", "GetBucketEncryption"),
        ("GET", false, null, ListObjects),
        ("HEAD", true, null, HeadObject),
        ("HEAD", false, null, HeadBucket),
        ("PUT", true, "partNumber", UploadPart),
        ("PUT", true, null, PutObject),
        ("PUT", false, "lifecycle", "PutBucketLifecycleConfiguration"),
        ("PUT", false, null, "CreateBucket"),
        ("POST", true, "uploads", CreateMultipartUpload),
        ("POST", true, "uploadId", CompleteMultipartUpload),
        ("POST", false, "delete", "DeleteObjects"),
        ("DELETE", true, "uploadId", AbortMultipartUpload),
        ("DELETE", true, null, DeleteObject),
        ("DELETE", false, "lifecycle", "DeleteBucketLifecycle"),
        ("DELETE", false, null, "DeleteBucket"),
    ];

    /// <summary>Records a path-style request.</summary>
    public S3Request(HttpRequest request, DateTimeOffset at)
        : base(NameOf(request), SigV4.AccessKeyOf(request, "s3"), at)
    {
        (Bucket, Key) = Split(request);
        Method = request.Method;
        Query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        Headers = request.Headers.ToDictionary(
            pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    public string Method { get; }

    /// <summary>Empty when the request names no bucket.</summary>
    public string Bucket { get; }

    /// <summary>The object's key; empty when the request names none.</summary>
    public string Key { get; }

    public IReadOnlyDictionary<string, string> Query { get; }

    /// <summary>The headers by name, ignoring case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    private static (string Bucket, string Key) Split(HttpRequest request) =>
        request.Path.Value!.TrimStart('/').Split('/', 2) is [var bucket, var key]
            ? (bucket, key)
            : (request.Path.Value.Trim('/'), "");

    private static string NameOf(HttpRequest request)
    {
        var (bucket, key) = Split(request);
        if (bucket.Length == 0)
            return "ListBuckets";
        return Operations.FirstOrDefault(operation =>
            operation.Method == request.Method && operation.HasKey == key.Length > 0
            && (operation.Query is null || request.Query.ContainsKey(operation.Query))).Operation ?? "Unknown";
    }
}
