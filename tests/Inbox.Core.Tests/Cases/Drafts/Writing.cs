using System.Text;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Cases.Drafts;

/// <summary>What the tests of writing share: a draft, a file, an answer, and what would leave.</summary>
internal static class Writing
{
    public static async Task<SaveDraft.Saved> DraftAsync(this Company company, long? caseId, string text, Actor? by = null, DraftMode mode = DraftMode.Reply, int revision = 0, IReadOnlyList<string>? to = null) =>
        (await company.SendAsync(new SaveDraft.Command(caseId, mode, text, revision, by ?? company.Ana) { To = to })).Value;

    public static async Task<UploadAttachment.Uploaded> AttachAsync(this Company company, long? caseId, string name, byte[] content, bool inline = false, string type = "application/pdf", DraftMode mode = DraftMode.Reply) =>
        (await company.TryAttachAsync(caseId, name, content, inline, type, mode)).Value;

    public static Task<Result<UploadAttachment.Uploaded>> TryAttachAsync(
        this Company company, long? caseId, string name, byte[] content, bool inline = false, string type = "application/pdf", DraftMode mode = DraftMode.Reply, Actor? by = null) =>
        company.SendAsync(new UploadAttachment.Command(new UploadAttachment.Target(caseId, mode), name, type, inline, new MemoryStream(content), by ?? company.Ana));

    /// <summary>Ana's answer as the composer sends it.</summary>
    public static ReplyToCase.Command Answer(this Company company, long caseId, string text = "We look into it.") =>
        new(caseId, text, CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, company.Ana) { Format = TextFormat.Markdown };

    public static Task<Message> MessageAsync(this Company company, long id) => company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == id));

    public static Task<List<Draft>> DraftsAsync(this Company company) => company.DbAsync(db => db.Drafts.AsNoTracking().OrderBy(d => d.Id).ToListAsync());

    public static Task<OutboundState> StateAsync(this Company company, long messageId) =>
        company.DbAsync(db => db.OutboundDeliveries.Where(d => d.MessageId == messageId).Select(d => d.State).SingleAsync());

    /// <summary>What an adapter would be handed, and its files as they would be read.</summary>
    public static async Task<(OutgoingMessage Message, IReadOnlyList<byte[]> Files)> OutgoingAsync(this Company company, long messageId)
    {
        await using var scope = company.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Data.InboxDb>();
        var delivery = await db.OutboundDeliveries.SingleAsync(d => d.MessageId == messageId);
        var message = (await scope.ServiceProvider.GetRequiredService<OutgoingMessages>().ComposeAsync([delivery], default))[delivery.Id];
        var files = new List<byte[]>();
        foreach (var attachment in message.Attachments)
        {
            await using var stream = await attachment.OpenAsync(default);
            using var read = new MemoryStream();
            await stream.CopyToAsync(read);
            files.Add(read.ToArray());
        }

        return (message, files);
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
