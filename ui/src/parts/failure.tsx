import type { Failure } from '../bindings';
import { Icon } from './icon';

/** What happened, what was kept safe, and what to do next. */
export function FailureBox({ failure }: { failure: Failure | null | undefined }) {
  if (!failure) return null;
  return (
    <div class="failure" role="alert">
      <Icon name="warning" />
      <p>
        <strong>{failure.message}</strong> {failure.hint}
      </p>
    </div>
  );
}
