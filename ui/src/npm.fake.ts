/** Stands in for npm where there is none: in tests, and in `--mode fake`. Its registries are made up. */
import type { Npm } from './backend';
import type {
  DiagnosisView,
  NpmStatus,
  RegistryView,
  StagedContents,
  StagedView,
  StagesView,
  TokenView,
} from './bindings';

export function token(name: string, more: Partial<TokenView> = {}): TokenView {
  return {
    id: 'a1b2c3',
    name,
    created: '2026-11-20',
    kind: 'publishes',
    addresses: false,
    days_left: 40,
    in_use: false,
    warning: null,
    ...more,
  };
}

export function registry(url: string, more: Partial<RegistryView> = {}): RegistryView {
  return {
    url,
    serves: 'all packages',
    makers: false,
    reached: true,
    user: 'ada',
    login: 'an npm token (granular, or of a login), in ~/.npmrc',
    mode: 'auth-and-writes',
    asks: 'login, profile, token, publish, unpublish, deprecate, dist-tag, owner, access, team, org, trust and stage approve ask for a code.',
    way: 'npm asks in the terminal.',
    skew_s: 0,
    clock_differs: false,
    tokens: [token('laptop', { in_use: true })],
    trouble: null,
    ...more,
  };
}

export function staged(version: string, more: Partial<StagedView> = {}): StagedView {
  return {
    id: `8c6f1d3e-0000-4000-8000-${version.replaceAll('.', '').padStart(12, '0')}`,
    registry: 'https://registry.example.org/',
    package: '@demo/left-pad',
    version,
    tag: 'latest',
    created: '2026-11-24',
    by: 'release-bot',
    shasum: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3',
    ...more,
  };
}

export class FakeNpm implements Npm {
  readonly calls: [string, ...unknown[]][] = [];
  /** What the next calls fail with. */
  failure: unknown = null;
  /** Lets what is under way end; calls wait for it where it is set. */
  hold: Promise<void> | null = null;
  found: DiagnosisView = {
    name: 'code-wanted',
    message: 'A one-time password is missing, or was too old.',
    hint: 'Let the code be made at the moment when it is asked for.',
    command: 'countersign run -- npm publish',
  };

  constructor(
    public registries: RegistryView[] = [registry('https://registry.example.org/')],
    public waiting: StagedView[] = [],
  ) {}

  async status(): Promise<NpmStatus> {
    await this.call('status');
    return { npm: '12.2.0', registries: this.registries };
  }

  async staged(): Promise<StagesView[]> {
    await this.call('staged');
    return this.registries.map(({ url }) => ({
      registry: url,
      staged: this.waiting.filter((one) => one.registry === url),
      trouble: null,
    }));
  }

  async contents(id: string, at: string): Promise<StagedContents> {
    await this.call('contents', id, at);
    return {
      id,
      before: '1.2.9',
      findings: [
        {
          warning: true,
          text: 'The script that runs where it is installed is new: postinstall: node bundle.js',
        },
        { warning: true, text: 'A file looks like secrets: .env' },
        { warning: false, text: '12 files, 3.6 MB; 1.2.9, the newest one, has 11 files, 34 kB.' },
      ],
      files: [
        { path: '.env', size: 40, change: 'new', sensitive: true },
        { path: 'bundle.js', size: 3_600_000, change: 'new', sensitive: false },
        { path: 'index.js', size: 950, change: 'changed', sensitive: false },
        { path: 'package.json', size: 420, change: 'same', sensitive: false },
      ],
    };
  }

  async settle(id: string, at: string, approve: boolean): Promise<void> {
    await this.call('settle', id, at, approve);
    this.waiting = this.waiting.filter((one) => one.id !== id);
  }

  async explain(text: string): Promise<DiagnosisView> {
    await this.call('explain', text);
    return this.found;
  }

  async cancel(job: string): Promise<void> {
    this.calls.push(['cancel', job]);
  }

  onWords(then: (words: string) => void): void {
    this.told = then;
  }

  /** The approval window shows these words. */
  tell(words: string): void {
    this.told(words);
  }

  private told: (words: string) => void = () => {};

  private async call(name: string, ...given: unknown[]): Promise<void> {
    this.calls.push([name, ...given]);
    await this.hold;
    if (this.failure) throw this.failure;
  }
}
