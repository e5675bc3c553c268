using System.Net;
using Amazon.Runtime;

namespace Amazon.Rekognition;

/// <summary>Rekognition refused a call. <see cref="AmazonServiceException.ErrorCode"/> says why, such as
/// "LimitExceededException". The official package derives a class from this one for some codes.</summary>
public class AmazonRekognitionException : AmazonServiceException
{
    /// <summary>Creates the exception with a message.</summary>
    public AmazonRekognitionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public AmazonRekognitionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception from an error response.</summary>
    public AmazonRekognitionException(
        string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId,
        HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
