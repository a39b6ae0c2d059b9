using Inbox.Mail.Imap;

namespace Inbox.Channels.Email.Receiving;

/// <summary>Tries the settings of a mailbox and says what it found, or what is wrong and in which field. Changes nothing.</summary>
public sealed class MailboxCheck
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(45);
    private readonly MailboxDoor _door;

    internal MailboxCheck(MailboxDoor door) => _door = door;

    /// <param name="settings">JSON of the channel with secrets revealed.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async Task<MailboxFindings> RunAsync(string settings, CancellationToken cancellationToken)
    {
        var wrong = EmailSettings.Check(settings).FirstOrDefault(p => p.Key.StartsWith("imap", StringComparison.Ordinal) || p.Key.Length == 0);
        var read = EmailSettings.Read(settings);
        if (!read.Fetches || wrong.Value is not null)
        {
            return wrong.Value is null
                ? new MailboxFindings { Field = "imapHost", Problem = "Give the name of the IMAP server first." }
                : new MailboxFindings { Field = wrong.Key, Problem = wrong.Value };
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MostTime);
        var findings = new MailboxFindings();
        try
        {
            await using var mailbox = await _door.OpenAsync(read, limit.Token);
            var client = mailbox.Client;
            findings = findings with { Server = mailbox.Product ?? Short(client.Greeting), Push = client.Offers("IDLE"), AccessUntil = mailbox.AccessUntil };
            findings = findings with { Folders = [.. (await client.ListAsync(limit.Token)).Where(f => f.CanOpen).OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)] };
            var opened = await client.OpenAsync(read.ImapFolder, readOnly: true, limit.Token);
            return findings with
            {
                Mails = opened.Exists,
                MakesFolder = read.ImapAfter == "move" && !findings.Folders.Any(f => f.Name == read.ImapMoveTo) ? read.ImapMoveTo : null,
            };
        }
        catch (ImapException e)
        {
            return findings with { Field = FieldOf(e, read), Problem = e.Message };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return findings with { Field = "imapHost", Problem = $"{read.ImapHost} answers, but too slowly: the check was given up after {MostTime.TotalSeconds:0} seconds." };
        }
    }

    private static string FieldOf(ImapException e, EmailSettings settings) => e.Failure switch
    {
        _ when e.Code == OpenMailbox.NoToken => "imapTokenUrl",
        ImapFailure.NotReachable or ImapFailure.NotImap or ImapFailure.TimedOut => "imapPort",
        ImapFailure.TlsFailed or ImapFailure.TlsNotOffered or ImapFailure.TlsUntrusted => "imapSecurity",
        ImapFailure.LoginRefused => settings.FetchesWithTokens ? "imapRefreshTokenSecret" : "imapPassword",
        ImapFailure.FolderMissing => "imapFolder",
        _ => "imapHost",
    };

    /// <summary>Greetings may go on for lines about who may use the server.</summary>
    private static string Short(string greeting) => greeting.Length > 60 ? greeting[..60] + "…" : greeting;
}

/// <summary>What a check found; with a <see cref="Problem"/> only what it found until then.</summary>
public sealed record MailboxFindings
{
    /// <summary>In plain words; null when everything works.</summary>
    public string? Problem { get; init; }

    /// <summary>The field of the settings to look at, such as <c>imapPort</c>.</summary>
    public string? Field { get; init; }

    /// <summary>How the server calls itself.</summary>
    public string Server { get; init; } = "";

    public IReadOnlyList<ImapFolder> Folders { get; init; } = [];

    /// <summary>The folder that is fetched, as it was typed.</summary>
    public string Folder { get; init; } = "";

    /// <summary>In that folder.</summary>
    public uint Mails { get; init; }

    /// <summary>New mail is told at once; else it is looked for every minute.</summary>
    public bool Push { get; init; }

    /// <summary>A folder that filed mails move to and that is not there yet.</summary>
    public string? MakesFolder { get; init; }

    /// <summary>When the access token ends, which is renewed by itself.</summary>
    public DateTimeOffset? AccessUntil { get; init; }
}
