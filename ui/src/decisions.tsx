import { useEffect, useState } from 'preact/hooks';
import type { DecisionView, Failure } from './bindings';
import { askedOf, t } from './language';
import { Dialog } from './parts/dialog';
import { FailureBox } from './parts/failure';
import type { Preferences } from './preferences';
import { asFailure, moment } from './words';
import './decisions.css';

/** The last requests and what became of them, with a search, and a way into a file. */
export function Decisions({ preferences, onClose }: { preferences: Preferences; onClose: () => void }) {
  const [all, setAll] = useState<DecisionView[] | null>(null);
  const [query, setQuery] = useState('');
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    preferences.decisions().then(setAll, (thrown) => setFailure(asFailure(thrown)));
  }, [preferences]);
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (all ?? []).filter((decision) => {
    const text = textOf(decision).toLowerCase();
    return terms.every((term) => text.includes(term));
  });
  const write = async () => {
    try {
      const name = await preferences.exportDecisions();
      setSaid(name ? t('decisions-written', { name }) : '');
      setFailure(null);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
  };
  return (
    <Dialog title={t('decisions')} onClose={onClose}>
      <div>
        <input
          type="search"
          aria-label={t('decisions-search')}
          placeholder={t('decisions-search')}
          autocomplete="off"
          spellcheck={false}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <ul class="decisions" aria-label={t('decisions-list')}>
        {found.map((decision) => (
          <li key={`${decision.at} ${decision.sentence}`}>
            <strong>{askedOf(decision.sentence)}</strong>
            <span class={`outcome ${decision.outcome}`}>{t(`outcome-${decision.outcome}`)}</span>
            <small>{detailsOf(decision)}</small>
          </li>
        ))}
      </ul>
      {all && found.length === 0 && (
        <p>{all.length === 0 ? t('decisions-none') : t('decisions-not-found')}</p>
      )}
      <FailureBox failure={failure} />
      <p role="status">{said}</p>
      <footer class="act">
        <button type="button" disabled={!all?.length} onClick={() => void write()}>
          {t('decisions-export')}
        </button>
      </footer>
    </Dialog>
  );
}

function detailsOf({ at, account, registry, program }: DecisionView): string {
  return [moment(at), account, registry, program].filter(Boolean).join(' · ');
}

function textOf(decision: DecisionView): string {
  return `${askedOf(decision.sentence)} ${t(`outcome-${decision.outcome}`)} ${detailsOf(decision)}`;
}
