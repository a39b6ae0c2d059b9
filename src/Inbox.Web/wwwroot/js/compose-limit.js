// How long a text is, counted as the far side counts it and as Channels/Replies/TextLimit.cs does.
const graphemes = 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null;

const links = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)']/g;
const mentions = /(@[A-Za-z0-9_.-]+)@[A-Za-z0-9.-]*[A-Za-z0-9]/g;

// X makes links of bare names too, see WeightedText.cs.
const weightedLinks =
  /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)']|(?<![A-Za-z0-9@._\/-])(?:[A-Za-z0-9-]+\.)+(?:(?:com|org|net|info|edu|gov|shop|store|app|dev|online|site|blog|news)(?![A-Za-z0-9.-]*[A-Za-z0-9])(?:\/[^\s<>"]*[^\s<>".,;:!?)'])?|[A-Za-z]{2}\/[^\s<>"]*[^\s<>".,;:!?)'])/g;

const within = (value, from, to) => value >= from && value <= to;

const weightOf = code => (code <= 4351 || within(code, 8192, 8205) || within(code, 8208, 8223) || within(code, 8242, 8247) ? 1 : 2);

/** Begins like an emoji, or is a digit in a key; joiners alone make none, since scripts of India have them too. */
function isEmoji([first, second, ...rest]) {
  return (
    within(first, 0x1f000, 0x1faff) ||
    (within(first, 0x203c, 0x3299) && second === 0xfe0f) ||
    (within(first, 0x2190, 0x2bff) && (second === 0x200d || within(second, 0x1f3fb, 0x1f3ff))) ||
    ((first === 0x23 || first === 0x2a || within(first, 0x30, 0x39)) && [second, ...rest].some(c => c === 0xfe0f || c === 0x20e3)) ||
    ((first === 0xa9 || first === 0xae) && second === 0xfe0f)
  );
}

function weighted(text) {
  const composed = text.normalize('NFC');
  const elements = graphemes ? [...graphemes.segment(composed)].map(s => s.segment) : [...composed];
  return elements.reduce((sum, element) => {
    const codes = [...element].map(letter => letter.codePointAt(0));
    return sum + (codes.length > 1 && isEmoji(codes) ? 2 : codes.reduce((weight, code) => weight + weightOf(code), 0));
  }, 0);
}

/** Of the text as it is sent, without blanks around it. @returns {number} */
export function count(text, limit) {
  let counted = text.trim();
  let extra = 0;
  if (limit.linkCounts > 0) {
    const link = limit.unit === 'Weighted' ? weightedLinks : links;
    extra = (counted.match(link)?.length ?? 0) * limit.linkCounts;
    counted = counted.replace(link, '');
  }
  if (limit.mentionsWithoutHost) counted = counted.replace(mentions, '$1');
  if (limit.unit === 'Weighted') return extra + weighted(counted);
  if (limit.unit === 'Utf16') return extra + counted.length;
  if (limit.unit === 'Grapheme' && graphemes) return extra + [...graphemes.segment(counted)].length;
  return extra + [...counted].length;
}

const numbers = new Intl.NumberFormat();

/**
 * How a text stands to its limit.
 * @returns {{over: boolean, near: boolean, used: string, words: string}} `used` is a bare number, `words` what to show
 */
export function measure(text, limit) {
  const left = limit.most - count(text, limit);
  const bytes = limit.mostBytes === undefined ? 0 : new TextEncoder().encode(text.trim()).length - limit.mostBytes;
  const over = left < 0 || bytes > 0;
  const used = numbers.format(limit.most - left);
  const length = `${used} / ${numbers.format(limit.most)}`;
  const words = left < 0 ? `${length}, ${numbers.format(-left)} too many` : bytes > 0 ? `${length}, ${numbers.format(bytes)} bytes too many` : length;
  return { over, near: left <= limit.most / 10, used, words };
}
