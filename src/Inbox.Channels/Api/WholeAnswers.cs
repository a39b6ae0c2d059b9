using Inbox.Channels.Http;
using Inbox.Channels.Social;

namespace Inbox.Channels.Api;

internal enum NoAnswer
{
    /// <summary>The request never arrived.</summary>
    NotReached,

    /// <summary>It may have arrived, and no whole answer came.</summary>
    BrokeOff,

    /// <summary>More came than the client takes.</summary>
    TooLarge,
}

/// <summary>No whole answer came; the message tells a person why.</summary>
internal sealed class NoAnswerException(NoAnswer why, string message) : Exception(message)
{
    public NoAnswer Why => why;
}

/// <summary>Requests for JSON of networks that tell their troubles apart more finely than <see cref="ApiFailure"/> does.</summary>
internal static class WholeAnswers
{
    /// <param name="client">A guarded one, which says how much it takes.</param>
    /// <param name="server">As people know it, wherever it redirects to.</param>
    /// <param name="request">With what proves who asks.</param>
    /// <param name="mostTime">How long the whole answer may take.</param>
    /// <param name="time">Measures that.</param>
    /// <param name="understand">What the answer means.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="NoAnswerException">None came.</exception>
    public static async Task<T> AskAsync<T>(
        this HttpClient client, Uri server, HttpRequestMessage request, TimeSpan mostTime, TimeProvider time, Func<HttpResponseMessage, SocialDocument, T> understand, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(mostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("Inbox/1.0");
        try
        {
            using var response = await client.SendAsync(request, either.Token);
            return understand(response, SocialDocument.Read(await response.Content.ReadAsByteArrayAsync(either.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NoAnswerException(NoAnswer.BrokeOff, $"{server.Host} did not answer within {mostTime.TotalSeconds:0} seconds.");
        }
        catch (GuardedHttpException refusal)
        {
            throw new NoAnswerException(NoAnswer.NotReached, $"Inbox {refusal.Message}.");
        }
        catch (HttpRequestException failure)
        {
            throw failure.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => new NoAnswerException(NoAnswer.NotReached, $"There is no server of the name {server.Host}."),
                HttpRequestError.ConnectionError => new NoAnswerException(NoAnswer.NotReached, $"The server {server.Authority} cannot be reached."),
                HttpRequestError.SecureConnectionError => new NoAnswerException(NoAnswer.NotReached, $"The server {server.Authority} shows no valid certificate."),
                HttpRequestError.ConfigurationLimitExceeded => new NoAnswerException(NoAnswer.TooLarge, $"{server.Host} sent more than {client.MaxResponseContentBufferSize / 1024 / 1024} MB at once."),
                _ => BrokeOff(server),
            };
        }
        catch (IOException)
        {
            throw BrokeOff(server);
        }
    }

    private static NoAnswerException BrokeOff(Uri server) => new(NoAnswer.BrokeOff, $"The connection to {server.Host} broke.");
}
