import type { ComponentChild } from 'preact';
import { type Given, type Key, t } from '../language';

const marked = /(<(?:b|kbd|code)>.*?<\/(?:b|kbd|code)>)/;
/** Stands for a value while marks are looked for: what a value says is never markup. */
const stand = /\uE000(\d+)\uE001/g;

/** Says something in which parts stand out. */
export function rich<K extends Key>(key: K, ...[given]: Given<K>): ComponentChild[] {
  const values: string[] = [];
  const held = Object.entries(given ?? {}).map(([name, value]) =>
    typeof value === 'string' ? [name, `\uE000${values.push(value) - 1}\uE001`] : [name, value],
  );
  const text = t(key, ...([Object.fromEntries(held)] as Given<K>));
  const filled = (part: string) => part.replace(stand, (_, at: string) => values[Number(at)] ?? '');
  return text.split(marked).map((part) => {
    const [, mark, inner = ''] = /^<(\w+)>(.*)<\/\w+>$/.exec(part) ?? [];
    if (mark === 'b') return <strong>{filled(inner)}</strong>;
    if (mark === 'kbd') return <kbd>{filled(inner)}</kbd>;
    if (mark === 'code') return <code>{filled(inner)}</code>;
    return filled(part);
  });
}
