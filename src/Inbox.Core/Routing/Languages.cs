namespace Inbox.Core.Routing;

/// <summary>The languages that <see cref="LanguageGuess"/> tells apart, and how it does.</summary>
public static class Languages
{
    /// <summary>ISO 639-1 code and English name.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ar"] = "Arabic", ["zh"] = "Chinese", ["cs"] = "Czech", ["da"] = "Danish", ["nl"] = "Dutch", ["en"] = "English", ["fr"] = "French",
        ["de"] = "German", ["el"] = "Greek", ["it"] = "Italian", ["ja"] = "Japanese", ["ko"] = "Korean", ["pl"] = "Polish", ["pt"] = "Portuguese",
        ["ru"] = "Russian", ["es"] = "Spanish", ["sv"] = "Swedish", ["tr"] = "Turkish", ["uk"] = "Ukrainian",
    };

    /// <summary>The small words that no text of some length does without. A word of several languages counts for each by its share.</summary>
    internal static IReadOnlyDictionary<string, string> CommonWords { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = "the and to of is in you for that it my was have with this on not are your be but i we from they has been would please when there what do did can no me",
        ["de"] = "der die das und ist ich nicht zu ein eine es mit auf für sie wir den dem von im bei war haben habe wird auch noch nach wenn aber bitte mein meine ihr ihre sehr kann wie dass kein",
        ["fr"] = "le la les des et est je ne pas vous un une pour que qui dans sur mon ma votre avec nous mais ce cette au du il elle été j'ai ai depuis bonjour merci très suis sont plus",
        ["es"] = "el la los las y es que no de un una por para con mi su se lo me pero muy he ha está este esta como cuando del al ya gracias hola más tengo yo",
        ["it"] = "il la di che non è un una per con mi ho ha sono del della nel ma questo questa come più anche gli alla dal vostro mio mia grazie buongiorno lo si stato",
        ["pt"] = "o a os as e é que não de um uma para com meu minha por mas do da no na em foi está eu se como muito já tenho obrigado obrigada bom dia mais você ao",
        ["nl"] = "de het een en is ik niet van in op met voor dat zijn heb mijn u uw we maar er nog aan te bij ook wel kan naar als geen wij deze was graag",
        ["pl"] = "i w na nie się że z do jest to jak po ale mój moja proszę czy jestem już od za dla był była mam tak przez dzień dobry przy tego",
        ["sv"] = "och att det är jag inte en ett på som för med har min mitt ni vi av den till om men hej tack kan när från mycket var så efter fått",
        ["da"] = "og at det er jeg ikke en et på som for med har min mit i vi af den til om men hej tak kan når fra meget var så efter fået blev hvad jer",
        ["cs"] = "a je na se že v to do jsem ne si ale od jak mi můj moje prosím dobrý den jsme byl byla není by pro aby při už také děkuji ještě které",
        ["tr"] = "ve bir bu için çok da de ne ile ama var yok benim değil olarak daha gibi kadar merhaba lütfen teşekkürler ben siz sonra olan bana hala mi nasıl",
    };
}
