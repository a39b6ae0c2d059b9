using System.Collections;

namespace Inbox.Mail.Parsing;

/// <summary>What was odd about a mail, in plain English, each oddity once.</summary>
internal sealed class Warnings : IReadOnlyList<string>
{
    private const int Most = 50;
    private readonly List<string> _texts = [];

    public int Count => _texts.Count;

    public string this[int index] => _texts[index];

    public void Add(string text)
    {
        if (_texts.Count < Most && !_texts.Contains(text, StringComparer.Ordinal))
        {
            _texts.Add(text);
        }
    }

    public IEnumerator<string> GetEnumerator() => _texts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
