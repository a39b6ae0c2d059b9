using Inbox.Channels.Tests.Contract;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Delivery;
using Inbox.Core.Intake;
using Inbox.Testing.Social.Meta;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Meta;

/// <summary>What is peculiar to WhatsApp: its window, its templates, its files, and that nothing can be read back.</summary>
public sealed class WhatsAppChannelTests : PushContract<WhatsAppFarSide>
{
    private const string Answer = "We look\ninto it.";

    protected override async Task<WhatsAppFarSide> OpenFarSideAsync() => new(new MetaFarSide(await GraphStub.StartAsync(GraphStub.Number)));

    [Fact]
    public async Task Answer_quotes_the_message_and_arrives_once()
    {
        var (asked, _) = await OwedAsync();
        await SendAsync();

        await StateIsAsync(OutboundState.Sent);
        var sent = Far.Server.Answers.ShouldHaveSingleItem();
        (sent.Text, sent.Person).ShouldBe((Answer, GraphStub.PersonNumber));
        sent.Sent.ShouldContain($"\"message_id\":\"{asked}\"");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_that_broke_off_is_left_to_a_person(bool taken)
    {
        await OwedAsync();
        if (taken)
        {
            Far.LoseNextAnswer();
        }
        else
        {
            Far.LoseNextRequest();
        }

        await SendAsync();

        await StateIsAsync(OutboundState.Unknown);
        Far.Answers.Count.ShouldBe(taken ? 1 : 0, "nobody has decided yet");
    }

    [Fact]
    public async Task Answer_that_was_not_delivered_comes_back_and_is_owed_again()
    {
        var (_, caseId) = await OwedAsync();
        await SendAsync();
        await StateIsAsync(OutboundState.Sent);
        var id = Far.Server.Answers.ShouldHaveSingleItem().Id;

        await PushAsync(Far.Server.StatusNotice(id, "delivered"));
        (await DeliveryAsync()).State.ShouldBe(OutboundState.Sent);
        await PushAsync(Far.Server.StatusNotice(id, "failed"));
        await PushAsync(Far.Server.StatusNotice(id, "failed"));

        (await DeliveryAsync()).State.ShouldBe(OutboundState.Bounced);
        (await Company.CaseAsync(caseId)).Status.ShouldBe(CaseStatus.Open);
        (await Company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.ExternalId == id))).Failure.ShouldNotBeNull().ShouldContain("Message undeliverable");
        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Message_is_answered_for_a_day_unless_a_template_is_named()
    {
        var answered = new AnswerableMessage { ExternalId = "wamid.1", Visibility = Visibility.Private, At = Now, LastPrivateAt = Now };
        var info = (await DoorAsync()).Info([]);

        ((ISendingChannel)Adapter).OptionsFor(answered, info).Private!.Until.ShouldBe(Now.AddHours(24));
        ((ISendingChannel)Adapter).OptionsFor(answered, info with { Settings = """{"templateName":"follow_up","templateLanguage":"en"}""" }).Private!.Until.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Late_answer_goes_by_the_template_or_says_why_not(bool template)
    {
        await OwedAsync(template ? ",\"templateName\":\"follow_up\",\"templateLanguage\":\"en\"" : "");
        Far.Server.WindowIsOver = true;
        await SendAsync();

        if (!template)
        {
            await StateIsAsync(OutboundState.Failed);
            (await DeliveryAsync()).Detail.ShouldNotBeNull().ShouldContain("more than 24 hours ago");
            return;
        }

        await StateIsAsync(OutboundState.Sent);
        var sent = Far.Server.Answers.ShouldHaveSingleItem();
        sent.Text.ShouldBe("We look into it.", "a variable takes no line ends");
        sent.Sent.ShouldContain("\"name\":\"follow_up\"");
    }

    [Fact]
    public async Task Far_side_in_trouble_gets_the_answer_later_and_a_lost_access_is_told()
    {
        await OwedAsync();
        Far.Fault = FarFault.Broken;
        await SendAsync();
        await UntilAsync(async () => await DeliveryAsync() is { State: OutboundState.Pending, Attempts: 1 });

        Far.Fault = FarFault.None;
        Far.RevokeAccess();
        Company.Clock.Advance(Later((await DeliveryAsync()).NotBefore - Now, TimeSpan.Zero));
        await UntilAsync(async () => await DeliveryAsync() is { State: OutboundState.Pending, Attempts: 2 } && await StateAsync() == DoorState.AccessLost);
        Far.Answers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Picture_is_kept_with_its_message()
    {
        await PushAsync(Far.Server.PictureNotice(Now.AddMinutes(-1)));

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        message.ReplyText.ShouldStartWith("It leaks");
        var file = await Company.DbAsync(db => db.Attachments.AsNoTracking().SingleAsync(a => a.MessageId == message.Id));
        (file.Name, file.ContentType, file.Size).ShouldBe(("image-1.jpg", "image/jpeg", 4));
    }

    [Fact]
    public async Task Picture_that_cannot_be_had_now_is_asked_for_again_before_its_message_is_filed()
    {
        Far.Fault = FarFault.Broken;
        await StoreAsync(Far.Server.PictureNotice(Now.AddMinutes(-1)));
        await Company.RunAsync<IntakeWorker>();
        await UntilAsync(() => Company.DbAsync(db => db.InboundDeliveries.AnyAsync(d => d.Attempts == 1 && d.Error != null)));
        (await MessagesAsync()).ShouldBeEmpty();

        Far.Fault = FarFault.None;
        Company.Clock.Advance(TimeSpan.FromMinutes(2));
        await FiledAsync();

        (await MessagesAsync()).ShouldHaveSingleItem();
        (await Company.DbAsync(db => db.Attachments.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Look_at_the_access_tells_its_end_and_its_loss()
    {
        Far.AccessEndsAt = Now.AddDays(10);
        await PollAsync();
        (await LinkAsync()).RenewBy.ShouldBe(Now.AddDays(10));

        Far.ExpireAccess();
        await PollAsync();
        (await StateAsync()).ShouldBe(DoorState.AccessLost);
    }

    private async Task<(string Asked, long CaseId)> OwedAsync(string settings = "")
    {
        if (settings.Length > 0)
        {
            await Company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == DoorId)).Settings = Far.SettingsWith(GraphStub.FirstToken, settings));
        }

        var asked = Far.Post(Now.AddMinutes(-1), "It leaks");
        await PushAsync(Far.Told(asked));
        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        message.FromName.ShouldBe("Ana Ruiz");
        await Company.AnswerAsync(message.CaseId!.Value, text: Answer);
        return (asked, message.CaseId.Value);
    }

    private async Task SendAsync()
    {
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();
    }

    private Task StateIsAsync(OutboundState state) => UntilAsync(async () => (await DeliveryAsync()).State == state);
}
