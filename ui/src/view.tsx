import { t } from './language';
import { type Looks, looks } from './looks';
import type { Preferences } from './preferences';

const sorts: Looks['sort'][] = ['manual', 'name', 'use'];

/** How the list is shown. */
export function View({ preferences }: { preferences: Preferences }) {
  const { sort, grouped, density, hideCodes } = looks.value;
  return (
    <div class="view">
      <fieldset>
        <legend>{t('sort')}</legend>
        {sorts.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="sort"
              checked={sort === one}
              onChange={() => void preferences.change({ sort: one })}
            />
            {t(`sort-${one}`)}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('view')}</legend>
        <Check
          label={t('view-grouped')}
          is={grouped}
          set={(grouped) => void preferences.change({ grouped })}
        />
        <Check
          label={t('view-compact')}
          is={density === 'compact'}
          set={(compact) => void preferences.change({ density: compact ? 'compact' : 'comfortable' })}
        />
        <Check
          label={t('view-hide')}
          is={hideCodes}
          set={(hide_codes) => void preferences.change({ hide_codes })}
        />
      </fieldset>
    </div>
  );
}

function Check(props: { label: string; is: boolean; set: (is: boolean) => void }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={props.is}
        onChange={(event) => props.set(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}
