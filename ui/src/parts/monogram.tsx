import { brandOf } from '../brand';

/** The issuer's own mark where it is known, else its first letter; on a colour of its own, the same every time. */
export function Monogram({ name }: { name: string }) {
  const brand = brandOf(name);
  const letter = name.match(/[\p{L}\p{N}]/u)?.[0]?.toUpperCase() ?? '?';
  const grey = brand !== null && brand.hue < 0;
  return (
    <span
      // Another element: WebKit leaves room for the letter that was there before.
      key={brand ? 'mark' : 'letter'}
      class={grey ? 'monogram grey' : 'monogram'}
      style={{ '--hue': brand && !grey ? brand.hue : hue(name) }}
      aria-hidden="true"
    >
      {brand ? (
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d={brand.path} />
        </svg>
      ) : (
        letter
      )}
    </span>
  );
}

/** Spreads names over the colour wheel: FNV-1a, and half of MurmurHash3's last stir since names differ little. */
function hue(name: string): number {
  let hash = 0x811c9dc5;
  for (const char of name.toLowerCase()) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 16)) >>> 0) % 360;
}
