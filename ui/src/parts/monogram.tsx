/** The issuer's first letter on a colour of its own, the same every time. */
export function Monogram({ name }: { name: string }) {
  const letter = name.match(/[\p{L}\p{N}]/u)?.[0]?.toUpperCase() ?? '?';
  return (
    <span class="monogram" style={{ '--hue': hue(name) }} aria-hidden="true">
      {letter}
    </span>
  );
}

/** Spreads names over the colour wheel: FNV-1a with a last stir, since names differ little. */
function hue(name: string): number {
  let hash = 0x811c9dc5;
  for (const char of name.toLowerCase()) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 12)) >>> 0) % 360;
}
