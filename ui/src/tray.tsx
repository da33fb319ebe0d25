import { t } from './language';
import { rich } from './parts/rich';
import type { Desk } from './state';

/** Says where nothing shows the tray what becomes of a closed window; once, until the person knows it. */
export function TrayAbsence({ desk }: { desk: Desk }) {
  const { preferences } = desk;
  const tray = preferences.settings.value?.tray;
  if (!tray?.shown || tray.absence_known || desk.overview.value?.tray !== false) return null;
  return (
    <div class="runs" role="status">
      <div class="run told">
        <p>{rich('tray-absent')}</p>
        <button
          type="button"
          onClick={() => void preferences.change({ tray: { ...tray, absence_known: true } })}
        >
          {t('tray-absent-known')}
        </button>
      </div>
    </div>
  );
}
