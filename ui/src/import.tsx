import { useId, useState } from 'preact/hooks';
import type { DraftView } from './bindings';
import type { Importing, Source } from './importing';
import { t } from './language';
import { Dialog } from './parts/dialog';
import { FailureBox } from './parts/failure';
import { Icon } from './parts/icon';
import { Monogram } from './parts/monogram';
import type { Desk } from './state';
import { nameOf, recipe } from './words';
import './moving.css';

/** Brings accounts in from files of other programs. Every entry is shown before anything is kept. */
export function Import({ desk }: { desk: Desk }) {
  const { importing } = desk;
  const sources = importing.sources.value;
  if (importing.keeping.value) return <Keeping importing={importing} />;
  return (
    <Dialog title={t('import')} onClose={() => desk.closeDialog()}>
      <div class="choose">
        {sources.length === 0 && <p>{t('import-what')}</p>}
        <button type="button" autofocus onClick={() => void importing.choose()}>
          {t(sources.length === 0 ? 'choose-files' : 'choose-more-files')}
        </button>
      </div>
      <FailureBox failure={importing.failure.value} />
      {sources.length > 0 && (
        <ul class="sources" aria-label={t('files')}>
          {sources.map((source) => (
            <li key={source.number}>
              <File importing={importing} source={source} />
            </li>
          ))}
        </ul>
      )}
      <NotRead importing={importing} />
      {importing.drafts.value.length > 0 && <Entries desk={desk} importing={importing} />}
    </Dialog>
  );
}

function File({ importing, source }: { importing: Importing; source: Source }) {
  const { name, state, format, found, refused } = source;
  const result = () =>
    refused.length > 0
      ? t('format-holds-less', { format, count: found, refused: refused.length })
      : t('format-holds', { format, count: found });
  return (
    <>
      <p class="file">
        <strong>{name}</strong>{' '}
        <span aria-busy={state === 'reading'}>
          {state === 'reading' && t('reading')}
          {state === 'locked' && t('locked-with-password')}
          {state === 'read' && result()}
        </span>
      </p>
      {state === 'locked' && <Password importing={importing} source={source} />}
      <FailureBox failure={source.failure} />
    </>
  );
}

function Password({ importing, source }: { importing: Importing; source: Source }) {
  const [password, setPassword] = useState('');
  const id = useId();
  const open = (event: Event) => {
    event.preventDefault();
    setPassword('');
    void importing.open(source.number, password);
  };
  return (
    <form class="unlock" onSubmit={open}>
      <label for={id}>{t('password-of', { name: source.name })}</label>
      <input
        id={id}
        type="password"
        autocomplete="off"
        required
        ref={(box) => box?.focus()}
        value={password}
        onInput={(event) => setPassword(event.currentTarget.value)}
      />
      <button type="submit">{t('open')}</button>
    </form>
  );
}

/** What could not be read, with its place and the reason. */
function NotRead({ importing }: { importing: Importing }) {
  const refused = importing.refused.value;
  if (refused.length === 0) return null;
  return (
    <details class="not-read">
      <summary>{t('not-read-count', { count: refused.length })}</summary>
      <ul aria-label={t('not-read')}>
        {refused.slice(0, 100).map(({ where, reason }) => (
          <li key={where + reason}>
            <strong>{where}:</strong> {reason}
          </li>
        ))}
        {refused.length > 100 && <li>{t('and-more', { count: refused.length - 100 })}</li>}
      </ul>
    </details>
  );
}

function Entries({ desk, importing }: { desk: Desk; importing: Importing }) {
  const drafts = importing.drafts.value;
  const chosen = importing.chosen.value;
  const hidden = drafts.length - importing.drawn.value.length;
  return (
    <section class="entries" aria-label={t('entries')}>
      <label class="all">
        <input
          type="checkbox"
          checked={chosen.size > 0}
          onChange={(event) => importing.pickAll(event.currentTarget.checked)}
        />
        {t('chosen-of', { chosen: chosen.size, count: drafts.length })}
      </label>
      <ul>
        {importing.drawn.value.map((draft) => (
          <li key={draft.draft}>
            <Entry
              draft={draft}
              chosen={chosen.has(draft.draft)}
              onPick={(yes) => importing.pick(draft.draft, yes)}
            />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" class="quiet" onClick={() => importing.more()}>
          {t('show-more', { count: hidden })}
        </button>
      )}
      <footer>
        <button type="button" onClick={() => desk.closeDialog()}>
          {t('cancel')}
        </button>
        <button
          type="button"
          class="primary"
          disabled={chosen.size === 0}
          onClick={() => void importing.keep()}
        >
          {chosen.size === 0 ? t('import') : t('import-count', { count: chosen.size })}
        </button>
      </footer>
    </section>
  );
}

function Entry(props: { draft: DraftView; chosen: boolean; onPick: (chosen: boolean) => void }) {
  const { draft } = props;
  const { groups, quarantine, standing } = draft;
  const notes = [
    recipe(draft) && `${recipe(draft)}.`,
    groups.length > 0 && t('entry-groups', { groups: groups.join(', ') }),
    ...draft.warnings,
    quarantine && t('entry-quarantine', { reason: quarantine }),
    standing === 'conflict' && t('entry-conflict'),
  ].filter(Boolean);
  return (
    <label class="entry">
      <input
        type="checkbox"
        aria-label={t('import-name', { name: nameOf(draft) })}
        checked={props.chosen}
        disabled={standing === 'duplicate'}
        onChange={(event) => props.onPick(event.currentTarget.checked)}
      />
      <Monogram name={draft.issuer || draft.account} />
      <span class="who">
        <span class="issuer">{draft.issuer || t('no-issuer')}</span>
        <span class="account-name">{draft.account}</span>
      </span>
      <span class={`standing ${standing}`}>{t(`standing-${standing}`)}</span>
      {notes.length > 0 && <small>{notes.join(' ')}</small>}
    </label>
  );
}

/** Many accounts take a while, because a keychain takes them one by one. */
function Keeping({ importing }: { importing: Importing }) {
  const progress = importing.progress.value;
  const total = progress?.total ?? importing.chosen.value.size;
  const done = progress?.done ?? 0;
  return (
    <Dialog title={t('importing')} onClose={() => void importing.stop()}>
      <p>
        <Icon name="lock" /> {t('stored-of', { done, count: total })}
      </p>
      <div>
        <progress aria-label={t('accounts-stored')} value={done} max={Math.max(total, 1)} />
      </div>
      <footer class="act">
        <button type="button" autofocus onClick={() => void importing.stop()}>
          {t('stop')}
        </button>
      </footer>
    </Dialog>
  );
}
