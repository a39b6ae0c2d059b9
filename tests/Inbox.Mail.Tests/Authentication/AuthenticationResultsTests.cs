using Inbox.Mail.Authentication;

namespace Inbox.Mail.Tests.Authentication;

public sealed class AuthenticationResultsTests
{
    [Theory]
    [InlineData("mx.acme.example; dmarc=fail header.from=mail.example", "mx.acme.example", "dmarc=fail")]
    [InlineData("MX.Acme.example 1; spf=pass smtp.mailfrom=mail.example; DMARC=Fail (p=none; sp=none) header.from=mail.example", "mx.acme.example", "spf=pass dmarc=fail")]
    [InlineData("mx.acme.example (comment; dmarc=fail (nested)); dkim = pass (ok) header.d=mail.example", "mx.acme.example", "dkim=pass")]
    [InlineData("mx.acme.example; spf=fail reason=\"dmarc=fail; no\"; dmarc=none", "mx.acme.example", "spf=fail dmarc=none")]
    [InlineData("\"mx acme\"; none", "mx", "")]
    [InlineData("mx.acme.example; none", "mx.acme.example", "")]
    [InlineData("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=mail.example; dkim=none (message not signed)\r\n header.d=none;dmarc=fail action=none header.from=mail.example;", "", "spf=pass dkim=none dmarc=fail")]
    [InlineData("mx.acme.example; dkim/1=pass; dmarc=pass", "mx.acme.example", "dkim=pass dmarc=pass")]
    [InlineData("", "", "")]
    [InlineData("((((", "", "")]
    [InlineData("mx.acme.example; \"unfinished; dmarc=fail", "mx.acme.example", "")]
    public void Field_is_read_as_the_standard_says(string value, string server, string results)
    {
        var read = AuthenticationResults.Parse(value);

        read.AuthservId.ShouldBe(server);
        string.Join(' ', read.Results.Select(r => $"{r.Method}={r.Result}")).ShouldBe(results);
    }

    [Theory]
    [InlineData("", "mx.acme.example", "mx.acme.example", 2)]
    [InlineData("far.example", "far.example", "", 1)]
    [InlineData("Far.Example, mx.acme.example", "", "", 3)]
    [InlineData("nobody.example", "", "", 0)]
    public void Only_our_own_servers_are_believed(string trusted, string first, string second, int count)
    {
        var mail = MailReader.Read("Authentication-Results: mx.acme.example; spf=pass\r\nAuthentication-Results: mx.acme.example; dmarc=fail\r\nAuthentication-Results: far.example; dmarc=pass\r\n\r\n"u8.ToArray());

        var believed = AuthenticationResults.Trusted(mail.Headers, trusted.Split(", ", StringSplitOptions.RemoveEmptyEntries));

        believed.Count.ShouldBe(count);
        believed.Take(2).Select(b => b.AuthservId).Zip([first, second]).ShouldAllBe(p => p.Second.Length == 0 || p.First == p.Second);
    }
}
