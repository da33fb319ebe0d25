import { useState } from 'preact/hooks';
import type { FileView, FindingView, RegistryView, StagedContents, StagedView, TokenView } from './bindings';
import { askedOf, t } from './language';
import { FailureBox } from './parts/failure';
import { Field } from './parts/field';
import { Icon } from './parts/icon';
import { rich } from './parts/rich';
import type { Job, Standing } from './standing';
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
          {t('ask-again')}
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
      {props.said ?? t('asking-npm')}
      <button type="button" onClick={() => standing.cancel(job)}>
        {t('cancel')}
      </button>
    </span>
  );
}

function Inbox({ standing }: { standing: Standing }) {
  const staged = standing.staged.value;
  const troubles = standing.stages.value?.filter(({ trouble }) => trouble) ?? [];
  return (
    <section aria-labelledby="inbox">
      <h2 id="inbox">
        {staged.length > 0 ? t('waiting-versions-count', { count: staged.length }) : t('waiting-versions')}
      </h2>
      <FailureBox failure={standing.failures.value.get('staged')} />
      {troubles.map(({ registry, trouble }) => (
        <p key={registry} class="aside">
          {registry}: {trouble?.message}
        </p>
      ))}
      {standing.stages.value && staged.length === 0 && <p class="aside">{rich('no-versions')}</p>}
      <ul class="staged" aria-label={t('staged-versions')}>
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
            {t('staged-by', { tag: staged.tag, date: staged.created, user: staged.by })}
          </span>
        </p>
        <button
          type="button"
          aria-expanded={open}
          aria-label={t(open ? 'fold-name' : 'look-into-name', { name })}
          onClick={() => void standing.unfold(staged)}
        >
          {t(open ? 'fold' : 'look-inside')}
        </button>
      </div>
      {open && (
        <>
          <Asking standing={standing} job="contents" said={t('fetching-both')}>
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
        <summary>{t('files-count', { count: contents.files.length })}</summary>
        <ul aria-label={t('files')}>
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
    <ul class="findings" aria-label={t('what-to-know')}>
      {findings.map(({ warning, text }) => (
        <li key={text} class={warning ? 'warned' : undefined}>
          {warning && <Icon name="warning" />}
          {askedOf(text)}
        </li>
      ))}
    </ul>
  );
}

function File({ file }: { file: FileView }) {
  return (
    <li class={file.sensitive ? 'warned' : undefined}>
      <code>{file.path}</code>
      <span>
        {file.sensitive && `${t('like-secrets')} `}
        {file.change !== 'same' && t(`file-${file.change}`)} {size(file.size)}
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
        said={settling.id === staged.id ? asking(standing.words.value) : t('npm-busy')}
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
              {t('keep-it')}
            </button>
            <button type="button" class="danger" onClick={() => void standing.settle(staged, false)}>
              {t('reject-name', { name })}
            </button>
          </>
        ) : (
          <>
            <button type="button" class="quiet danger" onClick={() => setSure(true)}>
              {t('reject')}
            </button>
            <button
              type="button"
              class="primary"
              aria-label={t('publish-name', { name })}
              onClick={() => void standing.settle(staged, true)}
            >
              {t('publish')}
            </button>
          </>
        )}
      </div>
    </>
  );
}

/** The words are the same in the approval window, so that another program's request is told from this one. */
function asking(words: string | null): string {
  return words ? t('compare-words', { words }) : t('asking-npm');
}

function Registry({ registry }: { registry: RegistryView }) {
  return (
    <section class="card" aria-label={registry.url}>
      <h2>
        {registry.url} <small>{askedOf(registry.serves)}</small>
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
        <Fact label={t('you')}>{you(registry)}</Fact>
        {registry.mode && (
          <Fact label={t('second-factor')}>
            {registry.mode}. {askedOf(registry.asks)}
          </Fact>
        )}
        {registry.user && (
          <Fact label={t('where-it-asks')}>
            <Marked text={askedOf(registry.way)} />
          </Fact>
        )}
        <Fact label={t('clock')} warned={registry.clock_differs}>
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

function you({ user, login: by }: RegistryView): string {
  const login = by && askedOf(by);
  if (user) return login ? t('you-with', { user, login }) : user;
  return login ? t('not-recognised', { login }) : t('not-logged-in');
}

function clock({ skew_s, clock_differs, reached }: RegistryView): string {
  if (skew_s === null) return t(reached ? 'no-time' : 'not-reached');
  const seconds = Math.abs(skew_s);
  const way = skew_s > 0 ? 'ahead' : 'behind';
  if (clock_differs) return t(`clock-too-far-${way}`, { seconds });
  return seconds <= 1 ? t('clock-agrees') : t(`clock-${way}`, { seconds });
}

function Tokens({ tokens }: { tokens: TokenView[] }) {
  return (
    <ul class="tokens" aria-label={t('tokens')}>
      {tokens.map((token) => (
        <li key={token.id} class={token.warning ? 'warned' : undefined}>
          <p>
            <strong>{token.name || token.id}</strong>{' '}
            {token.in_use && <span class="standing new">{t('in-use')}</span>}
          </p>
          <small>
            {[askedOf(token.kind), token.addresses && t('certain-addresses'), end(token)]
              .filter(Boolean)
              .join(', ')}
          </small>
          {token.warning && <small>{askedOf(token.warning)}</small>}
        </li>
      ))}
    </ul>
  );
}

function end({ days_left }: TokenView): string {
  if (days_left === null) return t('end-untold');
  return days_left < 0 ? t('ended') : t('ends-in-days', { count: days_left });
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
      <h2 id="doctor">{t('went-wrong')}</h2>
      <form onSubmit={explain}>
        <Field label={t('went-wrong.paste')}>
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
          <button type="submit">{t('explain')}</button>
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
