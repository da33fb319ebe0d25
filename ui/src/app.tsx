import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { AccountList, Deleted } from './accounts';
import { Add } from './add';
import { Backups } from './backups';
import { Details } from './details';
import { Duplicates } from './duplicates';
import { Export } from './export';
import { Import } from './import';
import { t } from './language';
import { NpmPage } from './npm';
import { FailureBox } from './parts/failure';
import { Icon } from './parts/icon';
import { Runs } from './runs';
import { SettingsPage } from './settings';
import { Shortcuts } from './shortcuts';
import type { Standing } from './standing';
import type { Desk } from './state';
import { Empty, Locked, Opening, Trouble, Unavailable, Waiting } from './store';
import { TrayAbsence } from './tray';
import { View } from './view';

/** The main window. */
export function App({ desk, standing }: { desk: Desk; standing: Standing }) {
  const search = useRef<HTMLInputElement>(null);
  useWindowEvents(desk, search);
  const open = desk.overview.value?.store.condition === 'open';
  const npm = standing.shown.value;
  const setting = desk.preferences.shown.value;
  return (
    <>
      <header class="bar">
        {open && desk.kept.value.length > 0 && !npm && !setting ? (
          <>
            <h1 class="unseen">Countersign</h1>
            <Search
              desk={desk}
              box={search}
              onLeave={() => desk.listing.focus(desk.listing.found.value[0]?.id)}
            />
          </>
        ) : (
          <span class="name">Countersign</span>
        )}
        {setting ? (
          <button type="button" class="add" onClick={() => desk.preferences.hide()}>
            {t('done')}
          </button>
        ) : (
          open && <Switch standing={standing} />
        )}
        {open && !npm && !setting && (
          <button type="button" class="add" onClick={() => desk.openAdd()}>
            <Icon name="add" />
            {t('add')}
          </button>
        )}
        <Menu desk={desk} open={open} />
      </header>
      <FailureBox failure={desk.overview.value?.clock ?? null} />
      {open && !setting && <TrayAbsence desk={desk} />}
      <Runs desk={desk} />
      <main>
        {setting ? (
          <SettingsPage desk={desk} standing={standing} />
        ) : open && npm ? (
          <NpmPage standing={standing} />
        ) : (
          <Screen desk={desk} />
        )}
      </main>
      <Notice desk={desk} />
      {/* Not a status: that is what is shown. */}
      <div class="unseen" aria-live="polite">
        {desk.arranging.said.value}
      </div>
      <OpenDialog desk={desk} />
    </>
  );
}

/** From the accounts to the npm page and back. */
function Switch({ standing }: { standing: Standing }) {
  const waiting = standing.staged.value.length;
  if (standing.shown.value)
    return (
      <button type="button" class="add" onClick={() => standing.hide()}>
        {t('accounts')}
      </button>
    );
  return (
    <button
      type="button"
      class="quiet"
      aria-label={waiting > 0 ? t('npm-waiting', { count: waiting }) : 'npm'}
      onClick={() => standing.show()}
    >
      npm
      {waiting > 0 && <span class="standing new">{waiting}</span>}
    </button>
  );
}

function Screen({ desk }: { desk: Desk }) {
  const overview = desk.overview.value;
  switch (overview?.store.condition) {
    case undefined:
    case 'opening':
      return <Opening />;
    case 'waiting':
      return <Waiting store={overview?.store} />;
    case 'locked':
      return <Locked desk={desk} />;
    case 'unavailable':
      return <Unavailable desk={desk} />;
    case 'open':
      return (
        <>
          <Trouble desk={desk} />
          {desk.kept.value.length > 0 ? <AccountList desk={desk} /> : <Empty desk={desk} />}
          <Deleted desk={desk} />
        </>
      );
  }
}

function Search(props: { desk: Desk; box: RefObject<HTMLInputElement | null>; onLeave: () => void }) {
  const { desk } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const [first] = desk.listing.found.value;
    if (event.key === 'ArrowDown') props.onLeave();
    else if (event.key === 'Escape') desk.listing.search('');
    else if (event.key === 'Enter' && first?.state === 'ready') void desk.copy(first, event.shiftKey);
    else return;
    event.preventDefault();
  };
  return (
    // Not a label: WebKit would add the name of the button that empties the box to it.
    <div class="search">
      <Icon name="search" />
      <input
        ref={props.box}
        type="search"
        aria-label={t('search-accounts')}
        placeholder={t('search')}
        autocomplete="off"
        spellcheck={false}
        value={desk.listing.query.value}
        onInput={(event) => desk.listing.search(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <kbd>/</kbd>
    </div>
  );
}

function Menu({ desk, open }: { desk: Desk; open: boolean }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <button type="button" class="quiet round" aria-label={t('menu')} popovertarget="menu">
        <Icon name="more" />
      </button>
      <div id="menu" popover="auto" class="menu" onToggle={(event) => setShown(event.newState === 'open')}>
        {shown && open && desk.kept.value.length > 0 && <View preferences={desk.preferences} />}
        {open && <Moves desk={desk} />}
        <button
          type="button"
          popovertarget="menu"
          popovertargetaction="hide"
          onClick={() => desk.openDialog('keys')}
        >
          <Icon name="keys" />
          {t('keys')}
        </button>
        {open && (
          <button
            type="button"
            popovertarget="menu"
            popovertargetaction="hide"
            onClick={() => void desk.lock()}
          >
            <Icon name="lock" />
            {t('lock')}
          </button>
        )}
        <button
          type="button"
          popovertarget="menu"
          popovertargetaction="hide"
          onClick={() => desk.preferences.show()}
        >
          <Icon name="settings" />
          {t('settings')}
        </button>
        <button
          type="button"
          popovertarget="menu"
          popovertargetaction="hide"
          onClick={() => void desk.quit()}
        >
          <Icon name="quit" />
          {t('quit')}
        </button>
      </div>
    </>
  );
}

/** What goes in and out as files. */
function Moves({ desk }: { desk: Desk }) {
  const undo = desk.overview.value?.undo ?? 0;
  const at = (dialog: 'import' | 'export' | 'backups' | 'duplicates') => () => desk.openDialog(dialog);
  return (
    <>
      <button type="button" popovertarget="menu" popovertargetaction="hide" onClick={at('import')}>
        <Icon name="in" />
        {t('import-open')}
      </button>
      {undo > 1 && (
        <button
          type="button"
          popovertarget="menu"
          popovertargetaction="hide"
          onClick={() => void desk.undo()}
        >
          <Icon name="undo" />
          {t('take-back', { count: undo })}
        </button>
      )}
      {desk.kept.value.length > 0 && (
        <>
          <button type="button" popovertarget="menu" popovertargetaction="hide" onClick={at('export')}>
            <Icon name="out" />
            {t('export-open')}
          </button>
          <button type="button" popovertarget="menu" popovertargetaction="hide" onClick={at('backups')}>
            <Icon name="check" />
            {t('backups-open')}
          </button>
          <button type="button" popovertarget="menu" popovertargetaction="hide" onClick={at('duplicates')}>
            <Icon name="twins" />
            {t('duplicates-open')}
          </button>
        </>
      )}
    </>
  );
}

/** Always in the document, so that what appears in it is read aloud. */
function Notice({ desk }: { desk: Desk }) {
  const notice = desk.notice.value;
  return (
    <output class="notices" aria-live="polite">
      {notice && (
        <div class={`notice ${notice.tone}`}>
          <Icon name={notice.tone === 'done' ? 'check' : 'warning'} />
          <p>
            <strong>{notice.text}</strong> {notice.hint}
          </p>
          {notice.action && (
            <button
              type="button"
              onClick={() => {
                desk.hush();
                notice.action?.run();
              }}
            >
              {notice.action.label}
            </button>
          )}
        </div>
      )}
    </output>
  );
}

function OpenDialog({ desk }: { desk: Desk }) {
  const dialog = desk.dialog.value;
  if (dialog?.at === 'add') return <Add desk={desk} />;
  if (dialog?.at === 'import') return <Import desk={desk} />;
  if (dialog?.at === 'export') return <Export desk={desk} />;
  if (dialog?.at === 'backups') return <Backups desk={desk} />;
  if (dialog?.at === 'duplicates') return <Duplicates desk={desk} />;
  if (dialog?.at === 'keys') return <Shortcuts desk={desk} />;
  const row = desk.overview.value?.accounts.find(({ id }) => dialog?.at === 'details' && id === dialog.id);
  return row ? <Details key={row.id} desk={desk} row={row} /> : null;
}

/** Keys and things dropped or pasted count wherever they land in the window. */
function useWindowEvents(desk: Desk, search: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const mayAdd = () => desk.mayAdd();

    const onKey = (event: KeyboardEvent) => {
      if (desk.dialog.value) return;
      const command = event.ctrlKey || event.metaKey;
      const plain = !command && !event.altKey && !isTyping(event.target);
      if ((command && event.key === 'f') || (plain && event.key === '/')) search.current?.focus();
      else if (plain && event.key === '?') desk.openDialog('keys');
      else if (((command && event.key === 'n') || (plain && event.key === 'n')) && mayAdd()) desk.openAdd();
      else return;
      event.preventDefault();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!mayAdd()) return;
      const pictures = [...(event.clipboardData?.files ?? [])];
      const plain = event.clipboardData?.getData('text/plain') ?? '';
      const html = event.clipboardData?.getData('text/html') ?? '';
      const written = plain.trim() !== '' || html !== '';
      if (pictures.length > 0) void desk.lookFor((adding) => adding.addPictures(pictures));
      else if (isTyping(event.target) && !isForReading(event.target, plain)) return;
      else if (written) void desk.lookFor((adding) => adding.paste(plain, html));
      // What a web view does not hand to pages, the clipboard may have all the same.
      else void desk.lookFor((adding) => adding.addClipboard());
      event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      desk.dragging.value = false;
      const { files } = event.dataTransfer ?? {};
      const text = event.dataTransfer?.getData('text/plain') ?? '';
      if (!mayAdd()) return;
      if (files?.length) void desk.lookFor((adding) => adding.addPictures([...files]));
      else if (text.trim() !== '') void desk.lookFor((adding) => adding.addText(text));
    };
    const onDrag = (event: DragEvent) => {
      event.preventDefault();
      desk.dragging.value = mayAdd() && event.type === 'dragover';
    };
    signal.addEventListener(
      'abort',
      desk.dragging.subscribe((over) => void document.body.classList.toggle('dragging', over)),
    );
    window.addEventListener('keydown', onKey, { signal });
    window.addEventListener('paste', onPaste, { signal });
    window.addEventListener('drop', onDrop, { signal });
    window.addEventListener('dragover', onDrag, { signal });
    window.addEventListener('dragleave', onDrag, { signal });
    return () => listening.abort();
  }, [desk, search]);
}

/** Links are read at once wherever they are pasted; so is what is too long for one line, where texts are read. */
function isForReading(target: EventTarget | null, text: string): boolean {
  const reads = target instanceof Element && target.matches('[data-reads]');
  return /^\s*otpauth/i.test(text) || (reads && /\S\s*\n/.test(text)) || (reads && text.trim() === '');
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select');
}
