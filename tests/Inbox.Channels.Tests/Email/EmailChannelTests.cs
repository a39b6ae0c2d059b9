using System.Text;
using Inbox.Channels.Email;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Email;

public sealed class EmailChannelTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public void Customer_of_a_web_form_is_its_reply_to_and_no_automaton()
    {
        var message = Parse(
            Mails.Of(from: "Website <form@acme.example>", extra: "Reply-To: Nora Vale <nora@mail.example>\r\nAuto-Submitted: auto-generated\r\n"),
            """{"webForms":["Form@acme.example"]}""");

        message.From.ShouldBe(new Party("Nora Vale", "nora@mail.example"));
        message.Automatic.ShouldBe(Automatic.None);
        message.FromOurselves.ShouldBeFalse();
    }

    [Fact]
    public void Reply_to_of_anybody_else_is_where_the_answer_goes_and_not_the_customer()
    {
        var message = Parse(Mails.Of(extra: "Reply-To: Office <office@mail.example>\r\n"));

        (message.From.Address, message.ReplyTo).ShouldBe(("nora@mail.example", new Party("Office", "office@mail.example")));
    }

    [Theory]
    [InlineData("Reply-To: NORA@mail.example\r\n")]
    [InlineData("Reply-To: office@mail.example, nora@mail.example\r\n")]
    [InlineData("Reply-To: support+c1@acme.example\r\n")]
    [InlineData("Reply-To: nowhere\r\n")]
    [InlineData("Reply-To: office@mail.example\r\nAuthentication-Results: mx.acme.example; dmarc=fail\r\n")]
    [InlineData("Reply-To: users@list.example\r\nCc: users@list.example\r\nList-Id: <users.list.example>\r\n")]
    [InlineData("Reply-To: users@list.example\r\nList-Post: <mailto:users@list.example>\r\n")]
    public void Reply_to_that_is_the_sender_ourselves_a_list_or_a_forgers_counts_for_nothing(string extra) =>
        Parse(Mails.Of(extra: extra)).ReplyTo.ShouldBeNull();

    [Theory]
    [InlineData("support@acme.example", true)]
    [InlineData("Support+c1.m2.1.abcdefgh@ACME.example", true)]
    [InlineData("support@acme.example.mail.example", false)]
    [InlineData("nosupport@acme.example", false)]
    public void Mail_from_our_own_address_is_ours(string from, bool ours) =>
        Parse(Mails.Of(from: from)).FromOurselves.ShouldBe(ours);

    [Theory]
    [InlineData("mx.acme.example; spf=pass; DMARC=FAIL header.from=mail.example", true)]
    [InlineData("mx.acme.example; dmarc=pass header.from=mail.example", false)]
    public void Sender_whose_dmarc_failed_is_unproven(string result, bool unproven) =>
        Parse(Mails.Of(extra: $"Authentication-Results: {result}\r\n")).SenderUnproven.ShouldBe(unproven);

    [Theory]
    [InlineData("Sender: a@mail.example\r\nReply-To: b@mail.example\r\nReturn-Path: <c@mail.example>\r\n", "a@mail.example")]
    [InlineData("Reply-To: b@mail.example\r\nReturn-Path: <c@mail.example>\r\n", "b@mail.example")]
    [InlineData("Return-Path: <c@mail.example>\r\n", "c@mail.example")]
    [InlineData("From: nobody\r\nReturn-Path: <c@mail.example>\r\n", "c@mail.example")]
    public void Mail_without_from_names_its_sender_otherwise(string headers, string address) =>
        Parse($"{headers}Subject: hello\r\n\r\nHi").From.Address.ShouldBe(address);

    [Theory]
    [InlineData("")]
    [InlineData("Subject: hello\r\n\r\nHi")]
    [InlineData("Return-Path: <>\r\nSubject: hello\r\n\r\nHi")]
    public void Mail_that_names_nobody_is_unreadable(string mail) =>
        Should.Throw<UnreadableMessageException>(() => Parse(mail));

    [Fact]
    public void Unknown_charset_is_read_as_well_as_can_be()
    {
        var message = Parse("From: n@mail.example\r\nContent-Type: text/plain; charset=x-klingon\r\n\r\nThe fan rattles");

        message.Text.Trim().ShouldBe("The fan rattles");
    }

    [Fact]
    public void Mail_without_date_and_id_has_neither_and_no_own_key()
    {
        var message = Parse("From: n@mail.example\r\nSubject: hello\r\n\r\nHi");

        message.PostedAt.ShouldBeNull();
        message.ExternalId.ShouldBeEmpty();
        message.Keys.ShouldBeEmpty();
    }

    [Fact]
    public async Task Second_delivery_on_another_way_has_the_same_identity()
    {
        var mail = Mails.Of(text: "Line one\r\nLine two");
        var first = await IdentityAsync(mail);

        (await IdentityAsync("Received: from a by b\r\n\tfor c; today\r\nARC-Seal: i=1\r\nX-Spam-Score: 3\r\nDelivered-To: support@acme.example\r\n" + mail)).ShouldBe(first);
        (await IdentityAsync(mail.Replace("\r\n", "\n", StringComparison.Ordinal))).ShouldBe(first);
    }

    [Theory]
    [InlineData("Line two", "Line three")]
    [InlineData("Subject: ", "Subject: Re: ")]
    [InlineData("To: support@", "To: sales@")]
    public async Task Other_content_under_the_same_id_is_another_version(string text, string other)
    {
        var mail = Mails.Of(text: "Line one\r\nLine two");

        var (id, version) = await IdentityAsync(mail.Replace(text, other, StringComparison.Ordinal));

        id.ShouldBe((await IdentityAsync(mail)).Id);
        version.ShouldNotBe((await IdentityAsync(mail)).Version);
    }

    [Fact]
    public async Task Mail_without_id_is_known_by_its_content()
    {
        const string Mail = "From: n@mail.example\r\n\r\nHi";

        var (id, _) = await IdentityAsync(Mail);

        id.ShouldStartWith("none:");
        (await IdentityAsync(Mail)).Id.ShouldBe(id);
        (await IdentityAsync(Mail + "!")).Id.ShouldNotBe(id);
    }

    [Fact]
    public async Task Large_mail_has_the_same_identity_however_it_trickles_in()
    {
        var mail = Encoding.UTF8.GetBytes(Mails.Of(text: string.Concat(Enumerable.Repeat("The fan rattles and rattles.\r\n", 120_000))));
        mail.Length.ShouldBeGreaterThan(3 * 1024 * 1024);
        var whole = await Channel.IdentifyAsync(new MemoryStream(mail), default);

        var trickled = await Channel.IdentifyAsync(new Trickle(mail), default);

        trickled.ExternalId.ShouldBe(whole.ExternalId);
        trickled.Version.ShouldBe(whole.Version);
    }

    [Theory]
    [InlineData("""{"smtpHost":null}""", "")]
    [InlineData("""{"webForms":null}""", "")]
    [InlineData("nonsense", "")]
    [InlineData("""{"smtpHost":"mail.example:25"}""", "smtpHost")]
    [InlineData("""{"smtpPort":0}""", "smtpPort")]
    [InlineData("""{"smtpSecurity":"ssl"}""", "smtpSecurity")]
    [InlineData("""{"smtpHost":"mail.example","smtpUser":"a","smtpSecurity":"none"}""", "smtpSecurity")]
    public void Settings_are_checked_by_field(string settings, string field) =>
        Channel.CheckSettings(settings).Keys.ShouldBe([field]);

    private EmailChannel Channel => (EmailChannel)_company.Services.GetRequiredService<ChannelKinds>().Of(EmailChannel.ChannelKind);

    private IncomingMessage Parse(string mail, string settings = "{}") => Channel.Parse(
        new RawMessage(1, Encoding.UTF8.GetBytes(mail), "message/rfc822", _company.Clock.GetUtcNow(), Import: false),
        new ChannelInfo(1, "support", EmailChannel.ChannelKind, "Support", "support@acme.example", settings, [HandleKinds.Normalise(HandleKinds.Email, "support@acme.example")]));

    private async Task<(string Id, string Version)> IdentityAsync(string mail)
    {
        var identity = await Channel.IdentifyAsync(new MemoryStream(Encoding.UTF8.GetBytes(mail)), default);
        return (identity.ExternalId, Convert.ToHexString(identity.Version));
    }

    /// <summary>A network that gives a few bytes at a time.</summary>
    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1000 + (_reads++ % 777))], cancellationToken);
    }
}
