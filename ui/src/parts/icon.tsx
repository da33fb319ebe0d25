const paths = {
  add: 'M10 4v12M4 10h12',
  close: 'M5 5l10 10M15 5L5 15',
  check: 'M4 10.5l4 4 8-9',
  in: 'M10 3v9M6 8.5l4 4 4-4M4 16.5h12',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  out: 'M10 12.5v-9M6 7l4-4 4 4M4 16.5h12',
  picture: 'M3 4h14v12H3zM3 13l4-4 4 4 2.5-2.5L17 14M13 7.5h.01',
  quit: 'M10 3v7M6 5.5a6 6 0 1 0 8 0',
  search: 'M13.5 13.5L17 17M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12z',
  undo: 'M7.5 4L4 7.5 7.5 11M4 7.5h7.5a4.5 4.5 0 0 1 0 9H8',
  warning: 'M10 3.5L17.5 16.5h-15zM10 8.5v3.5M10 14.5h.01',
};

/** A drawing beside a word or inside a labelled button; assistive technology passes it over. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
