import { useEffect, useRef, useState } from 'preact/hooks';
import type { Settings } from './bindings';
import { Decisions } from './decisions';
import { keysOf, shownKeys } from './keys';
import { type Language, languages, t } from './language';
import { FailureBox } from './parts/failure';
import { Amount, Choice, Section, Switch } from './parts/setting';
import type { Standing } from './standing';
import type { Desk } from './state';
import { Whereabouts } from './whereabouts';
import './settings.css';

const shells = {
  bash: 'eval "$(countersign shell-init bash)"',
  zsh: 'eval "$(countersign shell-init zsh)"',
  fish: 'countersign shell-init fish | source',
  PowerShell: 'countersign shell-init powershell | Out-String | Invoke-Expression',
};

type Change = (some: Partial<Settings>) => void;

/** Everything that can be set, on one page. */
export function SettingsPage({ desk, standing }: { desk: Desk; standing: Standing }) {
  const { preferences } = desk;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const settings = preferences.settings.value;
  if (!settings) return <FailureBox failure={preferences.refused.value} />;
  const change: Change = (some) => void preferences.change(some);
  return (
    <div class="settings">
      <h1 ref={title} tabIndex={-1}>
        {t('settings-title')}
      </h1>
      <FailureBox failure={preferences.refused.value} />
      {preferences.failures.value.map((failure) => (
        <FailureBox key={failure.code} failure={failure} />
      ))}
      <Looks settings={settings} change={change} />
      <Locking desk={desk} settings={settings} change={change} />
      <AtHand desk={desk} settings={settings} change={change} />
      <Keeping desk={desk} />
      <Log desk={desk} />
      <Shell />
      <Clock standing={standing} settings={settings} change={change} />
    </div>
  );
}

function Looks({ settings, change }: { settings: Settings; change: Change }) {
  return (
    <Section title={t('looks')}>
      <Choice
        label={t('theme')}
        of={{
          system: t('theme-system'),
          light: t('theme-light'),
          dark: t('theme-dark'),
          'high-contrast': t('theme-high-contrast'),
        }}
        value={settings.theme}
        onChoose={(theme) => change({ theme })}
      />
      <Choice
        label={t('language')}
        of={{ '': t('language-system'), ...languages }}
        value={(settings.language ?? '') as '' | Language}
        onChoose={(language) => change({ language: language || null })}
      />
      <Choice
        label={t('density')}
        of={{ comfortable: t('density-comfortable'), compact: t('density-compact') }}
        value={settings.density}
        onChoose={(density) => change({ density })}
      />
      <Choice
        label={t('sort')}
        of={{ manual: t('sort-manual'), name: t('sort-name'), use: t('sort-use') }}
        value={settings.sort}
        onChoose={(sort) => change({ sort })}
      />
      <Switch label={t('view-grouped')} on={settings.grouped} onTurn={(grouped) => change({ grouped })} />
      <Switch
        label={t('view-hide')}
        on={settings.hide_codes}
        onTurn={(hide_codes) => change({ hide_codes })}
      />
    </Section>
  );
}

function Locking({ desk, settings, change }: { desk: Desk; settings: Settings; change: Change }) {
  const { lock, clipboard } = settings;
  const open = desk.overview.value?.store.condition === 'open';
  return (
    <>
      <Section title={t('locking')}>
        <Amount
          label={t('lock-idle')}
          of={[1, 5, 10, 15, 30, 60, 240]}
          none={t('never')}
          say={(count) => t('minutes', { count })}
          value={lock.idle_minutes}
          onChoose={(idle_minutes) => change({ lock: { ...lock, idle_minutes } })}
        />
        <Switch
          label={t('lock-screen')}
          on={lock.on_screen_lock}
          onTurn={(on_screen_lock) => change({ lock: { ...lock, on_screen_lock } })}
        />
        <Switch
          label={t('lock-suspend')}
          on={lock.on_suspend}
          onTurn={(on_suspend) => change({ lock: { ...lock, on_suspend } })}
        />
        <button type="button" disabled={!open} onClick={() => void desk.lock()}>
          {t('lock-now')}
        </button>
      </Section>
      <Section title={t('clipboard')}>
        <Amount
          label={t('clipboard-after')}
          of={[10, 20, 30, 60, 120]}
          say={(count) => t('seconds', { count })}
          value={clipboard.seconds}
          onChoose={(seconds) => seconds && change({ clipboard: { ...clipboard, seconds } })}
        />
        <Switch
          label={t('clipboard-unlisted')}
          on={clipboard.unlisted}
          onTurn={(unlisted) => change({ clipboard: { ...clipboard, unlisted } })}
        />
      </Section>
    </>
  );
}

function AtHand({ desk, settings, change }: { desk: Desk; settings: Settings; change: Change }) {
  const { tray } = settings;
  const missing = tray.shown && desk.overview.value?.tray === false;
  return (
    <>
      <Section title={t('tray')}>
        <Switch
          label={t('tray-shown')}
          on={tray.shown}
          onTurn={(shown) => change({ tray: { ...tray, shown } })}
        />
        {missing && <p>{t('tray-missing')}</p>}
        <Switch
          label={t('tray-codes')}
          on={tray.codes}
          hint={t('tray-warning')}
          onTurn={(codes) => change({ tray: { ...tray, codes } })}
        />
      </Section>
      <Section title={t('shortcut')}>
        <Keys value={settings.shortcut} onChoose={(shortcut) => change({ shortcut })} />
        <p>{t('shortcut-wayland')}</p>
        <code>countersign toggle --palette</code>
      </Section>
      <Section title={t('start')}>
        <Switch
          label={t('autostart')}
          on={settings.autostart}
          onTurn={(autostart) => change({ autostart })}
        />
        <Amount
          label={t('leaves-after')}
          of={[1, 5, 10, 30, 60, 240]}
          say={(count) => t('minutes', { count })}
          value={settings.leaves_after_minutes}
          onChoose={(minutes) => minutes && change({ leaves_after_minutes: minutes })}
        />
      </Section>
    </>
  );
}

function Keeping({ desk }: { desk: Desk }) {
  const overview = desk.overview.value;
  const backup = overview?.backup;
  const bound = desk.kept.value.filter((row) => row.registry);
  return (
    <>
      <Whereabouts desk={desk} />
      <Section title={t('backups')}>
        <p>{backup ? t('backups-in', { folder: backup.folder }) : t('backups-none')}</p>
        <button
          type="button"
          disabled={overview?.store.condition !== 'open'}
          onClick={() => desk.openDialog('backups')}
        >
          {t('backups-open')}
        </button>
      </Section>
      <Section title={t('registries')}>
        <p>{bound.length > 0 ? t('registries-bound') : t('registries-unbound')}</p>
        {bound.length > 0 && (
          <dl>
            {bound.map((row) => (
              <div key={row.id}>
                <dt>{[row.issuer, row.account].filter(Boolean).join(', ')}</dt>
                <dd>{row.registry}</dd>
              </div>
            ))}
          </dl>
        )}
      </Section>
    </>
  );
}

function Log({ desk }: { desk: Desk }) {
  const [shown, setShown] = useState(false);
  return (
    <Section title={t('decisions')}>
      <p>{t('decisions-use')}</p>
      <button type="button" class="show-log" onClick={() => setShown(true)}>
        {t('decisions-show')}
      </button>
      {shown && <Decisions preferences={desk.preferences} onClose={() => setShown(false)} />}
    </Section>
  );
}

function Shell() {
  return (
    <Section title={t('shell')}>
      <p>{t('shell-use')}</p>
      <dl>
        {Object.entries(shells).map(([shell, line]) => (
          <div key={shell}>
            <dt>{shell}</dt>
            <dd>
              <code>{line}</code>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** How the clock stands to those of the registries, where the npm page has asked them. */
function Clock(props: { standing: Standing; settings: Settings; change: Change }) {
  const { standing, settings, change } = props;
  const offset = settings.clock_offset;
  const told = (standing.status.value?.registries ?? []).filter(({ skew_s }) => skew_s !== null);
  return (
    <Section title={t('clock')}>
      <p>{offset === 0 ? t('clock-right') : t('clock-offset', { seconds: signed(offset) })}</p>
      {told.length === 0 && <p>{t('clock-not-asked')}</p>}
      {told.map(({ url, skew_s, clock_differs }) => (
        <div key={url} class="clock">
          <p>{skewOf(url, skew_s ?? 0)}</p>
          {clock_differs && offset !== -(skew_s ?? 0) && (
            <button type="button" onClick={() => change({ clock_offset: -(skew_s ?? 0) })}>
              {t('clock-follow', { url })}
            </button>
          )}
        </div>
      ))}
      {offset !== 0 && (
        <button type="button" onClick={() => change({ clock_offset: 0 })}>
          {t('clock-reset')}
        </button>
      )}
    </Section>
  );
}

function signed(seconds: number): string {
  return `${seconds > 0 ? '+' : '−'}${Math.abs(seconds)}`;
}

function skewOf(url: string, ahead: number): string {
  const seconds = Math.abs(ahead);
  if (seconds <= 1) return t('clock-agrees-with', { url });
  return t(ahead > 0 ? 'clock-ahead-of' : 'clock-behind-of', { url, seconds });
}

function Keys({ value, onChoose }: { value: string | null; onChoose: (keys: string | null) => void }) {
  const [listening, setListening] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!listening) return;
    if (event.key === 'Tab') return setListening(false);
    event.preventDefault();
    if (event.key === 'Escape') return setListening(false);
    const keys = keysOf(event);
    if (!keys) return;
    setListening(false);
    onChoose(keys);
  };
  return (
    <div class="keys">
      <p>
        {t('shortcut-keys')}: <kbd>{value ? shownKeys(value) : t('shortcut-none')}</kbd>
      </p>
      <button
        type="button"
        aria-label={`${t('shortcut-change')}: ${t('shortcut-keys')}`}
        onClick={() => setListening(true)}
        onBlur={() => setListening(false)}
        onKeyDown={onKeyDown}
      >
        {listening ? t('shortcut-press') : t('shortcut-change')}
      </button>
      {value && (
        <button
          type="button"
          aria-label={`${t('shortcut-off')}: ${t('shortcut-keys')}`}
          onClick={() => onChoose(null)}
        >
          {t('shortcut-off')}
        </button>
      )}
    </div>
  );
}
