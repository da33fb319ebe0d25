import { t } from '../language';
import { Field } from './field';

/** The fewest characters of a passphrase that everything depends on. */
export const shortest = 10;

/** A new password, typed twice. */
export interface Twice {
  first: string;
  again: string;
}

/** Says whether it can be used. */
export function ready({ first, again }: Twice, shortest: number): boolean {
  return first.length >= shortest && first === again;
}

/** Asks for a password that is there already. */
export function Password(props: {
  label: string;
  value: string;
  autocomplete: 'current-password' | 'off';
  onChange: (value: string) => void;
}) {
  return (
    <Field label={props.label}>
      {(id) => (
        <input
          id={id}
          type="password"
          autocomplete={props.autocomplete}
          required
          value={props.value}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Asks for a new password, twice because nobody sees what is typed. */
export function NewPassword(props: {
  word: 'password' | 'passphrase';
  value: Twice;
  onChange: (value: Twice) => void;
}) {
  const { word, value, onChange } = props;
  const differs = value.again !== '' && value.again !== value.first;
  return (
    <>
      <Field label={t(word)}>
        {(id) => (
          <input
            id={id}
            type="password"
            autocomplete="new-password"
            required
            value={value.first}
            onInput={(event) => onChange({ ...value, first: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t(`${word}-again`)}>
        {(id) => (
          <>
            <input
              id={id}
              type="password"
              autocomplete="new-password"
              required
              aria-invalid={differs}
              aria-describedby={`${id}-same`}
              value={value.again}
              onInput={(event) => onChange({ ...value, again: event.currentTarget.value })}
            />
            <small id={`${id}-same`} class={differs ? 'bad' : ''}>
              {differs ? t('differ') : '\u00a0'}
            </small>
          </>
        )}
      </Field>
    </>
  );
}
