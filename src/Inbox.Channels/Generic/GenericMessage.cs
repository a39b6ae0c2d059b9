using System.Security.Cryptography;
using System.Text;
using Inbox.Core.Channels;

namespace Inbox.Channels.Generic;

internal enum GenericType { Message, Edited, Deleted }

/// <summary>A message as the far side of a webhook tells it. Texts that were not given are empty.</summary>
internal sealed record GenericMessage(string Id, GenericType Type)
{
    public string Conversation { get; init; } = "";

    public string ReplyTo { get; init; } = "";

    public GenericAuthor Author { get; init; } = new("");

    public string Subject { get; init; } = "";

    public string Text { get; init; } = "";

    public string Html { get; init; } = "";

    public bool IsPublic { get; init; }

    public string? Url { get; init; }

    public DateTimeOffset? PostedAt { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    public long? Reach { get; init; }

    public IReadOnlyList<GenericFile> Files { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>An edit back to earlier words differs by its time.</summary>
    public RawIdentity Identity()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (Type == GenericType.Deleted)
        {
            Add("deleted");
        }
        else
        {
            foreach (var part in (string?[])[EditedAt?.ToString("O"), Subject, Text, Html, .. Attributes.SelectMany(a => new[] { a.Key, a.Value }), .. Files.SelectMany(f => new[] { f.Name, f.Url })])
            {
                Add(part ?? "");
            }

            foreach (var file in Files.Where(f => f.Content is not null))
            {
                hash.AppendData(SHA256.HashData(file.Content!));
            }
        }

        return new RawIdentity(Id, hash.GetHashAndReset());

        void Add(string part)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }
    }
}

/// <param name="Id">What stays the same when the name changes.</param>
internal sealed record GenericAuthor(string Id)
{
    public string Handle { get; init; } = "";

    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    public string Phone { get; init; } = "";

    public long? Followers { get; init; }

    /// <summary>It is one of us who wrote there.</summary>
    public bool Ours { get; init; }
}

/// <param name="Content">Null where it lies at <paramref name="Url"/>.</param>
internal sealed record GenericFile(string Name, string ContentType, byte[]? Content, string? Url);
