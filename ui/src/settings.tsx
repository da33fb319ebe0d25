import { useEffect, useRef, useState } from 'preact/hooks';
import type { Settings } from './bindings';
import { Decisions } from './decisions';
import { keysOf, shownKeys } from './keys';
import { FailureBox } from './parts/failure';
import { Amount, Choice, Section, Switch } from './parts/setting';
import type { Standing } from './standing';
import type { Desk } from './state';
import './settings.css';

/** What this page says. */
const words = {
  title: 'Settings',
  looks: 'Looks',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark', 'high-contrast': 'High contrast' },
  language: 'Language',
  languages: { '': 'As the system', en: 'English', de: 'Deutsch' },
  density: 'Density',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  sort: 'Order',
  sorts: { manual: 'My own', name: 'By name', use: 'By use' },
  grouped: 'Show groups',
  hideCodes: 'Hide codes until they are pointed at or have the focus',
  lock: 'Lock',
  idle: 'When nobody has used Countersign for',
  never: 'Never',
  screenLock: 'When the screen is locked',
  suspend: 'When the computer is suspended',
  lockNow: 'Lock now',
  clipboard: 'Clipboard',
  seconds: 'Take a copied code from the clipboard after',
  unlisted: 'Ask clipboard histories to leave codes out',
  tray: 'Tray',
  trayShown: 'Show an icon in the tray',
  trayCodes: 'Show codes in its menu',
  trayWarning: 'Every program of your session can read the menu, and the codes in it.',
  noTray: 'Nothing on this desktop shows a tray. Countersign is in its window, the palette and the terminal.',
  shortcut: 'Shortcut',
  keys: 'Keys that open the palette from anywhere',
  noKeys: 'None',
  change: 'Change',
  press: 'Press the keys…',
  switchOff: 'Switch off',
  wayland: 'On Wayland have your desktop run this for keys of your choice:',
  start: 'Start',
  autostart: 'Start with the session, without a window',
  leaves: 'Free the memory of closed windows after',
  store: 'Where my secrets are',
  keychain: (provider: string) =>
    `In the system’s keychain${provider && ` (${provider})`}: each account is an item of its own, which the system encrypts and opens when you sign in.`,
  sealed: 'In a file that is sealed with your passphrase. Without the passphrase nobody can open it.',
  nowhere: 'Nowhere yet: no store is open.',
  backups: 'Backups',
  setUp: 'Backups…',
  noBackups: 'There are none yet.',
  backedUp: (folder: string) => `They are written to ${folder}.`,
  registries: 'Registries',
  bound: 'An account answers the registry that it is bound to and no other. It is changed in its details.',
  unbound: 'No account is bound to a registry yet. You choose at its first use.',
  log: 'Decisions',
  logUse: 'What programs asked for and what became of it: the last 500 requests.',
  showLog: 'Show decisions',
  shell: 'Shell',
  shellUse: 'This line in your shell’s own file leads npm, pnpm, Yarn and bun through Countersign:',
  clock: 'Clock',
  offset: (seconds: number) =>
    `Codes are made ${seconds > 0 ? '+' : '−'}${Math.abs(seconds)} s beside the clock.`,
  clockRight: 'Codes are made by this computer’s clock.',
  notAsked: 'The npm page asks the registries for the time when you open it.',
  skew: (url: string, ahead: number) =>
    Math.abs(ahead) <= 1
      ? `It agrees with ${url}.`
      : `It is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} ${url}.`,
  follow: (url: string) => `Make codes by the clock of ${url}`,
  reset: 'Use the clock as it is',
  minutes: (many: number) => (many === 1 ? '1 minute' : many === 60 ? '1 hour' : `${many} minutes`),
  secondsLong: (many: number) => `${many} seconds`,
};

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
        {words.title}
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
    <Section title={words.looks}>
      <Choice
        label={words.theme}
        of={words.themes}
        value={settings.theme}
        onChoose={(theme) => change({ theme })}
      />
      <Choice
        label={words.language}
        of={words.languages}
        value={(settings.language ?? '') as keyof typeof words.languages}
        onChoose={(language) => change({ language: language || null })}
      />
      <Choice
        label={words.density}
        of={words.densities}
        value={settings.density}
        onChoose={(density) => change({ density })}
      />
      <Choice
        label={words.sort}
        of={words.sorts}
        value={settings.sort}
        onChoose={(sort) => change({ sort })}
      />
      <Switch label={words.grouped} on={settings.grouped} onTurn={(grouped) => change({ grouped })} />
      <Switch
        label={words.hideCodes}
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
      <Section title={words.lock}>
        <Amount
          label={words.idle}
          of={[1, 5, 10, 15, 30, 60, 240]}
          none={words.never}
          say={words.minutes}
          value={lock.idle_minutes}
          onChoose={(idle_minutes) => change({ lock: { ...lock, idle_minutes } })}
        />
        <Switch
          label={words.screenLock}
          on={lock.on_screen_lock}
          onTurn={(on_screen_lock) => change({ lock: { ...lock, on_screen_lock } })}
        />
        <Switch
          label={words.suspend}
          on={lock.on_suspend}
          onTurn={(on_suspend) => change({ lock: { ...lock, on_suspend } })}
        />
        <button type="button" disabled={!open} onClick={() => void desk.lock()}>
          {words.lockNow}
        </button>
      </Section>
      <Section title={words.clipboard}>
        <Amount
          label={words.seconds}
          of={[10, 20, 30, 60, 120]}
          say={words.secondsLong}
          value={clipboard.seconds}
          onChoose={(seconds) => seconds && change({ clipboard: { ...clipboard, seconds } })}
        />
        <Switch
          label={words.unlisted}
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
      <Section title={words.tray}>
        <Switch
          label={words.trayShown}
          on={tray.shown}
          onTurn={(shown) => change({ tray: { ...tray, shown } })}
        />
        {missing && <p>{words.noTray}</p>}
        <Switch
          label={words.trayCodes}
          on={tray.codes}
          hint={words.trayWarning}
          onTurn={(codes) => change({ tray: { ...tray, codes } })}
        />
      </Section>
      <Section title={words.shortcut}>
        <Keys value={settings.shortcut} onChoose={(shortcut) => change({ shortcut })} />
        <p>{words.wayland}</p>
        <code>countersign toggle --palette</code>
      </Section>
      <Section title={words.start}>
        <Switch
          label={words.autostart}
          on={settings.autostart}
          onTurn={(autostart) => change({ autostart })}
        />
        <Amount
          label={words.leaves}
          of={[1, 5, 10, 30, 60, 240]}
          say={words.minutes}
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
  const where = { keychain: words.keychain(overview?.store.provider ?? ''), 'sealed-file': words.sealed };
  return (
    <>
      <Section title={words.store}>
        <p>{overview?.store.kind ? where[overview.store.kind] : words.nowhere}</p>
      </Section>
      <Section title={words.backups}>
        <p>{backup ? words.backedUp(backup.folder) : words.noBackups}</p>
        <button
          type="button"
          disabled={overview?.store.condition !== 'open'}
          onClick={() => desk.openDialog('backups')}
        >
          {words.setUp}
        </button>
      </Section>
      <Section title={words.registries}>
        <p>{bound.length > 0 ? words.bound : words.unbound}</p>
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
    <Section title={words.log}>
      <p>{words.logUse}</p>
      <button type="button" onClick={() => setShown(true)}>
        {words.showLog}
      </button>
      {shown && <Decisions preferences={desk.preferences} onClose={() => setShown(false)} />}
    </Section>
  );
}

function Shell() {
  return (
    <Section title={words.shell}>
      <p>{words.shellUse}</p>
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
    <Section title={words.clock}>
      <p>{offset === 0 ? words.clockRight : words.offset(offset)}</p>
      {told.length === 0 && <p>{words.notAsked}</p>}
      {told.map(({ url, skew_s, clock_differs }) => (
        <div key={url} class="clock">
          <p>{words.skew(url, skew_s ?? 0)}</p>
          {clock_differs && offset !== -(skew_s ?? 0) && (
            <button type="button" onClick={() => change({ clock_offset: -(skew_s ?? 0) })}>
              {words.follow(url)}
            </button>
          )}
        </div>
      ))}
      {offset !== 0 && (
        <button type="button" onClick={() => change({ clock_offset: 0 })}>
          {words.reset}
        </button>
      )}
    </Section>
  );
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
        {words.keys}: <kbd>{value ? shownKeys(value) : words.noKeys}</kbd>
      </p>
      <button
        type="button"
        aria-label={`${words.change}: ${words.keys}`}
        onClick={() => setListening(true)}
        onBlur={() => setListening(false)}
        onKeyDown={onKeyDown}
      >
        {listening ? words.press : words.change}
      </button>
      {value && (
        <button type="button" aria-label={`${words.switchOff}: ${words.keys}`} onClick={() => onChoose(null)}>
          {words.switchOff}
        </button>
      )}
    </div>
  );
}
