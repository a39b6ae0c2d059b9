namespace Inbox.Web.Postgres;

/// <param name="DataFolder">Inbox's data folder; the server keeps to <c>postgres/</c> and its password file in it.</param>
internal sealed record EmbeddedPostgresOptions(string DataFolder)
{
    /// <summary>Server settings that are added to, or replace, those of <see cref="PostgresSettings.SmallMachine"/>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long a start may take; replaying the log after a crash is part of it.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
