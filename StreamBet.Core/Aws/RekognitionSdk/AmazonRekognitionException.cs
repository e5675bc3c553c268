using System.Net;
using Amazon.Runtime;

namespace Amazon.Rekognition;

/// <summary>Rekognition refused a call. <see cref="AmazonServiceException.ErrorCode"/> says why, such as
/// "LimitExceededException". The official package has a class for some codes, which derives from this one and has the
/// same code.</summary>
public class AmazonRekognitionException : AmazonServiceException
{
    /// <summary>With a message alone.</summary>
    public AmazonRekognitionException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public AmazonRekognitionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With all that the service answered.</summary>
    public AmazonRekognitionException(
        string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId,
        HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
