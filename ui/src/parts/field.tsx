import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A label above the control it names. Not around it: WebKit would add what the control holds to its name. */
export function Field(props: { label: string; class?: string; children: (id: string) => ComponentChildren }) {
  const id = useId();
  return (
    <div class={props.class ? `field ${props.class}` : 'field'}>
      <label for={id}>{props.label}</label>
      {props.children(id)}
    </div>
  );
}
