import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Field } from './field';

/** A part of the page under a heading. */
export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** Something that is on or off. */
export function Switch(props: { label: string; on: boolean; hint?: string; onTurn: (on: boolean) => void }) {
  const id = useId();
  const hint = `${id}-hint`;
  return (
    <div class="switch">
      <input
        id={id}
        type="checkbox"
        checked={props.on}
        aria-describedby={props.hint && hint}
        onChange={(event) => props.onTurn(event.currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
      {props.hint && <small id={hint}>{props.hint}</small>}
    </div>
  );
}

/** One of a few things that have names. */
export function Choice<Name extends string>(props: {
  label: string;
  of: Record<Name, string>;
  value: Name;
  onChoose: (name: Name) => void;
}) {
  return (
    <Field label={props.label}>
      {(id) => (
        <select
          id={id}
          value={props.value}
          onChange={(event) => props.onChoose(event.currentTarget.value as Name)}
        >
          {Object.entries<string>(props.of).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A number of a few that make sense, and the one that is set even if it is none of them. */
export function Amount(props: {
  label: string;
  of: number[];
  none?: string;
  say: (many: number) => string;
  value: number | null;
  onChoose: (many: number | null) => void;
}) {
  const all = [...new Set([...props.of, ...(props.value === null ? [] : [props.value])])].sort(
    (a, b) => a - b,
  );
  return (
    <Field label={props.label}>
      {(id) => (
        <select
          id={id}
          value={String(props.value ?? '')}
          onChange={(event) => props.onChoose(Number(event.currentTarget.value) || null)}
        >
          {props.none && <option value="">{props.none}</option>}
          {all.map((many) => (
            <option key={many} value={String(many)}>
              {props.say(many)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
