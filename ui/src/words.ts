/** How things are put into words. */
import type { AccountState, CodeKind, Failure } from './bindings';
import { language, t } from './language';

/** Issuer and account in one line. */
export function nameOf({ issuer, account }: { issuer: string; account: string }): string {
  return [issuer, account].filter(Boolean).join(', ') || t('unnamed');
}

/** A code in groups that are read at a glance: `123 456`. Letters of Steam stay together. */
export function grouped(code: string): string {
  if (code.length < 6 || !/^\d+$/.test(code)) return code;
  const half = Math.floor(code.length / 2);
  return `${code.slice(0, half)} ${code.slice(half)}`;
}

/** A duration as a person says it: `45 s`, `9:05 min`. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.ceil(ms / 1000));
  if (total < 60) return t('duration-seconds', { seconds: total });
  return t('duration-minutes', {
    minutes: Math.floor(total / 60),
    seconds: String(total % 60).padStart(2, '0'),
  });
}

/** A moment in seconds since 1970, as it is written in the person's language. */
export function moment(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString(language.value);
}

/** How an account makes its codes, where that is not the usual way. */
export function recipe(row: { kind: CodeKind; digits: number; period: number; algorithm?: string }): string {
  if (row.kind === 'steam') return 'Steam';
  if (row.kind === 'motp') return 'mOTP';
  if (row.kind === 'yandex') return 'Yandex';
  const parts = [
    row.kind === 'hotp' && t('recipe-by-counter'),
    row.algorithm && row.algorithm !== 'SHA1' && row.algorithm,
    row.digits !== 6 && t('recipe-digits', { digits: row.digits }),
    row.kind === 'totp' && row.period !== 30 && t('recipe-period', { period: row.period }),
  ];
  return parts.filter(Boolean).join(', ');
}

/** What a failed call says. Anything but a failure of ours becomes one that gives nothing away. */
export function asFailure(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'hint' in thrown)
    return thrown as Failure;
  return { code: 'unexpected', message: t('failed'), hint: t('failed.hint') };
}

/** An account that makes no codes: what is the matter, in words, and what can be done. */
export interface Trouble {
  label: string;
  explanation: string;
  /** The button that settles it, where one does. */
  action?: { label: string; does: 'confirm' | 'look-again' };
}

/** What is the matter with an account in this state. */
export function trouble(state: AccountState): Trouble | null {
  if (state === 'ready' || state === 'deleted') return null;
  const settled = {
    missing: { label: t('look-again'), does: 'look-again' },
    adoptable: { label: t('keep-it'), does: 'confirm' },
    conflict: { label: t('look-again'), does: 'look-again' },
    changed: { label: t('use-as-is'), does: 'confirm' },
    unreadable: { label: t('look-again'), does: 'look-again' },
    'no-pin': null,
  } as const;
  const action = settled[state];
  return {
    label: t(`trouble-${state}`),
    explanation: t(`trouble-${state}.explanation`),
    ...(action && { action }),
  };
}

/** Numbers as a person lists them: `1`, `1 and 3`, `1, 2 and 3`. */
export function series(numbers: number[]): string {
  const [last = '', ...others] = numbers.map(String).reverse();
  return others.length === 0 ? last : t('series', { others: others.reverse().join(', '), last });
}

/** In which ninth of a picture something is, by its corners in thousandths. */
export function whereabouts(corners: readonly (readonly [number, number])[]): string {
  const third = (at: 0 | 1, names: [string, string, string]) => {
    const sum = corners.reduce((total, corner) => total + corner[at], 0);
    return names[Math.min(2, Math.floor(sum / corners.length / 334)) as 0 | 1 | 2];
  };
  const [row, column] = [
    third(1, [t('place-top'), '', t('place-bottom')]),
    third(0, [t('place-left'), '', t('place-right')]),
  ];
  return [row, column].filter(Boolean).join(' ') || t('place-middle');
}
