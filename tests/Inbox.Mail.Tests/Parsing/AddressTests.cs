namespace Inbox.Mail.Tests.Parsing;

public sealed class AddressTests
{
    [Theory]
    [InlineData("ann@example.org", null, "ann@example.org")]
    [InlineData("Ann Lee <ann@example.org>", "Ann Lee", "ann@example.org")]
    [InlineData("\"Lee, Ann\" <ann@example.org>", "Lee, Ann", "ann@example.org")]
    [InlineData("Lee, Ann <ann@example.org>", "Lee, Ann", "ann@example.org")]
    [InlineData("ann@example.org (Ann Lee)", "Ann Lee", "ann@example.org")]
    [InlineData("Ann (Sales) <ann@example.org>", "Ann (Sales)", "ann@example.org")]
    [InlineData("\"say \\\"hi\\\"\" <ann@example.org>", "say \"hi\"", "ann@example.org")]
    [InlineData("=?utf-8?q?J=C3=B6rg?= <j@example.org>", "Jörg", "j@example.org")]
    [InlineData("\"=?utf-8?q?J=C3=B6rg?=\" <j@example.org>", "Jörg", "j@example.org")]
    [InlineData("<@relay.example,@b.example:ann@example.org>", null, "ann@example.org")]
    [InlineData("ann @ example . org", null, "ann@example.org")]
    [InlineData("\"ann lee\"@example.org", null, "\"ann lee\"@example.org")]
    [InlineData("Ann <ann@example.org", "Ann", "ann@example.org")]
    [InlineData("\"Ann <ann@example.org>", "Ann", "ann@example.org")]
    [InlineData("Ann ann@example.org", "Ann", "ann@example.org")]
    [InlineData("ann@[IPv6:2001:db8::1]", null, "ann@[IPv6:2001:db8::1]")]
    public void One_mailbox_is_read(string raw, string? name, string address) =>
        Mails.ReadHeader("From: " + raw).From.ShouldBe([new Mailbox(name, address)]);

    [Fact]
    public void Groups_are_flattened() =>
        Mails.ReadHeader("To: Team: a@example.org, B <b@example.org>;, c@example.org").To
            .ShouldBe([new(null, "a@example.org"), new("B", "b@example.org"), new(null, "c@example.org")]);

    [Fact]
    public void Empty_group_has_no_mailbox() => Mails.ReadHeader("To: undisclosed-recipients:;").To.ShouldBeEmpty();

    [Fact]
    public void Semicolons_divide_as_commas_do() =>
        Mails.ReadHeader("To: a@example.org; b@example.org").To.Select(item => item.Address).ShouldBe(["a@example.org", "b@example.org"]);

    [Fact]
    public void Several_fields_are_one_list() =>
        Mails.Read("To: a@example.org", "To: b@example.org", "", "x").To.Count.ShouldBe(2);

    [Theory]
    [InlineData("Return-Path: <>", "")]
    [InlineData("Return-Path: <a@example.org>", "a@example.org")]
    [InlineData("Subject: none", null)]
    public void Return_path_tells_null_from_missing(string field, string? expected) => Mails.ReadHeader(field).ReturnPath.ShouldBe(expected);
}
