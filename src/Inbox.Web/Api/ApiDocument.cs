using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Inbox.Web.Api;

/// <summary>The OpenAPI document: only the API, its words as closed lists, its one key.</summary>
internal static class ApiDocument
{
    public static void AddInboxOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddSchemaTransformer(NameWordsAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Inbox",
            Version = "v1",
            Description = "Cases, messages and mail of Inbox. Every error is a problem document (RFC 9457) with a sentence for people in `detail` and, where a field is wrong, `errors`.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token from Settings, Tokens or from `token create --name N --role R [--department D|all]`.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        return Task.CompletedTask;
    }

    /// <summary>The words come from the converters that write them, so that the document cannot differ.</summary>
    private static Task NameWordsAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(string))
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetValuesAsUnderlyingType(type).Cast<object>()
                .Select(v => JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Enum.ToObject(type, v), type, context.JsonTypeInfo.Options))!)];
        }

        return Task.CompletedTask;
    }
}
