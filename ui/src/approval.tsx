import { useEffect, useRef } from 'preact/hooks';
import type { DraftView, Fact, PageView, RequestView } from './bindings';
import { askedOf, labelOf, t } from './language';
import { FailureBox } from './parts/failure';
import { Field } from './parts/field';
import { Icon } from './parts/icon';
import { Mark } from './parts/mark';
import { Monogram } from './parts/monogram';
import { rich } from './parts/rich';
import type { Request } from './request';
import { duration, recipe } from './words';
import './store.css';
import './approval.css';

/** The approval window. */
export function Approval({ request }: { request: Request }) {
  const view = request.view.value;
  if (!view)
    return (
      <main class="screen">
        <Mark />
        <p>{t('nothing-waits')}</p>
        <FailureBox failure={request.failure.value} />
      </main>
    );
  return <Asked key={view.id} request={request} view={view} />;
}

function Asked({ request, view }: { request: Request; view: RequestView }) {
  useEscape(request);
  return (
    <div
      class="request"
      role="alertdialog"
      aria-label={t('approval-request')}
      aria-describedby="sentence words warnings"
    >
      <header>
        <p class="title">
          <Mark />
          {t('approval-request')}
        </p>
        <p class="countdown">{t('to-answer', { duration: duration(request.left.value) })}</p>
      </header>
      <main>
        <h1 id="sentence">{askedOf(view.sentence)}</h1>
        <Words view={view} />
        <Warnings view={view} />
        {view.page && <Page page={view.page} />}
        <Account request={request} view={view} />
        <Gives view={view} />
        {view.wants === 'add' && <Drafts drafts={view.drafts} />}
        <Facts title={t('verified')} kind="verified" facts={view.verified} />
        <Facts title={t('claimed')} kind="claimed" facts={view.claimed} />
      </main>
      <footer>
        <FailureBox failure={request.failure.value} />
        <Progress request={request} view={view} />
        <Buttons request={request} view={view} />
      </footer>
    </div>
  );
}

/** What leaves or comes in, where that is no code of an account and no account. */
function Gives({ view: { wants, page, choices } }: { view: RequestView }) {
  if (wants === 'code' || wants === 'add' || wants === 'export') return null;
  if (page && choices.length === 0) return null;
  return <p class="gives">{t(`gives-${wants}`)}</p>;
}

/** The program that asks shows the same words: if they differ, another program asks. */
function Words({ view }: { view: RequestView }) {
  return (
    <p class="words" id="words">
      <span class="pair">
        <b>{view.words[0]}</b> <b>{view.words[1]}</b>
      </span>
      <small>{t(view.page ? 'same-words-page' : 'same-words')}</small>
    </p>
  );
}

/** Where the program would have the person authenticate. What the page is, its host says. */
function Page({ page }: { page: PageView }) {
  return (
    <section class="page" aria-label={t('page-in-browser')}>
      <p class="host">{page.host}</p>
      <p class="path">{page.path}</p>
    </section>
  );
}

function Warnings({ view }: { view: RequestView }) {
  return (
    <div id="warnings">
      {view.warnings.map((warning) => (
        <p key={warning} class="warning">
          <Icon name="warning" />
          {askedOf(warning)}
        </p>
      ))}
    </div>
  );
}

function Facts(props: { title: string; kind: 'verified' | 'claimed'; facts: Fact[] }) {
  if (props.facts.length === 0) return null;
  const heading = `${props.kind}-heading`;
  return (
    <section class={`facts ${props.kind}`} aria-labelledby={heading}>
      <h2 id={heading}>{props.title}</h2>
      <dl>
        {props.facts.map((fact, index) => (
          <div key={`${index}-${fact.label}`} class={fact.label === 'Warning' ? 'warned' : undefined}>
            <dt>
              {fact.label === 'Warning' && <Icon name="warning" />}
              {labelOf('fact', fact.label)}
            </dt>
            <dd>
              <Value fact={fact} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Facts that are sentences of ours. */
const sentences = ['Warning', 'Contents'];

/** Facts that are chains of processes, the nearest first; they grow too long to stand open. */
const chains = ['Started by', 'Process names'];

function Value({ fact }: { fact: Fact }) {
  const [nearest, ...further] = fact.value.split(' ← ');
  if (sentences.includes(fact.label)) return <>{askedOf(fact.value)}</>;
  if (!chains.includes(fact.label) || further.length < 2) return <>{fact.value}</>;
  return (
    <details class="chain">
      <summary>
        {nearest} <span>{t('further-more', { count: further.length })}</span>
      </summary>
      <ol>
        {further.map((process, index) => (
          <li key={`${index}-${process}`}>← {process}</li>
        ))}
      </ol>
    </details>
  );
}

function Drafts({ drafts }: { drafts: DraftView[] }) {
  return (
    <ul class="drafts" aria-label={t('accounts-to-add')}>
      {drafts.map((draft) => {
        const notes = [recipe(draft), ...draft.warnings].filter(Boolean);
        return (
          <li key={draft.draft}>
            <Monogram name={draft.issuer || draft.account} />
            <span class="who">
              <span class="issuer">{draft.issuer || t('no-issuer')}</span>
              <span class="account-name">{draft.account}</span>
            </span>
            <span class={`standing ${draft.standing}`}>{t(`asked-${draft.standing}`)}</span>
            {notes.length > 0 && <small>{notes.join('. ')}</small>}
          </li>
        );
      })}
    </ul>
  );
}

function Account({ request, view }: { request: Request; view: RequestView }) {
  const [only, ...others] = view.choices;
  if (!only) return null;
  const binds = request.choice.value?.binds ?? false;
  const registry = view.claimed.find(({ label }) => label.toLowerCase() === 'registry')?.value;
  return (
    <section class="answering">
      {others.length === 0 ? (
        <p class="only">
          <span>{t('account')}</span>
          <strong>{only.name}</strong>
        </p>
      ) : (
        <Field label={t('account')}>
          {(id) => (
            <select
              id={id}
              value={request.account.value ?? ''}
              disabled={view.stage.at !== 'asking'}
              onChange={(event) => request.choose(event.currentTarget.value)}
            >
              {request.account.value === null && <option value="">{t('choose-account')}</option>}
              {view.choices.map((choice) => (
                <option key={choice.id} value={choice.id}>
                  {choice.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {binds && <p class="binding">{rich('binds', { registry: registry ?? t('asking-registry') })}</p>}
    </section>
  );
}

function Progress({ request, view }: { request: Request; view: RequestView }) {
  const { stage } = view;
  return (
    <output class="progress" aria-live="polite">
      {stage.at === 'next-step' && t('approved-next', { duration: duration(request.startsIn.value) })}
      {stage.at === 'working' && t('approved-working')}
    </output>
  );
}

function Buttons({ request, view }: { request: Request; view: RequestView }) {
  const deny = useRef<HTMLButtonElement>(null);
  // Large text: the window stays at its top, where it says what is asked.
  useEffect(() => deny.current?.focus({ preventScroll: true }), []);
  const asking = view.stage.at === 'asking';
  const answerable = !request.givesCode.value || view.choices.length > 0;
  // Not `disabled`: an unarmed Deny keeps the focus, and assistive technology still finds it.
  const unarmed = !request.armed.value;
  const unready = unarmed || !request.approvable.value;
  return (
    <div class="buttons">
      <button ref={deny} type="button" aria-disabled={unarmed} onClick={() => void request.deny()}>
        {t(view.page ? 'dismiss' : 'deny')}
      </button>
      {asking && answerable && view.run_offer && (
        <button type="button" aria-disabled={unready} onClick={() => void request.approveRun()}>
          {t('approve-run')}
        </button>
      )}
      {asking && answerable && (
        <button
          type="button"
          class={view.page ? undefined : 'primary'}
          aria-disabled={unready}
          onClick={() => void request.approve()}
        >
          {t(view.page ? 'copy-code-here' : 'approve')}
        </button>
      )}
      {asking && view.page && (
        <button type="button" class="primary" aria-disabled={unarmed} onClick={() => void request.openPage()}>
          {t('open-in-browser')}
        </button>
      )}
    </div>
  );
}

function useEscape(request: Request) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') void request.deny();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [request]);
}
