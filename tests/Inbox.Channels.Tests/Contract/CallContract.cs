using System.Text;
using Inbox.Core.Cases;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Contract;

/// <summary>What Core relies on of every door that is called: nobody else gets anything in, and nothing comes in twice.</summary>
public abstract class CallContract<T> : FarSideContract<T>
    where T : ICallingFarSide
{
    [Fact]
    public async Task Signed_call_is_taken_and_a_repeated_one_brings_nothing_new()
    {
        Far.Post(Now.AddMinutes(-1), "It leaks");
        var call = Far.TakeCalls(Now).ShouldHaveSingleItem();

        (await CallAsync(call)).Status.ShouldBeInRange(200, 299);
        (await CallAsync(call)).Status.ShouldBeInRange(200, 299);
        await FileAsync();

        (await TextsAsync()).ShouldBe(["It leaks"]);
        (await Company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Call_that_was_changed_on_its_way_or_bears_no_signature_is_refused()
    {
        Far.Post(Now.AddMinutes(-1), "It leaks");
        var call = Far.TakeCalls(Now).ShouldHaveSingleItem();
        var changed = call with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(call.Body).Replace("leaks", "burns", StringComparison.Ordinal)) };
        var bare = call with { Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) };

        foreach (var forged in new[] { changed, bare })
        {
            var answer = await CallAsync(forged);
            answer.Status.ShouldBeInRange(400, 403);
            answer.Items.ShouldBeEmpty();
        }

        (await Company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Calls_in_the_wrong_order_still_make_one_case()
    {
        var first = Far.Post(Now.AddMinutes(-3), "It leaks");
        Far.Reply(Now.AddMinutes(-2), "And it hums", first);
        foreach (var call in Far.TakeCalls(Now).Reverse())
        {
            await CallAsync(call);
        }

        await FileAsync();

        (await MessagesAsync()).Select(m => m.CaseId).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        (await TextsAsync()).Order(StringComparer.Ordinal).ShouldBe(["And it hums", "It leaks"]);
    }

    [Fact]
    public async Task Edit_and_deletion_change_the_message_that_they_name()
    {
        var id = Far.Post(Now.AddMinutes(-3), "It leaks");
        await PollAsync();
        Far.Edit(id, "It leaks no more");
        await PollAsync();
        (await TextsAsync()).ShouldBe(["It leaks no more"]);

        Far.Delete(id);
        await PollAsync();

        (await MessagesAsync()).ShouldHaveSingleItem().DeletedAt.ShouldBe(Now);
        (await Company.DbAsync(db => db.Events.CountAsync(e => e.Kind == CaseEventKind.PostDeleted))).ShouldBe(1);
    }

    [Fact]
    public async Task Signed_garbage_is_answered_and_never_breaks_the_door()
    {
        Far.Post(Now.AddMinutes(-1), "It leaks");
        var good = Far.TakeCalls(Now).ShouldHaveSingleItem().Body;
        var random = new Random(20261103);
        byte[][] bodies =
        [
            [], "null"u8.ToArray(), "[]"u8.ToArray(), "[[[[]]]]"u8.ToArray(), "\"text\""u8.ToArray(), [0xff, 0xfe, 0], Encoding.UTF8.GetBytes(new string('[', 100_000)),
            .. Enumerable.Range(0, 200).Select(_ =>
            {
                var hurt = good.ToArray();
                hurt[random.Next(hurt.Length)] = (byte)random.Next(256);
                return hurt[..random.Next(1, hurt.Length)];
            }),
        ];

        foreach (var body in bodies)
        {
            (await CallAsync(Far.Sign(body, Now))).Status.ShouldBeInRange(200, 499);
        }

        (await CallAsync(Far.Sign(good, Now))).Status.ShouldBeInRange(200, 299);
    }
}
