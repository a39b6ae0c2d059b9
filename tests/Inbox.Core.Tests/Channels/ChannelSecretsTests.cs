using System.Text.Json.Nodes;
using Inbox.Core.Channels;
using Microsoft.AspNetCore.DataProtection;

namespace Inbox.Core.Tests.Channels;

public sealed class ChannelSecretsTests
{
    private readonly ChannelSecrets _secrets = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void Secret_is_stored_unreadable_and_revealed_to_the_adapter()
    {
        var stored = _secrets.Protect("""{"host":"mail","smtpPassword":"hunter2","apiSecret":"s"}""", stored: null);

        stored.ShouldNotContain("hunter2");
        Field(stored, "smtpPassword").ShouldStartWith("protected:");
        Field(stored, "host").ShouldBe("mail");
        _secrets.TryReveal(stored, out var revealed).ShouldBeTrue();
        Field(revealed, "smtpPassword").ShouldBe("hunter2");
        Field(revealed, "apiSecret").ShouldBe("s");
    }

    [Fact]
    public void Blank_keeps_the_stored_secret_and_null_forgets_it()
    {
        var stored = _secrets.Protect("""{"smtpPassword":"hunter2"}""", stored: null);

        Field(_secrets.Protect("""{"smtpPassword":""}""", stored), "smtpPassword").ShouldBe(Field(stored, "smtpPassword"));
        _secrets.Protect("""{"smtpPassword":null}""", stored).ShouldBe("{}");
    }

    [Fact]
    public void Typed_text_that_looks_protected_is_a_secret_like_any_other()
    {
        var stored = _secrets.Protect("""{"smtpPassword":"protected:abc"}""", stored: null);

        _secrets.TryReveal(stored, out var revealed).ShouldBeTrue();
        Field(revealed, "smtpPassword").ShouldBe("protected:abc");
    }

    [Fact]
    public void Form_gets_blanks_and_the_names_of_what_is_kept()
    {
        var stored = _secrets.Protect("""{"host":"mail","smtpPassword":"hunter2"}""", stored: null);

        ChannelSecrets.Withhold(stored, out var kept).ShouldBe("""{"host":"mail","smtpPassword":""}""");
        kept.ShouldBe(["smtpPassword"]);
    }

    [Fact]
    public void Secret_that_was_never_typed_is_not_kept()
    {
        ChannelSecrets.Withhold(_secrets.Protect("""{"smtpPassword":""}""", stored: null), out var kept);

        kept.ShouldBeEmpty();
    }

    [Fact]
    public void Secret_of_lost_keys_is_not_revealed()
    {
        var stored = new ChannelSecrets(new EphemeralDataProtectionProvider()).Protect("""{"smtpPassword":"hunter2"}""", stored: null);

        _secrets.TryReveal(stored, out _).ShouldBeFalse();
    }

    private static string Field(string json, string name) => JsonNode.Parse(json)![name]!.GetValue<string>();
}
