/** The backends of `--mode fake`: one scene per address, as in `/?scene=empty` or `/?scene=thousands&count=10000`. */
import {
  draft,
  FakeAccounts,
  FakeApprovals,
  find,
  look,
  place,
  request,
  row,
  store,
  usual,
} from './backend.fake';
import type { AccountRow, Settings } from './bindings';
import { FakeNpm, registry, staged, token } from './npm.fake';
import { choice, FakeChoosing } from './palette.fake';

const few: AccountRow[] = [
  row('npm', 'ada', {
    npm: true,
    registry: 'registry.example.org',
    recovery: [{ id: 'sheet-1', created: '2026-11-20', total: 10, left: 7, state: 'ready' }],
  }),
  row('GitHub', 'ada-lovelace'),
  row('Verdaccio', 'ada@packages.example.com', { digits: 8 }),
  row('RubyGems', 'ada'),
  row('Amazon Web Services', 'root@example.com'),
  row('Steam', 'analytical', { kind: 'steam', digits: 5 }),
  row('PyPI', 'lovelace', { period: 60 }),
  row('Fastly', 'ada'),
];

const names =
  'npm GitHub GitLab PyPI RubyGems AWS Cloudflare Fastly Vercel Netlify Heroku Docker Sentry Figma Slack';
const many = names
  .split(' ')
  .flatMap((issuer) => [row(issuer, 'ada'), row(issuer, `release-bot@${issuer.toLowerCase()}.example`)]);

const address = new URLSearchParams(location.search);

const thousands = Array.from({ length: Number(address.get('count') ?? 5000) }, (_, at) =>
  row(names.split(' ')[at % 15] ?? '', `user-${at}@example.com`, {
    groups: at % 3 === 0 ? [`Team ${at % 40}`] : [],
    pinned: at < 2,
  }),
);

const grouped: AccountRow[] = [
  row('npm', 'ada', { npm: true, pinned: true, uses: 40 }),
  row('GitHub', 'ada-lovelace', { groups: ['Work'] }),
  row('GitHub', 'Ada-Lovelace', { id: 'again', groups: ['Work'] }),
  row('Verdaccio', 'ci', { groups: ['Bots'] }),
  row('PyPI', 'release-bot', { groups: ['Bots'] }),
  row('Discord', 'ada', { same_as: null }),
  row('Discord', 'ada (old phone)', { same_as: 'discord-ada' }),
];

const troubled: AccountRow[] = [
  row('npm', 'ada', { npm: true }),
  row('GitHub', 'ada', { state: 'missing' }),
  row('GitLab', 'release-bot-with-a-long-name@example.com', { state: 'changed' }),
  row('PyPI', 'ada', { state: 'conflict' }),
  row('Fastly', 'ada', { state: 'unreadable' }),
  row('Sentry', 'ada', { state: 'adoptable' }),
  row('Bank', 'counter', { kind: 'hotp' }),
  row('Figma', 'old', { state: 'deleted' }),
];

const runs = [
  {
    id: 'run-1',
    sentence: 'lerna publish',
    given: 2,
    packages: ['kit-a@1.0.0', 'kit-b@1.0.0'],
    ends_in_ms: 552_000,
  },
];
const changed = {
  store: store({
    failure: {
      code: 'accounts-missing',
      message:
        '1 account is missing: they were kept by KWallet, and GNOME Keyring answers today. Nothing was deleted or created.',
      hint: 'Start KWallet again and try the keychain again, or bring them back from a backup.',
    },
  }),
};
const noKeychain = {
  store: store({
    kind: null,
    condition: 'unavailable',
    provider: null,
    failure: {
      code: 'store-unavailable',
      message: 'No keychain answers (no program offers one). Nothing was stored, and nothing was deleted.',
      hint: 'Start it and try again. Or keep accounts in a file sealed with a passphrase.',
    },
  }),
};

const scenes: Record<string, () => FakeAccounts> = {
  few: () => new FakeAccounts(few),
  many: () => new FakeAccounts(many),
  troubled: () => new FakeAccounts(troubled, { runs }),
  changed: () => new FakeAccounts(troubled, changed),
  quick: () =>
    new FakeAccounts([
      row('npm', 'someone-with-a-long-name@packages.example.com', { period: 8 }),
      row('Verdaccio', 'ci-with-a-long-name-too@example.com', { period: 8, digits: 8 }),
      row('Steam', 'analytical', { period: 8, kind: 'steam', digits: 5 }),
    ]),
  thousands: () => new FakeAccounts(thousands),
  grouped: () => new FakeAccounts(grouped),
  empty: () => new FakeAccounts(),
  nothing: () => new FakeAccounts(few),
  looking: () => new FakeAccounts(few),
  'no-keychain': () => new FakeAccounts([], noKeychain),
  locked: () => new FakeAccounts([], { store: store({ condition: 'locked', kind: 'sealed-file' }) }),
  trayless: () => new FakeAccounts(few, { tray: false }),
  waiting: () => new FakeAccounts([], { store: store({ condition: 'waiting' }) }),
};

const requests: Record<string, () => FakeApprovals> = {
  one: () => new FakeApprovals(request()),
  several: () =>
    new FakeApprovals(
      request({
        sentence: 'lerna publish, up to 14 packages',
        run_offer: true,
        warnings: [
          'A lifecycle script asks (postinstall of left-pad). Scripts of packages have no need of codes.',
        ],
        choices: [
          { id: 'a', name: 'npm, ada', binds: true },
          { id: 'b', name: 'Verdaccio, ada@packages.example.com', binds: false },
        ],
      }),
    ),
  soon: () => new FakeApprovals(request({ stage: { at: 'next-step', in_ms: 12_000 } })),
  publish: () =>
    new FakeApprovals(
      request({
        sentence: 'npm publish @demo/left-pad@1.3.0',
        verified: [
          { label: 'User', value: 'you (uid 1000)' },
          { label: 'Process', value: '28831 (4 s ago)' },
          {
            label: 'Started by',
            value:
              '28826 (2 min ago) ← 2711 (3 h ago) ← 2702 (3 h ago) ← 1988 (3 h ago) ← 1803 (3 h ago) ← 1 (3 h ago)',
          },
          { label: 'Terminal', value: '/dev/pts/3' },
          { label: 'Folder', value: '/home/ada/code/left-pad' },
        ],
        claimed: [
          {
            label: 'Warning',
            value: 'The script that runs where it is installed is new: postinstall: node bundle.js',
          },
          { label: 'Warning', value: 'A file looks like secrets: .env' },
          { label: 'Contents', value: '12 files, 3.6 MB; 1.2.9, the newest one, has 11 files, 34 kB.' },
          { label: 'Registry', value: 'https://registry.example.org/' },
          { label: 'Package', value: '@demo/left-pad' },
          { label: 'Version', value: '1.3.0' },
          { label: 'Command', value: 'npm publish' },
          { label: 'Git', value: 'branch main, nothing uncommitted' },
          { label: 'Process names', value: 'countersign ← zsh ← gnome-terminal- ← systemd ← systemd' },
        ],
      }),
    ),
  names: () =>
    new FakeApprovals(
      request({ sentence: 'The names of all accounts, without codes', wants: 'names', choices: [] }),
    ),
  add: () =>
    new FakeApprovals(
      request({
        sentence: 'Add 2 accounts',
        wants: 'add',
        choices: [],
        drafts: [draft('npm', 'ada'), draft('GitHub', 'ada', { standing: 'duplicate' })],
      }),
    ),
};

const scene = address.get('scene') ?? '';
// As in `/?scene=few&language=de&looks={"theme":"dark"}&size=200`.
const set: Settings = {
  ...usual,
  language: address.get('language'),
  ...JSON.parse(address.get('looks') ?? '{}'),
};
document.documentElement.style.fontSize = `${address.get('size') ?? 100}%`;
if (address.has('direction'))
  queueMicrotask(() => {
    document.documentElement.dir = address.get('direction') ?? '';
  });
export const accounts = scenes[scene]?.() ?? new FakeAccounts(few);
export const approvals = requests[scene]?.() ?? new FakeApprovals(request());
accounts.files = [
  {
    name: 'aegis-backup-2026.json',
    password: 'test',
    holds: {
      format: 'Aegis',
      drafts: [
        draft('npm', 'ada', { standing: 'duplicate' }),
        draft('GitHub', 'ada', { standing: 'conflict', groups: ['Work'] }),
        draft('GitLab', 'release-bot-with-a-long-name@packages.example.com', { groups: ['Work', 'Bots'] }),
        draft('Bank', 'counter', { kind: 'hotp' }),
        draft('Mail', 'ada', { kind: 'motp', quarantine: 'its PIN is missing' }),
        draft('Steam', 'analytical', { kind: 'steam', digits: 5 }),
      ],
      refused: [
        { where: 'entry 3', reason: 'the algorithm MD5 is not supported' },
        { where: 'entry 9', reason: 'the secret is not base32' },
      ],
    },
  },
  {
    name: 'holiday.pdf',
    holds: {
      code: 'unsupported-file',
      message: 'holiday.pdf was not imported: it is none of the formats that can be read. Nothing was kept.',
      hint: 'The README lists the formats that can be read. If it was cut on its way, copy it again.',
    },
  },
];
accounts.formats = [
  { name: 'countersign', title: 'Countersign', extension: 'age', lock: 'always', lost: [] },
  {
    name: 'aegis',
    title: 'Aegis',
    extension: 'json',
    lock: 'choice',
    lost: ['Aegis does not hold its note of: npm, ada.'],
  },
  { name: 'otpauth', title: 'Links (otpauth)', extension: 'txt', lock: 'never', lost: [] },
];
const nobody = {
  name: 'nobody-answers',
  message: 'Nobody answers at http://127.0.0.1:4873/: it is not running, or a proxy stands in between.',
  hint: 'See whether it answers at all.',
  command: 'npm ping --registry=http://127.0.0.1:4873/',
};
export const npm = new FakeNpm(
  [
    registry('https://registry.example.org/', {
      tokens: [
        token('laptop', {
          in_use: true,
          days_left: 2,
          warning: 'It ends in 2 days. Granular tokens last 7 days unless you ask for more, and 90 at most.',
        }),
        token('ci', { id: 'd4e5f6', kind: 'stages, and does not publish', days_left: 80 }),
      ],
    }),
    registry('http://127.0.0.1:4873/', {
      serves: '@team',
      reached: false,
      user: null,
      login: null,
      mode: null,
      skew_s: null,
      tokens: null,
      trouble: nobody,
    }),
  ],
  [staged('1.3.0'), staged('1.3.1', { tag: 'next', package: '@demo/right-pad' })],
);
accounts.looks = [
  look(
    'HDMI-1',
    find({ drafts: [draft('npm', 'ada-of-the-engine')], place: place(120, 200, 160) }),
    find({
      drafts: [draft('GitHub', 'ada', { standing: 'conflict', warnings: ['Its secret is short.'] })],
      place: place(620, 380, 220),
    }),
  ),
  look(
    'DP-2',
    find({
      kind: 'export',
      drafts: [
        draft('Bank', 'countess', { kind: 'hotp' }),
        draft('PyPI', 'lovelace', { standing: 'duplicate' }),
      ],
      export: { export: '1', parts: 3, missing: [2, 3] },
      place: place(700, 300, 200),
    }),
    find({
      kind: 'page',
      text: 'https://example.com/login?session=0123456789abcdef',
      place: place(80, 60, 90),
    }),
    find({ kind: 'other', text: null, place: place(300, 660, 90) }),
    find({ drafts: [draft('', '', { draft: 'nameless' })] }),
  ),
];
if (scene === 'nothing') {
  accounts.looks = ['HDMI-1', 'DP-2'].map((source) => ({
    source,
    finds: [],
    nothing: {
      code: 'nothing-found',
      message: 'No QR code was found.',
      hint: 'Bring the page or the terminal that shows it to the front, and scan again.',
    },
  }));
}
if (scene === 'looking') accounts.delay = new Promise(() => {});

export const palette = new FakeChoosing({
  condition: 'open',
  accounts: few.map(({ issuer, account }) => choice(issuer, account)),
});
accounts.decided = [
  {
    at: 1_700_000_000,
    sentence: 'npm publish demo@1.0.0',
    wants: 'code',
    outcome: 'approved',
    account: 'npm, ada',
    registry: 'https://registry.example.org/',
    program: 'countersign run, process 4021',
  },
];
for (const backend of [accounts, approvals, palette]) backend.set = set;
