/** How things are put into words. */
import type { AccountState, CodeKind, Failure } from './bindings';

/** Issuer and account in one line. */
export function nameOf({ issuer, account }: { issuer: string; account: string }): string {
  return [issuer, account].filter(Boolean).join(', ') || 'Unnamed account';
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
  if (total < 60) return `${total} s`;
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')} min`;
}

/** `1 code`, `2 codes`, `2 entries`. */
export function count(many: number, one: string, several = `${one}s`): string {
  return `${many} ${many === 1 ? one : several}`;
}

/** How an account makes its codes, where that is not the usual way. */
export function recipe(row: { kind: CodeKind; digits: number; period: number; algorithm?: string }): string {
  if (row.kind === 'steam') return 'Steam';
  if (row.kind === 'motp') return 'mOTP';
  if (row.kind === 'yandex') return 'Yandex';
  const parts = [
    row.kind === 'hotp' && 'by counter',
    row.algorithm && row.algorithm !== 'SHA1' && row.algorithm,
    row.digits !== 6 && `${row.digits} digits`,
    row.kind === 'totp' && row.period !== 30 && `every ${row.period} s`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** What a failed call says. Anything but a failure of ours becomes one that gives nothing away. */
export function asFailure(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'hint' in thrown)
    return thrown as Failure;
  return {
    code: 'failed',
    message: 'That did not work. Nothing was changed.',
    hint: 'Try again; if it keeps failing, quit and open Countersign once more.',
  };
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
  switch (state) {
    case 'ready':
    case 'deleted':
      return null;
    case 'missing':
      return {
        label: 'Missing from the keychain',
        explanation:
          'The keychain answers but no longer holds this account. Countersign deleted nothing and keeps its place. ' +
          'If another keychain was in use before, start that one and look again; otherwise add the account again from a backup.',
        action: { label: 'Look again', does: 'look-again' },
      };
    case 'adoptable':
      return {
        label: 'Found in the keychain',
        explanation: 'The keychain holds this account, but it is not on your list. Keep it, or delete it.',
        action: { label: 'Keep it', does: 'confirm' },
      };
    case 'conflict':
      return {
        label: 'Stored twice',
        explanation:
          'The keychain holds two entries for this account, and they may differ. No code is made until one of them ' +
          'is removed in your keychain program.',
        action: { label: 'Look again', does: 'look-again' },
      };
    case 'changed':
      return {
        label: 'Changed by another program',
        explanation:
          'Its entry in the keychain is not the one Countersign wrote. No code is made before you say that the ' +
          'change was yours.',
        action: { label: 'Use it as it is', does: 'confirm' },
      };
    case 'unreadable':
      return {
        label: 'Cannot be read',
        explanation:
          'Its entry is there, but damaged or written by a newer Countersign. It is left as it is. Update Countersign, ' +
          'or add the account again from a backup.',
        action: { label: 'Look again', does: 'look-again' },
      };
    case 'no-pin':
      return {
        label: 'PIN missing',
        explanation:
          'Its codes are made of its secret and a PIN. It makes none before you type the PIN below.',
      };
  }
}

/** Numbers as a person lists them: `1`, `1 and 3`, `1, 2 and 3`. */
export function series(numbers: number[]): string {
  const [last, ...others] = numbers.map(String).reverse();
  return others.length === 0 ? (last ?? '') : `${others.reverse().join(', ')} and ${last}`;
}

/** In which ninth of a picture something is, by its corners in thousandths. */
export function whereabouts(corners: readonly (readonly [number, number])[]): string {
  const third = (at: 0 | 1, names: [string, string, string]) => {
    const sum = corners.reduce((total, corner) => total + corner[at], 0);
    return names[Math.min(2, Math.floor(sum / corners.length / 334)) as 0 | 1 | 2];
  };
  const [row, column] = [third(1, ['top', '', 'bottom']), third(0, ['left', '', 'right'])];
  return [row, column].filter(Boolean).join(' ') || 'in the middle';
}
