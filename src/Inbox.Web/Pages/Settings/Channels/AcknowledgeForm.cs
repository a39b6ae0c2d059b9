using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>What a door says by itself, as it is typed.</summary>
public sealed class AcknowledgeForm
{
    public int Revision { get; set; }

    public bool Enabled { get; set; }

    public string? Subject { get; set; }

    public string? Text { get; set; }

    internal static AcknowledgeForm Of(Channel channel)
    {
        var words = channel.Acknowledgement ?? Acknowledgement.Suggested;
        return new AcknowledgeForm { Revision = channel.Revision, Enabled = words.Enabled, Subject = words.Subject, Text = words.Text };
    }

    /// <summary>How it reads for a customer of ours, with the words of this form.</summary>
    internal (string Subject, string Text) Example(string channel, string hours)
    {
        var facts = new AcknowledgementFacts(CaseNumber.Format(1042), "My order has not arrived", "Nora Vale", hours, channel);
        return (AcknowledgementText.Fill(Subject ?? "", facts), AcknowledgementText.Fill(Text ?? "", facts));
    }
}
