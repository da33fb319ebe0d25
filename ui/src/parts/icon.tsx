const paths = {
  add: 'M10 4v12M4 10h12',
  close: 'M5 5l10 10M15 5L5 15',
  code: 'M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM12 12h.01M16 12h.01M12 16h.01M16 16h.01',
  check: 'M4 10.5l4 4 8-9',
  link: 'M8.5 11.5l3-3M9 6l1.5-1.5a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.5 1.5a3.5 3.5 0 0 1-5-5L6 9',
  in: 'M10 3v9M6 8.5l4 4 4-4M4 16.5h12',
  keys: 'M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  paste: 'M7 4.5H4.5v12.5h11V4.5H13M7 3h6v3H7z',
  out: 'M10 12.5v-9M6 7l4-4 4 4M4 16.5h12',
  pin: 'M10 12.5V17M7 3.5h6l-.5 5 2 4h-9l2-4z',
  picture: 'M3 4h14v12H3zM3 13l4-4 4 4 2.5-2.5L17 14M13 7.5h.01',
  quit: 'M10 3v7M6 5.5a6 6 0 1 0 8 0',
  screen: 'M2.5 4h15v10h-15zM7 17h6M10 14v3',
  search: 'M13.5 13.5L17 17M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12z',
  twins: 'M3.5 3.5h9v9h-9zM7.5 12.5v4h9v-9h-4',
  settings: 'M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4',
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
