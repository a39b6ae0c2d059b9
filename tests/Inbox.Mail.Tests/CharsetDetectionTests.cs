using System.Text;

namespace Inbox.Mail.Tests;

/// <summary>Mail without a charset, or with a wrong one, as mailers of many countries have sent it for decades.</summary>
public sealed class CharsetDetectionTests
{
    private const string Japanese = "お世話になっております。先日注文した商品がまだ届いていません。電話でも連絡しました。";
    private const string Chinese = "您好，我的订单到现在还没有收到，请问什么时候可以发货？谢谢！";
    private const string Taiwanese = "您好，我的訂單到現在還沒有收到，請問什麼時候可以發貨？謝謝！";
    private const string Korean = "안녕하세요, 주문한 상품이 아직 도착하지 않았습니다. 언제 받을 수 있나요?";
    private const string Russian = "Здравствуйте, мой заказ до сих пор не пришёл. Когда вы его отправите?";
    private const string Greek = "Καλημέρα, η παραγγελία μου δεν έχει έρθει ακόμα. Πότε θα σταλεί;";
    private const string Polish = "Dzień dobry, zamówienie jeszcze nie doszło. Kiedy zostanie wysłane? Proszę o odpowiedź, żądam zwrotu.";
    private const string German = "Guten Tag, die Lieferung für Müller kam nicht an, fünf Stück fehlen. Grüße";
    private const string French = "Bonjour, le colis n'est pas arrivé à Orléans, où est-il passé ? Très cordialement";

    static CharsetDetectionTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string, string> Texts() => new()
    {
        { "shift_jis", Japanese }, { "euc-jp", Japanese }, { "iso-2022-jp", Japanese }, { "gb18030", Chinese }, { "hz-gb-2312", Chinese }, { "big5", Taiwanese }, { "euc-kr", Korean }, { "iso-2022-kr", Korean },
        { "koi8-r", Russian }, { "windows-1251", Russian }, { "iso-8859-5", Russian }, { "ibm866", Russian }, { "windows-1253", Greek }, { "iso-8859-2", Polish }, { "windows-1250", Polish }, { "windows-1252", German }, { "windows-1252", French },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Body_without_a_charset_is_read(string charset, string text) => Read(charset, text, "").TextBody.ShouldBe(text);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Subject_without_a_charset_is_read(string charset, string text) => Read(charset, text, "").Subject.ShouldBe(text);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Body_that_claims_to_be_something_else_is_read(string charset, string text)
    {
        // The braces of HZ are plain text to somebody who means UTF-8.
        string[] claims = charset == "hz-gb-2312" ? ["us-ascii", "x-unknown-charset"] : ["us-ascii", "utf-8", "x-unknown-charset"];
        foreach (var claimed in claims)
        {
            Read(charset, text, $"Content-Type: text/plain; charset={claimed}\r\n").TextBody.ShouldBe(text, claimed);
        }
    }

    [Theory]
    [InlineData("shift_jis", Japanese)]
    [InlineData("gb18030", Chinese)]
    [InlineData("big5", Taiwanese)]
    [InlineData("euc-kr", Korean)]
    [InlineData("koi8-r", Russian)]
    [InlineData("windows-1251", Russian)]
    public void Body_that_claims_to_be_latin_is_read_and_told(string charset, string text)
    {
        var mail = Read(charset, text, "Content-Type: text/plain; charset=iso-8859-1\r\n");

        mail.TextBody.ShouldBe(text);
        mail.Warnings.ShouldHaveSingleItem().ShouldContain("iso-8859-1");
    }

    [Theory]
    [InlineData("gb2312", Chinese)]
    [InlineData("shift_jis", Japanese)]
    [InlineData("koi8-r", Russian)]
    [InlineData("windows-1250", Polish)]
    public void Utf8_that_claims_to_be_something_else_is_read(string claimed, string text) =>
        Read("utf-8", text, $"Content-Type: text/plain; charset={claimed}\r\n").TextBody.ShouldBe(text);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Right_charset_is_believed(string charset, string text)
    {
        var mail = Read(charset, text, $"Content-Type: text/plain; charset={charset}\r\n");

        mail.TextBody.ShouldBe(text);
        mail.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("windows-1252", "Müller")]
    [InlineData("windows-1252", "Café à Nîmes")]
    [InlineData("windows-1252", "“Señor”, £5 – 20 °C")]
    [InlineData("koi8-r", "Иванов")]
    [InlineData("windows-1251", "Заказ")]
    [InlineData("shift_jis", "ありがとう")]
    [InlineData("gb18030", "你好")]
    [InlineData("euc-kr", "안녕하세요")]
    public void Few_letters_are_enough(string charset, string text) => Read(charset, text, "").Subject.ShouldBe(text);

    private static MailMessage Read(string charset, string text, string header)
    {
        var bytes = Encoding.GetEncoding(charset).GetBytes(text);
        return MailReader.Read([.. "Subject: "u8, .. bytes, .. "\r\n"u8, .. Encoding.ASCII.GetBytes(header), .. "\r\n"u8, .. bytes]);
    }
}
