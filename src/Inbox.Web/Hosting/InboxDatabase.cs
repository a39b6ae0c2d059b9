using Inbox.Web.Postgres;
using Npgsql;

namespace Inbox.Web.Hosting;

/// <summary>The PostgreSQL that this process uses: the one configured, or an embedded one of its own.</summary>
internal sealed class InboxDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _embedded;

    private InboxDatabase(string connectionString, EmbeddedPostgres? embedded, string dataFolder)
    {
        ConnectionString = connectionString;
        _embedded = embedded;
        DataFolder = dataFolder;
    }

    public string ConnectionString { get; }

    public bool IsEmbedded => _embedded is not null;

    /// <summary>Where keys and outgoing mail without a server lie.</summary>
    public string DataFolder { get; }

    /// <exception cref="StartupException">There is no database to work with; the message says why.</exception>
    public static async Task<InboxDatabase> OpenAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var folder = Hosting.DataFolder.Resolve(configuration);
        if (configuration.GetConnectionString("Inbox") is { Length: > 0 } configured)
        {
            await CheckAsync(configured, cancellationToken);
            return new InboxDatabase(configured, embedded: null, folder);
        }

        try
        {
            var embedded = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(folder), cancellationToken);
            await embedded.EnsureDatabaseAsync("inbox", cancellationToken);
            return new InboxDatabase(embedded.ConnectionString("inbox"), embedded, folder);
        }
        catch (EmbeddedPostgresException e)
        {
            throw new StartupException(e.Message, e);
        }
    }

    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task CheckAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            if (connection.PostgreSqlVersion.Major < 15)
            {
                throw new StartupException($"Inbox needs PostgreSQL 15 or newer; this server is {connection.PostgreSqlVersion}.");
            }
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or TimeoutException or System.Net.Sockets.SocketException)
        {
            var reason = (e.InnerException ?? e).Message.ReplaceLineEndings(" ");
            throw new StartupException($"Cannot use the PostgreSQL of ConnectionStrings__Inbox: {reason} Check host, port, database, user and password.", e);
        }
    }
}
