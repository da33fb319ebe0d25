/** The marks of issuers that are known, loaded once and after everything else. */
import { signal } from '@preact/signals';

/** A mark on a square of 24 by 24, and the hue of its colour; -1 for greys. */
export interface Brand {
  hue: number;
  path: string;
}

const brands = signal<Record<string, [number, string]>>({});

export async function loadBrands(): Promise<void> {
  brands.value = (await import('virtual:brands')).default;
}

/** The mark of an issuer by its name, or by the beginning of it: `GitHub`, `github.com`, `GitHub Enterprise`. */
export function brandOf(name: string): Brand | null {
  const words = name
    .toLowerCase()
    .replace(/^(https?:\/\/)?(www\.)?/, '')
    .replace(/\.(com|org|net|io|dev|app|ch|de)\b.*$/, '')
    .split(/[\s:/()]+/)
    .map((word) => word.replaceAll(/[^a-z0-9]/g, ''))
    .filter(Boolean);
  for (let many = words.length; many > 0; many -= 1) {
    const key = words.slice(0, many).join('');
    const found = Object.hasOwn(brands.value, key) ? brands.value[key] : undefined;
    if (found) return { hue: found[0], path: found[1] };
  }
  return null;
}
