import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DraftView, Standing } from './bindings';
import { Dialog } from './parts/dialog';
import { FailureBox } from './parts/failure';
import { Field } from './parts/field';
import { Icon } from './parts/icon';
import { Monogram } from './parts/monogram';
import type { Desk } from './state';
import { count, nameOf, recipe } from './words';
import './add.css';

/** Brings accounts in: from pictures, a pasted link, or by hand. Nothing is kept before the person says so. */
export function Add({ desk }: { desk: Desk }) {
  const { drafts, refused } = desk.adding.value;
  return (
    <Dialog title="Add accounts" onClose={() => desk.closeDialog()}>
      <div class="ways">
        <Pictures desk={desk} />
        <Link desk={desk} />
        <ByHandForm desk={desk} />
      </div>
      {refused.map((failure, index) => (
        <FailureBox key={`${index}-${failure.code}`} failure={failure} />
      ))}
      {drafts.length > 0 && <Found desk={desk} />}
    </Dialog>
  );
}

function Pictures({ desk }: { desk: Desk }) {
  const files = useRef<HTMLInputElement>(null);
  const { busy } = desk.adding.value;
  return (
    <div class="drop" aria-busy={busy}>
      <Icon name="picture" />
      <p>
        {busy ? (
          'Reading…'
        ) : (
          <>
            Drop a picture of the QR code, paste it with <kbd>Ctrl</kbd>&nbsp;<kbd>V</kbd>, or
          </>
        )}
      </p>
      <button type="button" autofocus onClick={() => files.current?.click()}>
        Choose pictures
      </button>
      <input
        ref={files}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label="Pictures of QR codes"
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void desk.addPictures(chosen);
        }}
      />
    </div>
  );
}

function Link({ desk }: { desk: Desk }) {
  const [text, setText] = useState('');
  const read = (event: Event) => {
    event.preventDefault();
    setText('');
    void desk.addText(text);
  };
  return (
    <form class="link" onSubmit={read}>
      <Field label="Link or text">
        {(id) => (
          <input
            id={id}
            type="text"
            placeholder="otpauth://…"
            autocomplete="off"
            spellcheck={false}
            required
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <button type="submit">Read</button>
    </form>
  );
}

const untyped = { issuer: '', account: '', secret: '', algorithm: 'SHA1', digits: 6, period: 30 };

function ByHandForm({ desk }: { desk: Desk }) {
  const [form, setForm] = useState(untyped);
  const set = (part: Partial<typeof untyped>) => setForm({ ...form, ...part });
  const read = async (event: Event) => {
    event.preventDefault();
    if (await desk.addByHand(form)) setForm(untyped);
  };
  return (
    <details class="by-hand">
      <summary>Type it in by hand</summary>
      <form onSubmit={(event) => void read(event)}>
        <Field label="Issuer">
          {(id) => (
            <input
              id={id}
              value={form.issuer}
              required
              placeholder="npm"
              autocomplete="off"
              onInput={(event) => set({ issuer: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="Account">
          {(id) => (
            <input
              id={id}
              value={form.account}
              required
              placeholder="your user name"
              autocomplete="off"
              onInput={(event) => set({ account: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="Secret" class="whole">
          {(id) => (
            <input
              id={id}
              class="secret"
              value={form.secret}
              required
              placeholder="the key shown beside the QR code"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              onInput={(event) => set({ secret: event.currentTarget.value })}
            />
          )}
        </Field>
        <details class="advanced whole">
          <summary>Advanced</summary>
          <div>
            <Field label="Algorithm">
              {(id) => (
                <select
                  id={id}
                  value={form.algorithm}
                  onChange={(event) => set({ algorithm: event.currentTarget.value })}
                >
                  <option>SHA1</option>
                  <option>SHA256</option>
                  <option>SHA512</option>
                </select>
              )}
            </Field>
            <Field label="Digits">
              {(id) => (
                <select
                  id={id}
                  value={form.digits}
                  onChange={(event) => set({ digits: Number(event.currentTarget.value) })}
                >
                  <option>6</option>
                  <option>7</option>
                  <option>8</option>
                </select>
              )}
            </Field>
            <Field label="Period in seconds">
              {(id) => (
                <input
                  id={id}
                  type="number"
                  min={5}
                  max={300}
                  value={form.period}
                  onInput={(event) => set({ period: event.currentTarget.valueAsNumber })}
                />
              )}
            </Field>
          </div>
        </details>
        <button type="submit" class="whole">
          Continue
        </button>
      </form>
    </details>
  );
}

function Found({ desk }: { desk: Desk }) {
  const { drafts, chosen, busy } = desk.adding.value;
  const section = useRef<HTMLElement>(null);
  // Whenever more was found, it is brought into view.
  useLayoutEffect(() => section.current?.scrollIntoView({ block: 'end' }), [drafts.length]);
  return (
    <section ref={section} class="found" aria-label="Found">
      <ul>
        {drafts.map((draft) => (
          <li key={draft.draft}>
            <Draft
              draft={draft}
              chosen={chosen.has(draft.draft)}
              onChoose={(yes) => desk.choose(draft.draft, yes)}
            />
          </li>
        ))}
      </ul>
      <footer>
        <button type="button" onClick={() => desk.closeDialog()}>
          Cancel
        </button>
        <button
          type="button"
          class="primary"
          disabled={busy || chosen.size === 0}
          onClick={() => void desk.keepChosen()}
        >
          {chosen.size === 0 ? 'Keep' : `Keep ${count(chosen.size, 'account')}`}
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

function Draft(props: { draft: DraftView; chosen: boolean; onChoose: (chosen: boolean) => void }) {
  const { draft } = props;
  const notes = [recipe(draft) && `${recipe(draft)}.`, ...draft.warnings].filter(Boolean);
  if (draft.standing === 'conflict') notes.push('Keeping it adds a second account beside the first.');
  return (
    <label class="draft">
      <input
        type="checkbox"
        aria-label={`Keep ${nameOf(draft)}`}
        checked={props.chosen}
        onChange={(event) => props.onChoose(event.currentTarget.checked)}
      />
      <Monogram name={draft.issuer || draft.account} />
      <span class="who">
        <span class="issuer">{draft.issuer || 'No issuer'}</span>
        <span class="account-name">{draft.account}</span>
      </span>
      <span class={`standing ${draft.standing}`}>{standings[draft.standing]}</span>
      {notes.length > 0 && <small>{notes.join(' ')}</small>}
    </label>
  );
}
