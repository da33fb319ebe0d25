import { useState } from 'preact/hooks';
import type { FileView, FindingView, RegistryView, StagedContents, StagedView, TokenView } from './bindings';
import { FailureBox } from './parts/failure';
import { Field } from './parts/field';
import { Icon } from './parts/icon';
import type { Job, Standing } from './standing';
import { count } from './words';
import './npm.css';

/** How one stands with npm: what waits to be published, each registry, and what an error means. */
export function NpmPage({ standing }: { standing: Standing }) {
  return (
    <div class="npm">
      <Bar standing={standing} />
      <output class="done" aria-live="polite">
        {standing.done.value}
      </output>
      <FailureBox failure={standing.failures.value.get('status')} />
      <Inbox standing={standing} />
      {standing.status.value?.registries.map((registry) => (
        <Registry key={registry.url} registry={registry} />
      ))}
      <Doctor standing={standing} />
    </div>
  );
}

function Bar({ standing }: { standing: Standing }) {
  const version = standing.status.value?.npm;
  return (
    <header class="npm-bar">
      <h1>npm {version && <small>{version}</small>}</h1>
      <Asking standing={standing} job="status">
        <button type="button" onClick={() => void standing.refresh()}>
          Ask again
        </button>
      </Asking>
    </header>
  );
}

/** A button, and while its job is under way a word on that and a way to end it. */
function Asking(props: { standing: Standing; job: Job; said?: string; children: preact.ComponentChildren }) {
  const { standing, job } = props;
  if (!standing.busy.value.has(job)) return <>{props.children}</>;
  return (
    <span class="asking" role="status">
      {props.said ?? 'Asking npm…'}
      <button type="button" onClick={() => standing.cancel(job)}>
        Cancel
      </button>
    </span>
  );
}

function Inbox({ standing }: { standing: Standing }) {
  const staged = standing.staged.value;
  const troubles = standing.stages.value?.filter(({ trouble }) => trouble) ?? [];
  return (
    <section aria-labelledby="inbox">
      <h2 id="inbox">Waiting to be published{staged.length > 0 && ` (${staged.length})`}</h2>
      <FailureBox failure={standing.failures.value.get('staged')} />
      {troubles.map(({ registry, trouble }) => (
        <p key={registry} class="aside">
          {registry}: {trouble?.message}
        </p>
      ))}
      {standing.stages.value && staged.length === 0 && (
        <p class="aside">
          Nothing waits. What you publish with <code>npm stage publish</code> appears here first.
        </p>
      )}
      <ul class="staged" aria-label="Staged versions">
        {staged.map((one) => (
          <Staged key={one.id} standing={standing} staged={one} />
        ))}
      </ul>
    </section>
  );
}

function Staged({ standing, staged }: { standing: Standing; staged: StagedView }) {
  const open = standing.unfolded.value === staged.id;
  const contents = standing.contents.value.get(staged.id);
  const name = `${staged.package}@${staged.version}`;
  return (
    <li class="card">
      <div class="line">
        <p class="who">
          <strong class="issuer">{name}</strong>
          <span class="account-name">
            tag {staged.tag}, staged on {staged.created} by {staged.by}
          </span>
        </p>
        <button
          type="button"
          aria-expanded={open}
          aria-label={`${open ? 'Fold' : 'Look into'} ${name}`}
          onClick={() => void standing.unfold(staged)}
        >
          {open ? 'Fold' : 'Look inside'}
        </button>
      </div>
      {open && (
        <>
          <Asking standing={standing} job="contents" said="Fetching both versions…">
            <FailureBox failure={standing.failures.value.get('contents')} />
          </Asking>
          {contents && <Contents contents={contents} />}
          {contents && <Settle standing={standing} staged={staged} />}
        </>
      )}
    </li>
  );
}

function Contents({ contents }: { contents: StagedContents }) {
  return (
    <>
      <Findings findings={contents.findings} />
      <details class="files">
        <summary>{count(contents.files.length, 'file')}</summary>
        <ul aria-label="Files">
          {contents.files.map((file) => (
            <File key={file.path} file={file} />
          ))}
        </ul>
      </details>
    </>
  );
}

function Findings({ findings }: { findings: FindingView[] }) {
  return (
    <ul class="findings" aria-label="What to know">
      {findings.map(({ warning, text }) => (
        <li key={text} class={warning ? 'warned' : undefined}>
          {warning && <Icon name="warning" />}
          {text}
        </li>
      ))}
    </ul>
  );
}

const changes = { new: 'new', changed: 'changed', removed: 'removed', same: '' } as const;

function File({ file }: { file: FileView }) {
  return (
    <li class={file.sensitive ? 'warned' : undefined}>
      <code>{file.path}</code>
      <span>
        {file.sensitive && 'looks like secrets '}
        {changes[file.change]} {size(file.size)}
      </span>
    </li>
  );
}

function Settle({ standing, staged }: { standing: Standing; staged: StagedView }) {
  const [sure, setSure] = useState(false);
  const settling = standing.settling.value;
  const name = `${staged.package}@${staged.version}`;
  if (settling)
    return (
      <Asking
        standing={standing}
        job="settle"
        said={settling.id === staged.id ? asking(standing.words.value) : 'npm is busy.'}
      >
        {null}
      </Asking>
    );
  return (
    <>
      <FailureBox failure={standing.failures.value.get('settle')} />
      <div class="buttons">
        {sure ? (
          <>
            <button type="button" onClick={() => setSure(false)}>
              Keep it
            </button>
            <button type="button" class="danger" onClick={() => void standing.settle(staged, false)}>
              Reject {name} for good
            </button>
          </>
        ) : (
          <>
            <button type="button" class="quiet danger" onClick={() => setSure(true)}>
              Reject…
            </button>
            <button
              type="button"
              class="primary"
              aria-label={`Publish ${name}`}
              onClick={() => void standing.settle(staged, true)}
            >
              Publish
            </button>
          </>
        )}
      </div>
    </>
  );
}

/** The words are the same in the approval window, so that another program's request is told from this one. */
function asking(words: string | null): string {
  return words
    ? `npm asks for a code. Compare “${words}”, and answer in the approval window.`
    : 'Asking npm…';
}

function Registry({ registry }: { registry: RegistryView }) {
  return (
    <section class="card" aria-label={registry.url}>
      <h2>
        {registry.url} <small>{registry.serves}</small>
      </h2>
      {registry.trouble && (
        <div class="failure">
          <Icon name="warning" />
          <div>
            <p>
              <strong>{registry.trouble.message}</strong> <Marked text={registry.trouble.hint} />
            </p>
            <p>
              <code>{registry.trouble.command}</code>
            </p>
          </div>
        </div>
      )}
      <dl class="facts">
        <Fact label="You">{you(registry)}</Fact>
        {registry.mode && (
          <Fact label="Second factor">
            {registry.mode}. {registry.asks}
          </Fact>
        )}
        {registry.user && (
          <Fact label="Where it asks">
            <Marked text={registry.way} />
          </Fact>
        )}
        <Fact label="Clock" warned={registry.clock_differs}>
          {clock(registry)}
        </Fact>
      </dl>
      {registry.tokens && registry.tokens.length > 0 && <Tokens tokens={registry.tokens} />}
    </section>
  );
}

function Fact(props: { label: string; warned?: boolean; children: preact.ComponentChildren }) {
  return (
    <div class={props.warned ? 'warned' : undefined}>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function you({ user, login }: RegistryView): string {
  if (user) return login ? `${user}, with ${login}` : user;
  return login ? `Not recognised, with ${login}` : 'Not logged in';
}

function clock({ skew_s, clock_differs, reached }: RegistryView): string {
  if (skew_s === null) return reached ? 'The registry tells no time.' : 'The registry was not reached.';
  const way = `${Math.abs(skew_s)} s ${skew_s > 0 ? 'ahead' : 'behind'}`;
  if (clock_differs)
    return `This computer is ${way}: codes will be refused. Have its clock set by the network.`;
  return Math.abs(skew_s) <= 1 ? 'Agrees.' : `This computer is ${way}, which codes bear.`;
}

function Tokens({ tokens }: { tokens: TokenView[] }) {
  return (
    <ul class="tokens" aria-label="Tokens">
      {tokens.map((token) => (
        <li key={token.id} class={token.warning ? 'warned' : undefined}>
          <p>
            <strong>{token.name || token.id}</strong>{' '}
            {token.in_use && <span class="standing new">in use</span>}
          </p>
          <small>
            {[token.kind, token.addresses && 'from certain addresses alone', end(token)]
              .filter(Boolean)
              .join(', ')}
          </small>
          {token.warning && <small>{token.warning}</small>}
        </li>
      ))}
    </ul>
  );
}

function end({ days_left }: TokenView): string {
  if (days_left === null) return 'its end is not told';
  return days_left < 0 ? 'ended' : `ends in ${count(days_left, 'day')}`;
}

function Doctor({ standing }: { standing: Standing }) {
  const [text, setText] = useState('');
  const diagnosis = standing.diagnosis.value;
  const explain = (event: Event) => {
    event.preventDefault();
    void standing.explain(text);
  };
  return (
    <section class="card" aria-labelledby="doctor">
      <h2 id="doctor">What went wrong?</h2>
      <form onSubmit={explain}>
        <Field label="Paste the error of npm, pnpm, Yarn or bun">
          {(id) => (
            <textarea
              id={id}
              rows={4}
              required
              spellcheck={false}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
        <Asking standing={standing} job="explain">
          <button type="submit">Explain</button>
        </Asking>
      </form>
      <output aria-live="polite">
        {diagnosis && (
          <div class="diagnosis">
            <p>
              <strong>{diagnosis.message}</strong> <Marked text={diagnosis.hint} />
            </p>
            <p>
              <code>{diagnosis.command}</code>
            </p>
          </div>
        )}
      </output>
      <FailureBox failure={standing.failures.value.get('explain')} />
    </section>
  );
}

/** A text in which commands stand between backticks, as they do in a terminal. */
function Marked({ text }: { text: string }) {
  const parts = text.split('`');
  return <>{parts.map((part, place) => (place % 2 ? <code key={place}>{part}</code> : part))}</>;
}

/** A size as people say it. */
function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.floor(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
