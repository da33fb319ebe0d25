import { useEffect, useState } from 'preact/hooks';
import type { Licences, Part } from '../licences';
import type { BuildFacts } from './backend';
import { t } from './language';
import { Dialog } from './parts/dialog';
import { Section } from './parts/setting';
import type { Preferences } from './preferences';
import './about.css';

/** Which Countersign this is, and what others made of it. */
export function About({ preferences }: { preferences: Preferences }) {
  const [facts, setFacts] = useState<BuildFacts | null>(null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    // A window that cannot say its version has worse to tell elsewhere.
    preferences.about().then(setFacts, () => setFacts(null));
  }, [preferences]);
  return (
    <Section title={t('about')}>
      {facts && (
        <dl>
          <Fact name={t('about-version')} value={facts.countersign} />
          {facts.commit && <Fact name={t('about-commit')} value={facts.commit} />}
          <Fact name={t('about-system')} value={`${facts.system}, ${facts.processor}`} />
        </dl>
      )}
      <p>{t('about-licence')}</p>
      <p>{t('about-marks')}</p>
      <button type="button" class="show-licences" onClick={() => setShown(true)}>
        {t('licences-show')}
      </button>
      {shown && <BuiltIn onClose={() => setShown(false)} />}
    </Section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
      </dd>
    </div>
  );
}

/** What others made and is built in, each with the text of its licence. */
function BuiltIn({ onClose }: { onClose: () => void }) {
  const [all, setAll] = useState<Licences | null>(null);
  useEffect(() => {
    void import('virtual:licences').then(({ default: licences }) => setAll(licences));
  }, []);
  return (
    <Dialog title={t('licences')} onClose={onClose}>
      {all && <p>{t('licences-what', { count: all.parts.length })}</p>}
      <ul class="licences" aria-label={t('licences')}>
        {all?.parts.map((part) => (
          <li key={`${part.name} ${part.version}`}>
            <OfPart part={part} texts={all.texts} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function OfPart({ part, texts }: { part: Part; texts: string[] }) {
  const [open, setOpen] = useState(false);
  const name = (
    <>
      {part.name} {part.version} <small>{part.licence}</small>
    </>
  );
  if (part.texts.length === 0) return <p>{name}</p>;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{name}</summary>
      {open &&
        part.texts.map((at) => (
          <pre key={at} lang="en" dir="ltr">
            {texts[at]}
          </pre>
        ))}
    </details>
  );
}
