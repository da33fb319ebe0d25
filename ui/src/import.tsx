import { useId, useState } from 'preact/hooks';
import type { DraftView, Standing } from './bindings';
import type { Importing, Source } from './importing';
import { Dialog } from './parts/dialog';
import { FailureBox } from './parts/failure';
import { Icon } from './parts/icon';
import { Monogram } from './parts/monogram';
import type { Desk } from './state';
import { count, nameOf, recipe } from './words';
import './moving.css';

/** Brings accounts in from files of other programs. Every entry is shown before anything is kept. */
export function Import({ desk }: { desk: Desk }) {
  const { importing } = desk;
  const sources = importing.sources.value;
  if (importing.keeping.value) return <Keeping importing={importing} />;
  return (
    <Dialog title="Import" onClose={() => desk.closeDialog()}>
      <div class="choose">
        {sources.length === 0 && (
          <p>
            Choose the export or backup of another authenticator, a password manager’s export, or pictures of
            its QR codes, or drop them here. Encrypted files are fine; you are asked for their password.
            Nothing is kept before you say so.
          </p>
        )}
        <button type="button" autofocus onClick={() => void importing.choose()}>
          {sources.length === 0 ? 'Choose files' : 'Choose more files'}
        </button>
      </div>
      <FailureBox failure={importing.failure.value} />
      {sources.length > 0 && (
        <ul class="sources" aria-label="Files">
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
  const result = [count(found, 'account'), refused.length > 0 && `${refused.length} not read`];
  return (
    <>
      <p class="file">
        <strong>{name}</strong>{' '}
        <span aria-busy={state === 'reading'}>
          {state === 'reading' && 'Reading…'}
          {state === 'locked' && 'Locked with a password'}
          {state === 'read' && `${format}: ${result.filter(Boolean).join(', ')}`}
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
      <label for={id}>Password of {source.name}</label>
      <input
        id={id}
        type="password"
        autocomplete="off"
        required
        ref={(box) => box?.focus()}
        value={password}
        onInput={(event) => setPassword(event.currentTarget.value)}
      />
      <button type="submit">Open</button>
    </form>
  );
}

/** What could not be read, with its place and the reason. */
function NotRead({ importing }: { importing: Importing }) {
  const refused = importing.refused.value;
  if (refused.length === 0) return null;
  return (
    <details class="not-read">
      <summary>{count(refused.length, 'entry', 'entries')} could not be read</summary>
      <ul aria-label="Not read">
        {refused.slice(0, 100).map(({ where, reason }) => (
          <li key={where + reason}>
            <strong>{where}:</strong> {reason}
          </li>
        ))}
        {refused.length > 100 && <li>and {refused.length - 100} more</li>}
      </ul>
    </details>
  );
}

function Entries({ desk, importing }: { desk: Desk; importing: Importing }) {
  const drafts = importing.drafts.value;
  const chosen = importing.chosen.value;
  const hidden = drafts.length - importing.drawn.value.length;
  return (
    <section class="entries" aria-label="Entries">
      <label class="all">
        <input
          type="checkbox"
          checked={chosen.size > 0}
          onChange={(event) => importing.pickAll(event.currentTarget.checked)}
        />
        {chosen.size} of {count(drafts.length, 'account')} chosen
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
          Show more ({hidden} not shown)
        </button>
      )}
      <footer>
        <button type="button" onClick={() => desk.closeDialog()}>
          Cancel
        </button>
        <button
          type="button"
          class="primary"
          disabled={chosen.size === 0}
          onClick={() => void importing.keep()}
        >
          {chosen.size === 0 ? 'Import' : `Import ${count(chosen.size, 'account')}`}
        </button>
      </footer>
    </section>
  );
}

const standings: Record<Standing, string> = {
  new: 'New',
  duplicate: 'You have it already',
  conflict: 'Same name, other secret',
};

function Entry(props: { draft: DraftView; chosen: boolean; onPick: (chosen: boolean) => void }) {
  const { draft } = props;
  const { groups, quarantine, standing } = draft;
  const notes = [
    recipe(draft) && `${recipe(draft)}.`,
    groups.length > 0 && `In ${groups.join(', ')}.`,
    ...draft.warnings,
    quarantine && `It is kept, but makes no codes yet: ${quarantine}.`,
    standing === 'conflict' && 'Importing it adds a second account beside the first.',
  ].filter(Boolean);
  return (
    <label class="entry">
      <input
        type="checkbox"
        aria-label={`Import ${nameOf(draft)}`}
        checked={props.chosen}
        disabled={standing === 'duplicate'}
        onChange={(event) => props.onPick(event.currentTarget.checked)}
      />
      <Monogram name={draft.issuer || draft.account} />
      <span class="who">
        <span class="issuer">{draft.issuer || 'No issuer'}</span>
        <span class="account-name">{draft.account}</span>
      </span>
      <span class={`standing ${standing}`}>{standings[standing]}</span>
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
    <Dialog title="Importing" onClose={() => void importing.stop()}>
      <p>
        <Icon name="lock" /> {done} of {count(total, 'account')} stored.
      </p>
      <div>
        <progress aria-label="Accounts stored" value={done} max={Math.max(total, 1)} />
      </div>
      <footer class="act">
        <button type="button" autofocus onClick={() => void importing.stop()}>
          Stop
        </button>
      </footer>
    </Dialog>
  );
}
