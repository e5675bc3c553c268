using System.Net;
using Amazon.Rekognition;
using Amazon.Runtime;
using StreamBet.Core.Aws.Calls;

namespace StreamBet.Tests.Aws;

public sealed class AwsFaultTests
{
    [Theory]
    [InlineData("ThrottlingException", "aws_busy")]
    [InlineData("InternalServerError", "aws_unavailable")]
    [InlineData("AccessDeniedException", "aws_access_denied")]
    [InlineData("ExpiredTokenException", "aws_credentials_refused")]
    [InlineData("InvalidS3ObjectException", "rekognition_no_clip")]
    [InlineData("IdempotentParameterMismatchException", "aws_refused")]
    public void A_fault_of_the_server_or_of_AWS_lets_the_same_clip_be_sent_again(string answer, string code)
    {
        var failure = FailureOf(answer);

        failure.Code.Should().Be(code);
        failure.IsPassing.Should().BeTrue();
    }

    [Fact]
    public void A_clip_that_is_too_large_stays_too_large() =>
        FailureOf("VideoTooLargeException").IsPassing.Should().BeFalse();

    private static Core.Clips.AnalysisFailedException FailureOf(string answer)
    {
        var exception = new AmazonRekognitionException(
            "Refused.", null, ErrorType.Sender, answer, "1", HttpStatusCode.BadRequest);
        return AwsFault.Of(exception)!.ToFailure(exception);
    }
}
