using Inbox.Core.Routing;

namespace Inbox.Core.Tests.Routing;

public sealed class LanguageGuessTests
{
    [Theory]
    [InlineData("en", "Hello, my laptop came back from the repair and it does not work. What can I do now?")]
    [InlineData("de", "Guten Tag, mein Paket ist noch nicht angekommen und ich warte auf eine Antwort von Ihnen.")]
    [InlineData("fr", "Bonjour, je n'ai pas reçu ma commande et je ne sais pas où elle est. Merci de votre réponse.")]
    [InlineData("es", "Hola, todavía no he recibido mi pedido y no sé qué hacer. ¿Me pueden ayudar, por favor?")]
    [InlineData("it", "Buongiorno, il mio ordine non è ancora arrivato e non so che cosa fare. Grazie per la risposta.")]
    [InlineData("pt", "Bom dia, a minha encomenda ainda não chegou e não sei o que fazer. Obrigado pela ajuda.")]
    [InlineData("nl", "Goedemorgen, ik heb mijn pakket nog niet ontvangen en ik weet niet waar het is. Kunt u mij helpen?")]
    [InlineData("pl", "Dzień dobry, moja paczka jeszcze nie przyszła i nie wiem, co się z nią dzieje. Proszę o pomoc.")]
    [InlineData("sv", "Hej, jag har inte fått mitt paket och vet inte var det är. Kan ni hjälpa mig? Tack!")]
    [InlineData("da", "Hej, jeg har ikke fået min pakke og ved ikke, hvor den er. Kan I hjælpe mig? Tak!")]
    [InlineData("cs", "Dobrý den, můj balík ještě nepřišel a nevím, co se s ním děje. Prosím o pomoc, děkuji.")]
    [InlineData("tr", "Merhaba, siparişim hala gelmedi ve nerede olduğunu bilmiyorum. Bana yardım eder misiniz lütfen, bu çok önemli.")]
    [InlineData("ru", "Здравствуйте, мой заказ iPhone ещё не пришёл.")]
    [InlineData("uk", "Добрий день, моє замовлення ще не прийшло, і я не знаю, де воно.")]
    [InlineData("el", "Καλημέρα, η παραγγελία μου δεν έχει φτάσει.")]
    [InlineData("ja", "注文した商品がまだ届きません。")]
    [InlineData("zh", "我的订单还没有到。")]
    [InlineData("ko", "주문한 상품이 아직 도착하지 않았습니다.")]
    [InlineData("ar", "لم يصل طلبي بعد.")]
    public void Language_is_told_and_how_sure(string code, string text)
    {
        var guess = LanguageGuess.Of(text);

        guess.Code.ShouldBe(code);
        guess.Sure.ShouldBeInRange(60, 100);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Order 4711 / AB-17")]
    [InlineData("refund")]
    public void Too_little_text_says_nothing(string text) => LanguageGuess.Of(text).ShouldBe(default);

    [Theory]
    [InlineData(Tone.Upset, "This is unacceptable. You will hear from my lawyer.")]
    [InlineData(Tone.Upset, "Eine Frechheit! Ich schalte meinen Anwalt ein.")]
    [InlineData(Tone.Upset, "WHERE IS MY ORDER? I WANT MY MONEY BACK!!!")]
    [InlineData(Tone.Kind, "Thank you for the quick help.")]
    [InlineData(Tone.Neutral, "My order has not arrived. Thank you for nothing, this is ridiculous.")]
    [InlineData(Tone.Neutral, "Where is my order AB-1234?")]
    public void Tone_is_told_by_expressions_capitals_and_exclamation_marks(Tone tone, string text) => ToneGuess.Of(text).Tone.ShouldBe(tone);
}
