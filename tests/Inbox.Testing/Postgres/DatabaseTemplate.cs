namespace Inbox.Testing.Postgres;

/// <summary>A migrated, empty database that tests copy.</summary>
/// <param name="Name">What it is for; one template of a name is kept. Lower-case letters only.</param>
/// <param name="Key">Changes whenever the migrations do: a hash of their names, say.</param>
/// <param name="MigrateAsync">Brings the empty database at a connection string to its schema.</param>
public sealed record DatabaseTemplate(string Name, string Key, Func<string, CancellationToken, Task> MigrateAsync);
