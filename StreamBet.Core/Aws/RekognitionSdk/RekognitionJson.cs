using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Rekognition;

/// <summary>The JSON options for requests and responses: the service's own names, and null members are
/// omitted.</summary>
internal static class RekognitionJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new ConstantConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RemoveSdkMembers } },
    };

    // Requests and responses inherit members from the SDK that are not part of the service's JSON.
    private static void RemoveSdkMembers(JsonTypeInfo type)
    {
        for (var index = type.Properties.Count - 1; index >= 0; index--)
        {
            if ((type.Properties[index].AttributeProvider as MemberInfo)?.DeclaringType?.Assembly
                == typeof(AmazonWebServiceRequest).Assembly)
            {
                type.Properties.RemoveAt(index);
            }
        }
    }

    private sealed class ConstantConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsSubclassOf(typeof(ConstantClass));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        private sealed class Of<T> : JsonConverter<T>
            where T : ConstantClass
        {
            private static readonly Func<string, T> Find =
                typeof(T).GetMethod("FindValue", [typeof(string)])!.CreateDelegate<Func<string, T>>();

            public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                Find(reader.GetString()!);

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
                writer.WriteStringValue(value.Value);
        }
    }
}

/// <summary>Creates the HTTP request of an operation.</summary>
internal sealed class RequestWriter(string operation) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    /// <inheritdoc/>
    public IRequest Marshall(AmazonWebServiceRequest input) =>
        new DefaultRequest(input, "Amazon.Rekognition")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Headers =
            {
                ["X-Amz-Target"] = $"RekognitionService.{operation}",
                ["Content-Type"] = "application/x-amz-json-1.1",
                ["x-amz-api-version"] = "2016-06-27",
            },
            Content = JsonSerializer.SerializeToUtf8Bytes(input, input.GetType(), RekognitionJson.Options),
        };
}

/// <summary>Reads a response of the service.</summary>
internal sealed class ResponseReader<TResponse> : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, new()
{
    public static readonly ResponseReader<TResponse> Instance = new();

    /// <inheritdoc/>
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) =>
        JsonSerializer.Deserialize<TResponse>(input.Stream, RekognitionJson.Options) ?? new TResponse();

    /// <inheritdoc/>
    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception? innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return new AmazonRekognitionException(
            error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
