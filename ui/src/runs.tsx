import { t } from './language';
import type { Desk } from './state';
import { duration } from './words';

/** How many packages are named; the others are counted. */
const named = 4;

/** Names the packages that had a code, the latest first. */
function latest(packages: string[]): string {
  const more = packages.length - named;
  const names = packages.slice(-named).reverse().join(', ');
  return more > 0 ? t('run-more', { names, count: more }) : names;
}

/** Runs that may have codes without further asking; each can be stopped. */
export function Runs({ desk }: { desk: Desk }) {
  const runs = desk.overview.value?.runs ?? [];
  if (runs.length === 0) return null;
  return (
    <section class="runs" aria-label={t('approved-runs')}>
      {runs.map((run) => (
        <div key={run.id} class="run">
          <p>
            <strong>{run.sentence}</strong>
            <span>{t('run-given', { count: run.given, duration: duration(desk.runLeft(run)) })}</span>
            {run.packages.length > 0 && <span class="packages">{latest(run.packages)}</span>}
          </p>
          <button
            type="button"
            aria-label={t('stop-run', { sentence: run.sentence })}
            onClick={() => void desk.stopRun(run.id)}
          >
            {t('stop')}
          </button>
        </div>
      ))}
    </section>
  );
}
