import { t } from './language';
import { type Looks, looks, setLooks } from './looks';

const sorts: Looks['sort'][] = ['manual', 'name', 'use'];

/** How the list is shown. */
export function View() {
  const { sort, grouped, density, hideCodes } = looks.value;
  return (
    <div class="view">
      <fieldset>
        <legend>{t('sort')}</legend>
        {sorts.map((one) => (
          <label key={one}>
            <input type="radio" name="sort" checked={sort === one} onChange={() => setLooks({ sort: one })} />
            {t(`sort-${one}`)}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('view')}</legend>
        <Check label={t('view-grouped')} is={grouped} set={(grouped) => setLooks({ grouped })} />
        <Check
          label={t('view-compact')}
          is={density === 'compact'}
          set={(compact) => setLooks({ density: compact ? 'compact' : 'comfortable' })}
        />
        <Check label={t('view-hide')} is={hideCodes} set={(hideCodes) => setLooks({ hideCodes })} />
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
