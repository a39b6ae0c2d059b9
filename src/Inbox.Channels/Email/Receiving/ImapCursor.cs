using System.Text.Json;

namespace Inbox.Channels.Email.Receiving;

/// <summary>Where fetching stands in a folder.</summary>
/// <param name="Place">Server, user and folder; another one is begun anew.</param>
/// <param name="Validity">UIDVALIDITY: under another one every UID means something else.</param>
/// <param name="Next">Everything below this UID was looked at.</param>
/// <param name="From">Mails below this UID lay there when we first connected, and count as an import.</param>
/// <param name="Since">Of those, the ones received on this day or later are fetched; null: none.</param>
/// <param name="Reread">The UIDs have changed: what lies there is not an import but looked through again.</param>
/// <param name="Changes">HIGHESTMODSEQ when the folder was last compared; 0: not known.</param>
/// <param name="Broken">How often in a row the connection broke while the mail at <paramref name="Next"/> was fetched, alone or with others.</param>
/// <param name="Looked">Up to then everything that had come was taken, to the hour; null: not known.</param>
internal sealed record ImapCursor(
    string Place, uint Validity, uint Next, uint From, DateOnly? Since, bool Reread, ulong Changes, int Broken = 0, DateTimeOffset? Looked = null)
{
    public static ImapCursor? TryRead(string? stored)
    {
        try
        {
            return stored is null ? null : JsonSerializer.Deserialize<ImapCursor>(stored, EmailSettings.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, EmailSettings.Json);
}
