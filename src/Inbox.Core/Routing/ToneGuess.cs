namespace Inbox.Core.Routing;

/// <summary>How somebody writes, as far as a list of expressions can tell.</summary>
public enum Tone { Neutral, Upset, Kind }

/// <summary>
/// Upset: two signs of it, each of the expressions below, a row of exclamation marks, or shouting in capitals.
/// Kind: an expression of thanks or praise and no sign of anger. It knows no irony and reads no mind.
/// </summary>
/// <param name="Because">The signs, in brackets, behind the word that names the tone.</param>
internal readonly record struct ToneGuess(Tone Tone, string Because)
{
    private const int SignsOfAnger = 2;

    private static readonly Vocabulary Expressions = new();

    private static readonly Phrase[] Upset = Read(
        """
        unacceptable; disgrace; disgraceful; disgusting; ridiculous; outrageous; appalling; furious; angry; fed up; sick of; had enough; last chance; never again; worst; complaint;
        lawyer; solicitor; ombudsman; trading standards; legal action; take you to court; scam; rip off; waste of time; still waiting; third time; nobody answers; no one answers
        unverschämt; unverschämtheit; inakzeptabel; unmöglich; frechheit; wütend; verärgert; anwalt; rechtsanwalt; beschwerde; nie wieder; verbraucherzentrale; betrug; warte immer noch; letzte frist
        inacceptable; inadmissible; scandaleux; honteux; furieux; furieuse; avocat; plainte; plus jamais; arnaque; ras le bol; mise en demeure; ridicule
        inaceptable; vergüenza; indignado; indignada; furioso; abogado; denuncia; reclamación; nunca más; estafa; harto; harta
        inaccettabile; vergogna; vergognoso; avvocato; denuncia; mai più; truffa; reclamo; arrabbiato; ridicolo
        inaceitável; vergonha; advogado; nunca mais; reclamação; burla; furiosa
        onacceptabel; schandalig; belachelijk; advocaat; klacht; nooit meer; oplichting; woedend
        niedopuszczalne; skandal; prawnik; skarga; nigdy więcej; oszustwo; wściekły; wściekła
        """);

    private static readonly Phrase[] Kind = Read(
        """
        thank you; thanks; wonderful; brilliant; great service; so helpful; lovely; delighted; appreciate; well done; kind regards to
        vielen dank; herzlichen dank; wunderbar; großartig; toller service; sehr nett; super service
        merci beaucoup; merci; génial; excellent service; parfait; très gentil
        muchas gracias; gracias; maravilloso; excelente; estupendo
        grazie mille; grazie; meraviglioso; ottimo servizio
        muito obrigado; muito obrigada; excelente atendimento
        hartelijk dank; bedankt; geweldig; fantastisch
        dziękuję bardzo; dziękuję; wspaniale; świetna obsługa
        """);

    public static ToneGuess Of(string text)
    {
        var seen = Expressions.Read(text);
        var signs = Found(seen, Upset).Select(p => $"“{p}”").ToList();
        if (text.Contains("!!!", StringComparison.Ordinal) || text.AsSpan().Count('!') >= 5)
        {
            signs.Add("exclamation marks");
        }

        if (Shouts(text))
        {
            signs.Add("capitals");
        }

        if (signs.Count >= SignsOfAnger)
        {
            return new ToneGuess(Tone.Upset, $" ({string.Join(", ", signs.Take(3))})");
        }

        return signs.Count == 0 && Found(seen, Kind).FirstOrDefault() is { } thanks
            ? new ToneGuess(Tone.Kind, $" (“{thanks}”)")
            : new ToneGuess(Tone.Neutral, "");
    }

    private static IEnumerable<string> Found(SeenWords seen, Phrase[] phrases) => phrases.Where(seen.Has).Select(p => p.Text);

    /// <summary>Four words of four capitals or more, and more capitals than small letters.</summary>
    private static bool Shouts(string text)
    {
        int capitals = 0, small = 0, loud = 0, run = 0;
        foreach (var c in text)
        {
            run = char.IsUpper(c) ? run + 1 : 0;
            loud += run == 4 ? 1 : 0;
            capitals += char.IsUpper(c) ? 1 : 0;
            small += char.IsLower(c) ? 1 : 0;
        }

        return loud >= 4 && capitals > small;
    }

    private static Phrase[] Read(string list) =>
        [.. list.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase).Select(Expressions.Add)];
}
