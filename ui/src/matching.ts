/** Finds things by what a person types of them: without accents, by beginnings, by initials, and with typos forgiven. */

/** A part of a text, from its first character to before its last. */
export type Range = readonly [from: number, to: number];

/** A text as it is compared: in small letters without marks, and where in the text each of them came from. */
interface Folded {
  text: string;
  from: readonly number[];
  words: readonly Range[];
  /** Which letters are in each of the words. */
  letters: readonly number[];
  initials: string;
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
const folds = new Map<string, Folded>();
const compares = new Map<string, Near>();
/** More texts than a list has; what is beyond is folded again. */
const foldLimit = 50_000;

function fold(text: string): Folded {
  const known = folds.get(text);
  if (known) return known;
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
  const words = [...plain.matchAll(/[\p{L}\p{N}]+/gu)].map(
    (word): Range => [word.index, word.index + word[0].length],
  );
  const folded = {
    text: plain,
    from,
    words,
    letters: words.map(([from, to]) => lettersOf(plain.slice(from, to))),
    initials: words.map(([from]) => plain[from]).join(''),
  };
  if (folds.size > foldLimit) folds.clear();
  folds.set(text, folded);
  return folded;
}

/** Which letters are in a text, a bit for each; some share one. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) letters |= 1 << (text.charCodeAt(at) & 31);
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
  const { text, words, initials } = folded;
  const first = text.indexOf(term);
  if (first === 0) return { score: 0, ranges: [[0, term.length]] };
  const word = first > 0 && words.find(([from]) => from >= first && text.startsWith(term, from));
  if (word) return { score: 1, ranges: [[word[0], word[0] + term.length]] };
  if (term.length > 1 && initials.startsWith(term))
    return { score: 2, ranges: words.slice(0, term.length).map(([from]): Range => [from, from + 1]) };
  if (first > 0) return { score: 3, ranges: [[first, first + term.length]] };
  return guessing ? guessed(term, folded) : null;
}

/** Finds a word that begins almost so: with one slip from four letters on, with two from eight on. */
function guessed(term: string, { text, words, letters }: Folded): Hit | null {
  const slips = term.length < 4 ? 0 : term.length < 8 ? 1 : 2;
  if (slips === 0) return null;
  const typed = lettersOf(term);
  let best: Hit | null = null;
  for (const [place, [from, to]] of words.entries()) {
    // Each letter that a word does not have is a slip: few words are left to be compared.
    if (to - from + slips < term.length || count(typed & ~(letters[place] ?? 0)) > slips) continue;
    const { distance, length } = compared(term, text.slice(from, Math.min(to, from + term.length + slips)));
    const score = guess + distance;
    if (distance <= slips && (!best || score < best.score)) best = { score, ranges: [[from, from + length]] };
  }
  return best;
}

/** As `nearest`, once for words that come again and again. */
function compared(term: string, word: string): Near {
  const pair = `${term} ${word}`;
  const known = compares.get(pair);
  if (known) return known;
  const near = nearest(term, word);
  if (compares.size > foldLimit) compares.clear();
  compares.set(pair, near);
  return near;
}

/** The beginning of a word that is nearest to a term: letters left out, added, mistaken or swapped count one each. */
function nearest(term: string, word: string): Near {
  let before: number[] = [];
  let last = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (let i = 1; i <= term.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= word.length; j += 1) {
      const same = term[i - 1] === word[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && term[i - 1] === word[j - 2] && term[i - 2] === word[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  const distance = Math.min(...last);
  return { distance, length: last.lastIndexOf(distance) };
}

/** How well all that was typed is found in the texts of one thing; the earlier texts weigh more. */
function scoreOf(terms: readonly string[], texts: readonly string[], guessing: boolean): number | null {
  let sum = 0;
  for (const term of terms) {
    let best: number | null = null;
    for (const [place, text] of texts.entries()) {
      const hit = find(term, fold(text), guessing);
      const score = hit && hit.score + (place === 0 ? 0 : 0.5);
      if (score !== null && (best === null || score < best)) best = score;
    }
    if (best === null) return null;
    sum += best;
  }
  return sum;
}

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
  const hits = (guessing: boolean) =>
    things.flatMap((thing) => {
      const score = scoreOf(terms, texts(thing), guessing);
      return score === null ? [] : [{ thing, score }];
    });
  const sure = hits(false);
  return (sure.length > 0 ? sure : hits(true))
    .sort((one, other) => one.score - other.score)
    .map(({ thing }) => thing);
}

/** The parts of a text that what was typed is found in, in order and apart from each other. */
export function marksOf(query: string, text: string): Range[] {
  const folded = fold(text);
  const ranges = termsOf(query)
    .flatMap((term) => find(term, folded, true)?.ranges ?? [])
    .map(([from, to]): Range => [folded.from[from] ?? 0, folded.from[to] ?? text.length])
    .sort(([one], [other]) => one - other);
  const apart: Range[] = [];
  for (const range of ranges) {
    const last = apart.at(-1);
    if (last && range[0] <= last[1]) apart[apart.length - 1] = [last[0], Math.max(last[1], range[1])];
    else apart.push(range);
  }
  return apart;
}
