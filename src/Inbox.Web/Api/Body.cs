using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Inbox.Web.Api;

/// <summary>A body that may have been refused already.</summary>
internal interface IBody
{
    IResult? Refusal { get; }
}

/// <summary>A JSON body. Where it cannot be read, the caller hears what is wrong and where, instead of a bare 400.</summary>
internal sealed class Body<T> : IBody, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;

    private Body(T value) => _value = value;

    private Body(IResult refusal) => Refusal = refusal;

    public IResult? Refusal { get; }

    /// <summary>An endpoint runs only when nothing was refused.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The body was refused.");

    public static async ValueTask<Body<T>> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            return new Body<T>(Problems.Of(StatusCodes.Status415UnsupportedMediaType, "Send JSON with Content-Type: application/json."));
        }

        try
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json, context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions)
                : new Body<T>(Problems.Of(StatusCodes.Status400BadRequest, "The body must be one JSON object."));
        }
        catch (JsonException e)
        {
            return new Body<T>(Problems.Of(StatusCodes.Status400BadRequest,
                FormattableString.Invariant($"The body is no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {Reason(e)}")));
        }
        catch (BadHttpRequestException e)
        {
            return new Body<T>(Problems.Of(e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The body is too large." : "The body ended early."));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static Body<T> Read(JsonDocument json, JsonSerializerOptions options)
    {
        try
        {
            return new Body<T>(json.Deserialize<T>(options)!);
        }
        catch (JsonException e)
        {
            var field = e.Path is ['$', '.', .. var path] ? path : "body";
            var wrong = e.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? "This value has the wrong type." : e.Message;
            return new Body<T>(Problems.Invalid(field, wrong));
        }
    }

    /// <summary>The parser's own words without the position that it appends.</summary>
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" Path:", StringComparison.Ordinal);
        end = end < 0 ? e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) : end;
        return end < 0 ? e.Message : e.Message[..end];
    }
}
