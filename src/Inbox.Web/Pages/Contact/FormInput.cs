using System.Globalization;
using System.Net.Mail;
using Inbox.Channels.Forms;
using Inbox.Core;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Inbox.Web.Pages.Contact;

/// <summary>A contact form as it is typed, and what is wrong with it.</summary>
public sealed class FormInput
{
    public const int MostName = 100;
    public const int MostAddress = 254;
    public const int MostSubject = 150;
    public const int MostMessage = 10_000;
    public const int MostAnswer = 500;
    public const int MostFiles = 3;

    /// <summary>Bytes.</summary>
    public const long MostFile = 5_000_000;

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Subject { get; set; }

    public string? Message { get; set; }

    public string? OrderNumber { get; set; }

    /// <summary>To the further questions, in their order.</summary>
    public List<string?> Answers { get; set; } = [];

    public List<IFormFile> Files { get; set; } = [];

    /// <summary>Nobody sees this field; programs fill in whatever they find.</summary>
    public string? Website { get; set; }

    public string? Ticket { get; set; }

    internal void Check(FormSettings settings, Rules rules, ModelStateDictionary problems)
    {
        if (Line(Website).Length > 0)
        {
            Wrong(nameof(Website), "This field catches programs. Empty it and send again.");
        }

        Length(nameof(Name), Line(Name), MostName, "Tell us your name.");
        var address = Line(Email);
        if (address.Length is 0 or > MostAddress || !MailAddress.TryCreate(address, out var parsed) || parsed.Address != address || !parsed.Host.Contains('.', StringComparison.Ordinal))
        {
            Wrong(nameof(Email), "Give an e-mail address that we can answer to, for example name@example.com.");
        }
        else if (rules.DoorOf("email", address) is not null)
        {
            Wrong(nameof(Email), "This is an address of ours. Give your own, so that our answer reaches you.");
        }

        Length(nameof(Subject), Line(Subject), MostSubject, missing: null);
        Length(nameof(Message), (Message ?? "").Trim(), MostMessage, "Write your message.");
        Length(nameof(OrderNumber), Line(OrderNumber), MostAnswer, missing: null);
        foreach (var (i, question) in settings.Questions.Index())
        {
            Length(string.Create(CultureInfo.InvariantCulture, $"{nameof(Answers)}[{i}]"), Line(Answers.ElementAtOrDefault(i)), MostAnswer, FormSettings.IsNeeded(question) ? $"Answer “{FormSettings.WordsOf(question)}”, please." : null);
        }

        if (Files.Count > (settings.TakesFiles ? MostFiles : 0))
        {
            Wrong(nameof(Files), settings.TakesFiles ? $"At most {MostFiles} files can go along." : "This form takes no files.");
        }
        else if (Files.Find(f => f.Length > MostFile) is { } large)
        {
            Wrong(nameof(Files), $"“{Words.Cut(large.FileName, 100)}” is larger than 5 MB.");
        }

        void Length(string field, string text, int most, string? missing)
        {
            if (text.Length == 0 && missing is not null)
            {
                Wrong(field, missing);
            }
            else if (text.Length > most)
            {
                Wrong(field, string.Create(CultureInfo.InvariantCulture, $"At most {most:N0} characters, please; these are {text.Length:N0}."));
            }
        }

        void Wrong(string field, string words) => problems.AddModelError($"Input.{field}", words);
    }

    /// <summary>What is kept of it, once nothing is wrong with it.</summary>
    internal async Task<FormMail> ToMailAsync(FormSettings settings, string id, string door, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var files = new List<SentFile>();
        foreach (var file in Files)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            files.Add(new SentFile(Words.Cut(Line(Path.GetFileName(file.FileName)), 150), Words.Cut(Line(file.ContentType), 100), content.ToArray()));
        }

        List<(string Question, string Answer)> answers = [("Order number", settings.AsksOrderNumber ? Line(OrderNumber) : "")];
        answers.AddRange(settings.Questions.Select((q, i) => (FormSettings.WordsOf(q), Line(Answers.ElementAtOrDefault(i)))));
        return new FormMail
        {
            Id = id,
            To = door,
            Name = Line(Name),
            Address = Line(Email),
            Subject = Line(Subject),
            Text = Words.Storable((Message ?? "").Trim().ReplaceLineEndings("\n")),
            Answers = [.. answers.Where(a => a.Answer.Length > 0)],
            Files = files,
            At = now,
        };
    }

    private static string Line(string? text) => Words.OneLine(Words.Storable(text));
}
