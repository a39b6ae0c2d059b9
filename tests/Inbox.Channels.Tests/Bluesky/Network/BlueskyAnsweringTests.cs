using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Contract;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Inbox.Testing.Social.Bluesky;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Bluesky.Network;

/// <summary>What others see of our answers on the real network.</summary>
[Collection(BlueskyNetworkTests.Name)]
public sealed class BlueskyAnsweringTests : FarSideContract<BlueskyAccount>
{
    protected override Task<BlueskyAccount> OpenFarSideAsync() => BlueskyAccount.OpenAsync();

    protected override DateTimeOffset? Start => DateTimeOffset.UtcNow;

    [Fact]
    public async Task Answer_stands_in_the_thread_with_live_names_and_addresses_for_the_other_account()
    {
        var ben = await Far.Network.JoinAsync("ben");
        var root = await ben.PostAsync("Whose kettle leaks?");
        var asked = await Far.Ana.PostAsync($"Mine, @{Far.Ours.Handle}", Far.Ours, parent: root);
        var text = $"Füße 👍🏽 @{ben.Handle} hat’s: https://acme.example/ü. #kettle 👩‍👩‍👧";
        await AnswerAsync(asked.Uri, text);

        var seen = await SeenByAnaAsync(root.Uri);
        var record = seen["record"]!;
        ((string?)record["text"]).ShouldBe(text);
        ((string?)record["reply"]!["root"]!["uri"], (string?)record["reply"]!["root"]!["cid"]).ShouldBe((root.Uri, root.Cid));
        ((string?)record["reply"]!["parent"]!["uri"], (string?)record["reply"]!["parent"]!["cid"]).ShouldBe((asked.Uri, asked.Cid));
        var utf8 = Encoding.UTF8.GetBytes(text);
        record["facets"]!.AsArray().Select(f => Encoding.UTF8.GetString(utf8[(int)f!["index"]!["byteStart"]!..(int)f["index"]!["byteEnd"]!]))
            .ShouldBe(["@" + ben.Handle, "https://acme.example/ü", "#kettle"]);
        // The network itself understood whom we named and whom we answered.
        await UntilAsync(async () => (await ben.NoticesAsync()).Any(n => n.Reason is "mention" or "reply" && (string?)n.Notice["uri"] == (string?)seen["uri"]));
        await UntilAsync(async () => (await Far.Ana.NoticesAsync()).Any(n => n.Reason == "reply" && (string?)n.Notice["uri"] == (string?)seen["uri"]));
        (await Company.DbAsync(db => db.Messages.SingleAsync(m => m.Direction == Direction.Outbound))).ExternalId.ShouldBe((string?)seen["uri"]);
    }

    [Fact]
    public async Task Reply_to_our_answer_joins_the_case_and_our_own_post_opens_none()
    {
        var asked = await Far.Ana.PostAsync($"It leaks, @{Far.Ours.Handle}", Far.Ours);
        var caseId = await AnswerAsync(asked.Uri, "Since when?");
        var ours = await SeenByAnaAsync(asked.Uri);
        await Far.Ana.PostAsync("Since Monday", parent: new BlueskyPostName((string)ours["uri"]!, (string)ours["cid"]!), root: asked);

        await UntilAsync(async () =>
        {
            await PollAsync();
            return (await MessagesAsync()).Exists(m => m.ReplyText == "Since Monday");
        });

        (await MessagesAsync()).Single(m => m.ReplyText == "Since Monday").CaseId.ShouldBe(caseId);
        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Long_answer_stands_as_a_thread_and_a_reply_to_its_end_joins_the_case()
    {
        var asked = await Far.Ana.PostAsync($"It leaks, @{Far.Ours.Handle}", Far.Ours);
        var sentences = Enumerable.Range(1, 20).Select(i => $"Füße {i} 👍🏽 hat die Nummer {i} und @{Far.Ana.Handle} liest es.").ToList();
        var caseId = await AnswerAsync(asked.Uri, string.Join(' ', sentences), asThread: true);

        var records = (await Far.Ours.RecordsAsync()).OrderBy(r => (string)r["value"]!["createdAt"]!, StringComparer.Ordinal).ToList();
        records.Count.ShouldBeGreaterThan(3);
        records.Select(r => (string)r["value"]!["text"]!).ShouldAllBe(text => new StringInfo(text).LengthInTextElements <= 300 && text.EndsWith("liest es.", StringComparison.Ordinal));
        string.Join(' ', records.Select(r => (string)r["value"]!["text"]!)).ShouldBe(string.Join(' ', sentences));
        records.Select(r => (string?)r["value"]!["reply"]!["root"]!["uri"]).ShouldAllBe(root => root == asked.Uri);
        records.Select(r => (string?)r["value"]!["reply"]!["parent"]!["uri"]).ShouldBe([asked.Uri, .. records.SkipLast(1).Select(r => (string?)r["uri"])]);
        foreach (var record in records)
        {
            var utf8 = Encoding.UTF8.GetBytes((string)record["value"]!["text"]!);
            record["value"]!["facets"]!.AsArray().Select(f => Encoding.UTF8.GetString(utf8[(int)f!["index"]!["byteStart"]!..(int)f["index"]!["byteEnd"]!])).ShouldAllBe(name => name == "@" + Far.Ana.Handle);
        }

        // Who answers a post that the network has not seen yet is not heard.
        var last = records[^1];
        await UntilAsync(async () => Posts(await Far.Ana.ThreadAsync(asked.Uri)).Any(p => (string?)p["uri"] == (string?)last["uri"]));
        await Far.Ana.PostAsync("Thanks", parent: new BlueskyPostName((string)last["uri"]!, (string)last["cid"]!), root: asked);
        await UntilAsync(async () =>
        {
            await PollAsync();
            return (await MessagesAsync()).Exists(m => m.ReplyText == "Thanks");
        });

        (await MessagesAsync()).ShouldAllBe(m => m.CaseId == caseId && m.FromAddress == Far.Ana.Handle, "our own posts are our answer and nothing besides");
        (await Company.DbAsync(db => db.Messages.CountAsync(m => m.Direction == Direction.Outbound))).ShouldBe(1);
        (await Company.DbAsync(db => db.Events.CountAsync(e => e.CaseId == caseId && e.Kind == CaseEventKind.Edited))).ShouldBe(0);
    }

    [Fact]
    public async Task Image_of_an_answer_says_what_it_shows()
    {
        var asked = await Far.Ana.PostAsync($"It leaks, @{Far.Ours.Handle}", Far.Ours);
        var file = await Company.SendAsync(new UploadAttachment.Command(Draft: null, "IMG_0042.png", "image/png", Inline: false, new MemoryStream(BlueskyAccount.Image), Company.Ana) { Description = "The valve under the lid" });
        var other = await Company.SendAsync(new UploadAttachment.Command(Draft: null, "lid.png", "image/png", Inline: false, new MemoryStream(BlueskyAccount.Image), Company.Ana));
        await AnswerAsync(asked.Uri, "Look here", files: [file.Value.Id, other.Value.Id]);

        var shown = await SeenByAnaAsync(asked.Uri);
        shown["record"]!["embed"]!["images"]!.AsArray().Select(i => (string?)i!["alt"]).ShouldBe(["The valve under the lid", "lid"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deleted_thread_is_gone_from_the_account_and_from_the_conversation(bool oneIsGone)
    {
        var asked = await Far.Ana.PostAsync($"It leaks, @{Far.Ours.Handle}", Far.Ours);
        await AnswerAsync(asked.Uri, string.Join(' ', Enumerable.Range(1, 20).Select(i => $"This is what we know of number {i} so far.")), asThread: true);
        var records = await Far.Ours.RecordsAsync();
        records.Count.ShouldBeGreaterThan(2);
        await SeenByAnaAsync(asked.Uri);
        if (oneIsGone)
        {
            await Far.Ours.DeleteAsync(new BlueskyPostName((string)records[1]["uri"]!, (string)records[1]["cid"]!));
        }

        await DeleteAnswerAsync();

        (await Far.Ours.RecordsAsync()).ShouldBeEmpty();
        await UntilAsync(async () => !Posts(await Far.Ana.ThreadAsync(asked.Uri)).Any(p => (string?)p["author"]!["did"] == Far.Ours.Did));
    }

    private async Task DeleteAnswerAsync()
    {
        var answer = await Company.DbAsync(db => db.Messages.SingleAsync(m => m.Direction == Direction.Outbound));
        (await Company.SendAsync(new DeleteSentAnswer.Command(answer.Id, Company.Ana))).Error.ShouldBeNull();
        await Company.RunAsync<AnswerChangeWorker>();
        await UntilAsync(() => Company.DbAsync(db => db.AnswerChanges.AnyAsync(c => c.State == AnswerChangeState.Done)));
    }

    /// <summary>Takes the post in, answers it, and waits until the answer has left. Returns its case.</summary>
    private async Task<long> AnswerAsync(string uri, string text, bool asThread = false, IReadOnlyList<long>? files = null)
    {
        await UntilAsync(async () =>
        {
            await PollAsync();
            return (await MessagesAsync()).Exists(m => m.ExternalId == uri);
        });
        await StopPollingAsync();
        var caseId = (await MessagesAsync()).Single(m => m.ExternalId == uri).CaseId!.Value;
        var reply = new ReplyToCase.Command(caseId, text, CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, Company.Ana) { AsThread = asThread, Attachments = files };
        (await Company.SendAsync(reply)).Error.ShouldBeNull();
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();
        await SentAsync();
        return caseId;
    }

    private Task SentAsync() => UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Sent);

    /// <summary>The post of ours in a thread, as soon as the network shows it.</summary>
    private async Task<JsonNode> SeenByAnaAsync(string uri)
    {
        JsonNode? ours = null;
        await UntilAsync(async () => (ours = Posts(await Far.Ana.ThreadAsync(uri)).FirstOrDefault(p => (string?)p["author"]!["did"] == Far.Ours.Did)) is not null);
        return ours!;
    }

    private static IEnumerable<JsonNode> Posts(JsonNode node) =>
        [node["post"]!, .. node["replies"]?.AsArray().SelectMany(r => Posts(r!)) ?? []];
}
