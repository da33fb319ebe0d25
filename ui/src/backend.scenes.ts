/** The backends of `--mode fake`: one scene per address, as in `/?scene=empty`. */
import { draft, FakeAccounts, FakeApprovals, request, row, store } from './backend.fake';
import type { AccountRow } from './bindings';

const few: AccountRow[] = [
  row('npm', 'ada', { npm: true, registry: 'registry.example.org' }),
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

const runs = [{ id: 'run-1', sentence: 'lerna publish', given: 2, ends_in_ms: 552_000 }];
const noKeychain = {
  store: store({
    kind: null,
    condition: 'unavailable',
    provider: null,
    failure: {
      code: 'no-keychain',
      message: 'No program on this session offers a keychain.',
      hint: 'Start one, or choose the sealed file.',
    },
  }),
};

const scenes: Record<string, () => FakeAccounts> = {
  few: () => new FakeAccounts(few),
  many: () => new FakeAccounts(many),
  troubled: () => new FakeAccounts(troubled, { runs }),
  empty: () => new FakeAccounts(),
  'no-keychain': () => new FakeAccounts([], noKeychain),
  locked: () => new FakeAccounts([], { store: store({ condition: 'locked', kind: 'sealed-file' }) }),
  waiting: () => new FakeAccounts([], { store: store({ condition: 'waiting' }) }),
};

const requests: Record<string, () => FakeApprovals> = {
  one: () => new FakeApprovals(request()),
  several: () =>
    new FakeApprovals(
      request({
        sentence: 'lerna publish, up to 14 packages',
        run_offer: true,
        warnings: ['A lifecycle script (postinstall of left-pad) asks, not you.'],
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
    new FakeApprovals(request({ sentence: 'list the names of your accounts', wants: 'names', choices: [] })),
  add: () =>
    new FakeApprovals(
      request({
        sentence: 'add 2 accounts',
        wants: 'add',
        choices: [],
        drafts: [draft('npm', 'ada'), draft('GitHub', 'ada', { standing: 'duplicate' })],
      }),
    ),
};

const scene = new URLSearchParams(location.search).get('scene') ?? '';
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
accounts.found = {
  drafts: [
    draft('npm', 'ada'),
    draft('GitHub', 'ada', { standing: 'conflict', warnings: ['Its secret is short.'] }),
  ],
  refused: [],
};
