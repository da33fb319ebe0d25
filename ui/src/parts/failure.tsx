import type { Failure } from '../bindings';
import { told } from '../language';
import { Icon } from './icon';

/** What happened, what was kept safe, and what to do next; `at` says where, if that is not clear. */
export function FailureBox({ failure, at }: { failure: Failure | null | undefined; at?: string }) {
  if (!failure) return null;
  const { message, hint } = told(failure);
  return (
    <div class="failure" role="alert">
      <Icon name="warning" />
      <p>
        <strong>{at ? `${at}: ${message}` : message}</strong> {hint}
      </p>
    </div>
  );
}
