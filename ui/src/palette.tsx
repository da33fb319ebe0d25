import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { Choosing } from './backend';
import type { PaletteRow, PaletteView } from './bindings';
import { t, told } from './language';
import { ranked } from './matching';
import { asFailure, nameOf } from './words';
import './palette.css';

/** Rows that fit the window. */
const rows = 7;

/** The accounts one keystroke away: some letters, and Enter copies. */
export function Palette({ backend }: { backend: Choosing }) {
  const box = useRef<HTMLInputElement>(null);
  const list = useId();
  const [view, setView] = useState<PaletteView | null>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  const found = useMemo(
    () => ranked(query, view?.accounts ?? [], (row) => [row.issuer, row.account]).slice(0, rows),
    [query, view],
  );

  useEffect(() => {
    // Letters that are typed at once may come before the news that it is shown: what was typed is cleared when it goes.
    const begin = () => {
      setFailure(null);
      box.current?.focus();
      void backend.accounts().then(setView, (thrown) => setFailure(told(asFailure(thrown)).message));
    };
    const clear = () => {
      setQuery('');
      setAt(0);
    };
    backend.onOpened(begin);
    begin();
    window.addEventListener('blur', clear);
    return () => window.removeEventListener('blur', clear);
  }, [backend]);

  const chosen = found[at];
  const copy = async (row: PaletteRow, next: boolean) => {
    try {
      await backend.copy(row.id, next);
    } catch (thrown) {
      const { message, hint } = told(asFailure(thrown));
      setFailure(`${message} ${hint}`);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) setAt((at + step + found.length) % found.length);
    else if (event.key === 'Escape') void backend.close();
    else if (event.key === 'Enter' && chosen) void copy(chosen, event.shiftKey);
    else if (event.key === 'Enter' && view && view.accounts.length === 0) void backend.openMain();
    else return;
    event.preventDefault();
  };

  return (
    <main class="palette">
      <h1 class="unseen">{t('palette-title')}</h1>
      <input
        ref={box}
        type="text"
        role="combobox"
        aria-label={t('palette-box')}
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={chosen ? `${list}-${at}` : undefined}
        aria-autocomplete="list"
        placeholder={t('palette-type')}
        autocomplete="off"
        spellcheck={false}
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} role="listbox" aria-label={t('accounts')}>
        {found.map((row, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the keyboard, and its keys
          <div
            key={row.id}
            id={`${list}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === at}
            onClick={(event) => void copy(row, event.shiftKey)}
          >
            <strong>{row.issuer || nameOf(row)}</strong>
            {row.issuer && <span>{row.account}</span>}
          </div>
        ))}
      </div>
      <p role="status">{failure ?? nothing(view, found)}</p>
      <footer>{t('palette-keys')}</footer>
    </main>
  );
}

/** Why there is nothing to choose, if so. */
function nothing(view: PaletteView | null, found: readonly PaletteRow[]): string | null {
  if (!view || found.length > 0) return null;
  if (view.condition !== 'open') return t('palette-closed');
  return view.accounts.length === 0 ? t('palette-empty') : t('palette-none');
}
