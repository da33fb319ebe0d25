import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Found as Finding, isNameless } from './adding';
import type { DraftView, ExportView, FindView } from './bindings';
import { t } from './language';
import { Field } from './parts/field';
import { Icon } from './parts/icon';
import { Miniature } from './parts/miniature';
import { Monogram } from './parts/monogram';
import { rich } from './parts/rich';
import type { Desk } from './state';
import { nameOf, recipe, series, whereabouts } from './words';
import './found.css';

/** What was found, each thing by itself; what can be kept has a check box. */
export function Found({ desk }: { desk: Desk }) {
  const { found, chosen, busy } = desk.adding.state.value;
  const section = useRef<HTMLElement>(null);
  // Whenever more was found, it is brought into view.
  useLayoutEffect(() => section.current?.scrollIntoView({ block: 'start' }), [found.length]);
  return (
    <section ref={section} class="found" aria-label={t('found')}>
      {desk.adding.exports.value.map((view) => (
        <Export key={view.export} view={view} />
      ))}
      <ul>{found.map((one) => items(desk, one))}</ul>
      <footer>
        <button type="button" onClick={() => desk.closeDialog()}>
          {t('cancel')}
        </button>
        <button
          type="button"
          class="primary"
          disabled={busy !== null || chosen.size === 0}
          onClick={() => void desk.keepChosen()}
        >
          {chosen.size === 0 ? t('keep') : t('keep-count', { count: chosen.size })}
        </button>
      </footer>
    </section>
  );
}

/** One item for each account in a code; a code without accounts is an item itself. */
function items(desk: Desk, { key, where, find }: Finding) {
  const place = <Whereabouts where={where} find={find} />;
  if (find.kind === 'page' || find.kind === 'other')
    return (
      <li key={key}>
        <NoAccount find={find}>{place}</NoAccount>
      </li>
    );
  return find.drafts.map((draft) => (
    <li key={draft.draft}>
      {isNameless(draft) ? (
        <Nameless desk={desk} draft={draft}>
          {place}
        </Nameless>
      ) : (
        <Draft desk={desk} draft={draft}>
          {place}
        </Draft>
      )}
    </li>
  ));
}

function Whereabouts({ where, find: { place } }: { where: string; find: FindView }) {
  if (!where && !place) return null;
  const spot = place && whereabouts(place.corners);
  return (
    <span class="where">
      {place && <Miniature place={place} />}
      <small>{[where, spot].filter(Boolean).join(', ')}</small>
    </span>
  );
}

/** Parts are shown one after the other on the phone; until all are here, accounts are missing. */
function Export({ view: { parts, missing } }: { view: ExportView }) {
  if (missing.length === 0) return null;
  return (
    <div class="failure" role="status">
      <Icon name="warning" />
      <p>{rich('parts-missing', { count: missing.length, missing: series(missing), parts })}</p>
    </div>
  );
}

type Shown = { desk: Desk; draft: DraftView; children: preact.ComponentChildren };

function Draft({ desk, draft, children }: Shown) {
  const made = recipe(draft);
  const notes = [made && `${made[0]?.toUpperCase()}${made.slice(1)}.`, ...draft.warnings].filter(Boolean);
  if (draft.standing === 'conflict') notes.push(t('keeping-second'));
  return (
    <label class="draft">
      <input
        type="checkbox"
        aria-label={t('keep-name', { name: nameOf(draft) })}
        checked={desk.adding.state.value.chosen.has(draft.draft)}
        onChange={(event) => desk.adding.choose(draft.draft, event.currentTarget.checked)}
      />
      <Monogram name={draft.issuer || draft.account} />
      <span class="who">
        <span class="issuer">{draft.issuer || t('no-issuer')}</span>
        <span class="account-name">{draft.account}</span>
      </span>
      <span class={`standing ${draft.standing}`}>{t(`standing-${draft.standing}`)}</span>
      {children}
      {notes.length > 0 && <small class="notes">{notes.join(' ')}</small>}
    </label>
  );
}

/** A bare secret does not say what it is for. */
function Nameless({ desk, draft, children }: Shown) {
  const [issuer, setIssuer] = useState('');
  const [account, setAccount] = useState('');
  const name = (event: Event) => {
    event.preventDefault();
    void desk.adding.name(draft.draft, issuer, account);
  };
  return (
    <form class="draft nameless" onSubmit={name}>
      <p>{rich('nameless')}</p>
      {children}
      <Field label={t('its-issuer')}>
        {(id) => (
          <input
            id={id}
            value={issuer}
            required
            placeholder="npm"
            autocomplete="off"
            onInput={(event) => setIssuer(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t('its-account')}>
        {(id) => (
          <input
            id={id}
            value={account}
            placeholder={t('your-user-name')}
            autocomplete="off"
            onInput={(event) => setAccount(event.currentTarget.value)}
          />
        )}
      </Field>
      <button type="submit">{t('name-it')}</button>
    </form>
  );
}

/** A code that holds no account: told apart, shown, and not acted on. */
function NoAccount({ find, children }: { find: FindView; children: preact.ComponentChildren }) {
  const page = find.kind === 'page';
  return (
    <div class="draft">
      <span class="monogram plain" aria-hidden="true">
        <Icon name={page ? 'link' : 'code'} />
      </span>
      <span class="who">
        <span class="issuer">{t(page ? 'found-page' : 'found-other')}</span>
      </span>
      <span class="standing">{t('nothing-to-keep')}</span>
      {find.text !== null && <span class="said">{find.text}</span>}
      {children}
      <small class="notes">
        {page && t('found-page-note')}
        {!page && t(find.text === null ? 'found-hidden-note' : 'found-other-note')}
      </small>
    </div>
  );
}
