/** Finds things by what a person types of them: without accents, by beginnings, by initials, and with typos forgiven. */

/** A part of a text, from its first character to before its last. */
export type Range = readonly [from: number, to: number];

/**
 * A text as it is compared: in small letters without marks. Most of the rest is needed for few texts, and is made when it
 * is: ten thousand accounts have twenty thousand of them.
 */
class Folded {
  private cut: readonly Range[] | undefined;
  private had: readonly number[] | undefined;
  private first: string | undefined;

  /** `from` is where in the text as it was each character came from; the same places where there is nothing. */
  constructor(
    readonly text: string,
    private readonly from: readonly number[] | null,
  ) {}

  get words(): readonly Range[] {
    this.cut ??= this.from
      ? [...this.text.matchAll(/[\p{L}\p{N}]+/gu)].map(
          ({ 0: word, index }): Range => [index, index + word.length],
        )
      : plainWords(this.text);
    return this.cut;
  }

  /** Which letters are in each of the words. */
  get letters(): readonly number[] {
    this.had ??= this.words.map(([from, to]) => lettersOf(this.text, from, to));
    return this.had;
  }

  get initials(): string {
    this.first ??= this.words.map(([from]) => this.text[from]).join('');
    return this.first;
  }

  origin(place: number): number {
    return this.from ? (this.from[place] ?? 0) : place;
  }
}

interface Hit {
  /** 0 is best. */
  score: number;
  ranges: readonly Range[];
}

/** How far a term is from the beginning of a word, and how much of the word that takes. */
interface Near {
  distance: number;
  length: number;
}

/** From this score on a hit is a guess. */
const guess = 10;
/** Letters that no normal form takes apart. */
const apart: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
/** What `nearest` counts in; made once, because it is asked thousands of times for a letter. */
const rows: [number[], number[], number[]] = [[], [], []];
/** How many searches of a list are remembered: as many as a person takes back in one go. */
const remembered = 32;

function fold(text: string): Folded {
  return /^[ -~]*$/.test(text) ? new Folded(text.toLowerCase(), null) : foldedFrom(text);
}

function foldedFrom(text: string): Folded {
  let plain = '';
  const from: number[] = [];
  let at = 0;
  for (const char of text) {
    const letters = char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    for (const letter of letters) {
      const parts = apart[letter] ?? letter;
      plain += parts;
      for (let unit = 0; unit < parts.length; unit += 1) from.push(at);
    }
    at += char.length;
  }
  from.push(at);
  return new Folded(plain, from);
}

/** The words of a text in small letters of ASCII: an expression takes ten times as long. */
function plainWords(text: string): Range[] {
  const words: Range[] = [];
  let begun = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const inside = (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57);
    if (inside && begun < 0) begun = at;
    if (inside || begun < 0) continue;
    words.push([begun, at]);
    begun = -1;
  }
  return words;
}

/** Which letters are in a part of a text, a bit for each; some share one. */
function lettersOf(text: string, from = 0, to = text.length): number {
  let letters = 0;
  for (let at = from; at < to; at += 1) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters;
}

function count(bits: number): number {
  let many = 0;
  for (let left = bits; left !== 0; left &= left - 1) many += 1;
  return many;
}

/** What was typed, as the words that must all be found. */
function termsOf(query: string): string[] {
  return fold(query).text.split(/\s+/).filter(Boolean);
}

/** How well one word is found in a text, by a guess too where that is wanted; nothing if it is not. */
function find(term: string, folded: Folded, guessing: boolean): Hit | null {
  const { text } = folded;
  const first = text.indexOf(term);
  if (first === 0) return { score: 0, ranges: [[0, term.length]] };
  const word = first > 0 && folded.words.find(([from]) => from >= first && text.startsWith(term, from));
  if (word) return { score: 1, ranges: [[word[0], word[0] + term.length]] };
  if (term.length > 1 && folded.initials.startsWith(term))
    return { score: 2, ranges: folded.words.slice(0, term.length).map(([from]): Range => [from, from + 1]) };
  if (first > 0) return { score: 3, ranges: [[first, first + term.length]] };
  return guessing ? guessed(term, folded) : null;
}

/** Finds a word that begins almost so: with one slip from four letters on, with two from eight on. */
function guessed(term: string, folded: Folded): Hit | null {
  const slips = term.length < 4 ? 0 : term.length < 8 ? 1 : 2;
  if (slips === 0) return null;
  const typed = lettersOf(term);
  const { text, words, letters } = folded;
  let best: Hit | null = null;
  for (const [place, [from, to]] of words.entries()) {
    // Each letter that a word does not have is a slip: few words are left to be compared.
    if (to - from + slips < term.length || count(typed & ~(letters[place] ?? 0)) > slips) continue;
    const near = nearest(term, text.slice(from, Math.min(to, from + term.length + slips)), slips);
    const score = guess + (near?.distance ?? 0);
    if (near && (!best || score < best.score)) best = { score, ranges: [[from, from + near.length]] };
  }
  return best;
}

/**
 * The beginning of a word that is nearest to a term, if it is within so many slips: letters left out, added, mistaken or
 * swapped count one each. Most words are too far away after two letters.
 */
function nearest(term: string, word: string, slips: number): Near | null {
  let [before, last, row] = rows;
  for (let j = 0; j <= word.length; j += 1) last[j] = j;
  let least = 0;
  for (let i = 1; i <= term.length; i += 1) {
    const leastBefore = least;
    least = i;
    row[0] = i;
    for (let j = 1; j <= word.length; j += 1) {
      const same = term[i - 1] === word[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && term[i - 1] === word[j - 2] && term[i - 2] === word[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row[j] = cost;
      least = Math.min(least, cost);
    }
    // A swap reaches back over one row.
    if (least > slips && leastBefore >= slips) return null;
    [before, last, row] = [last, row, before];
  }
  const found = last.slice(0, word.length + 1);
  const distance = Math.min(...found);
  return distance > slips ? null : { distance, length: found.lastIndexOf(distance) };
}

/** How well all that was typed is found in the texts of one thing; the earlier texts weigh more. */
function scoreOf(terms: readonly string[], texts: readonly Folded[], guessing: boolean): number | null {
  let sum = 0;
  for (const term of terms) {
    let best: number | null = null;
    for (const [place, text] of texts.entries()) {
      const hit = find(term, text, guessing);
      const score = hit && hit.score + (place === 0 ? 0 : 0.5);
      if (score !== null && (best === null || score < best)) best = score;
    }
    if (best === null) return null;
    sum += best;
  }
  return sum;
}

/** A list that is searched, and what was found in it: a search goes letter by letter, and back. */
interface Searched<Thing> {
  texts: readonly (readonly Folded[])[];
  earlier: Map<string, Result<Thing>>;
}

interface Result<Thing> {
  things: Thing[];
  /** The places of what was found without guessing. */
  sure: readonly number[];
}

/** What is kept of a list, whose things are always told by the same texts. */
const searches = new WeakMap<readonly unknown[], Searched<unknown>>();

/**
 * The things that are meant by what was typed, the likeliest first; what is equally likely stays in its order. Guesses
 * are made only where nothing is called so: they take longer, and are noise beside what was meant.
 */
export function ranked<Thing>(
  query: string,
  things: readonly Thing[],
  texts: (thing: Thing) => readonly string[],
): Thing[] {
  const terms = termsOf(query);
  if (terms.length === 0) return [...things];
  let list = searches.get(things) as Searched<Thing> | undefined;
  if (!list) {
    list = { texts: things.map((thing) => texts(thing).map(fold)), earlier: new Map() };
    searches.set(things, list);
  }
  const words = terms.join(' ');
  const known = list.earlier.get(words);
  if (known) return known.things;
  const result = searched(terms, things, list);
  if (list.earlier.size >= remembered) list.earlier.clear();
  list.earlier.set(words, result);
  return result.things;
}

function searched<Thing>(
  terms: readonly string[],
  things: readonly Thing[],
  { texts, earlier }: Searched<Thing>,
): Result<Thing> {
  const hits = (places: Iterable<number>, guessing: boolean) => {
    const [sure, likely]: [number[], Map<number, Thing[]>] = [[], new Map()];
    for (const place of places) {
      const score = scoreOf(terms, texts[place] ?? [], guessing);
      if (score === null) continue;
      sure.push(place);
      const equals = likely.get(score);
      if (equals) equals.push(things[place] as Thing);
      else likely.set(score, [things[place] as Thing]);
    }
    const sorted = [...likely].sort(([one], [other]) => one - other);
    return { sure, things: sorted.flatMap(([, equals]) => equals) };
  };
  // What more letters are found in, fewer are found in, too.
  const [last = ''] = terms.slice(-1);
  const fewer = [...terms.slice(0, -1), last.slice(0, -1)].filter(Boolean).join(' ');
  const found = hits(earlier.get(fewer)?.sure ?? texts.keys(), false);
  return found.sure.length > 0 ? found : { things: hits(texts.keys(), true).things, sure: [] };
}

/** The parts of a text that what was typed is found in, in order and apart from each other. */
export function marksOf(query: string, text: string): Range[] {
  const folded = fold(text);
  const ranges = termsOf(query)
    .flatMap((term) => find(term, folded, true)?.ranges ?? [])
    .map(([from, to]): Range => [folded.origin(from), folded.origin(to)])
    .sort(([one], [other]) => one - other);
  const apart: Range[] = [];
  for (const range of ranges) {
    const last = apart.at(-1);
    if (last && range[0] <= last[1]) apart[apart.length - 1] = [last[0], Math.max(last[1], range[1])];
    else apart.push(range);
  }
  return apart;
}
