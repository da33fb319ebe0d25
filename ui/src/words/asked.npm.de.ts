/** What is said of npm's registries, tokens and packages, by the sentence that the companion says it with. */
export const npm: Record<string, string> = {
  // What is to be known before a version is published
  'Version {0} is published already; publishing it again fails.':
    'Version {0} ist schon veröffentlicht; sie noch einmal zu veröffentlichen schlägt fehl.',
  'The script that runs where it is installed is new: {0}: {1}':
    'Das Skript, das beim Installieren läuft, ist neu: {0}: {1}',
  'The script that runs where it is installed is changed: {0}: {1}':
    'Das Skript, das beim Installieren läuft, ist geändert: {0}: {1}',
  'Inside it calls itself {0}@{1}.': 'Innen nennt es sich {0}@{1}.',
  'Files look like secrets: {0} and {1} more': 'Dateien sehen nach Geheimnissen aus: {0} und {1} weitere',
  'A file looks like secrets: {0}': 'Eine Datei sieht nach Geheimnissen aus: {0}',
  'Files look like secrets: {0}': 'Dateien sehen nach Geheimnissen aus: {0}',
  'It is {0} times as large as before: {1}, not {2}': 'Es ist {0}-mal so groß wie zuvor: {1}, nicht {2}',
  'A dependency comes from outside the registry: {0} and {1} more':
    'Eine Abhängigkeit kommt von außerhalb der Registry: {0} und {1} weitere',
  'A dependency comes from outside the registry: {0}':
    'Eine Abhängigkeit kommt von außerhalb der Registry: {0}',
  'New dependencies: {0} and {1} more': 'Neue Abhängigkeiten: {0} und {1} weitere',
  'New dependencies: {0}': 'Neue Abhängigkeiten: {0}',
  'Nothing of this name is published yet. It has 1 file, {0}.':
    'Unter diesem Namen ist noch nichts veröffentlicht. Es ist 1 Datei, {0}.',
  'Nothing of this name is published yet. It has {0} files, {1}.':
    'Unter diesem Namen ist noch nichts veröffentlicht. Es sind {0} Dateien, {1}.',
  '1 file, {0}; {1}, the newest one, has 1 file, {2}.': '1 Datei, {0}; {1}, die neueste, hat 1 Datei, {2}.',
  '1 file, {0}; {1}, the newest one, has {2} files, {3}.':
    '1 Datei, {0}; {1}, die neueste, hat {2} Dateien, {3}.',
  '{0} files, {1}; {2}, the newest one, has 1 file, {3}.':
    '{0} Dateien, {1}; {2}, die neueste, hat 1 Datei, {3}.',
  '{0} files, {1}; {2}, the newest one, has {3} files, {4}.':
    '{0} Dateien, {1}; {2}, die neueste, hat {3} Dateien, {4}.',
  '1 file, {0}; the newest one is {1}.': '1 Datei, {0}; die neueste ist {1}.',
  '{0} files, {1}; the newest one is {2}.': '{0} Dateien, {1}; die neueste ist {2}.',
  'Nothing of this name is published yet.': 'Unter diesem Namen ist noch nichts veröffentlicht.',
  'The newest one is {0}. The files were not looked at.':
    'Die neueste ist {0}. Die Dateien wurden nicht angesehen.',

  // What a registry serves, whom it knows, and when it asks
  'all packages': 'alle Pakete',
  'all packages, {0}': 'alle Pakete, {0}',
  'an npm token (granular, or of a login), in {0}': 'einem npm-Token (granular oder einer Anmeldung), in {0}',
  'a classic token; npmjs.com revoked those in December 2025, in {0}':
    'einem klassischen Token (npmjs.com hat diese im Dezember 2025 widerrufen), in {0}',
  'a signed token (JWT), in {0}': 'einem signierten Token (JWT), in {0}',
  'the variable {0}, which is not set, in {1}': 'der Variable {0}, die nicht gesetzt ist, in {1}',
  'a user name and password, in {0}': 'Benutzername und Passwort, in {0}',
  'a token, in {0}': 'einem Token, in {0}',
  'No command asks for a code. (npmjs.com sends one by e-mail.)':
    'Kein Befehl fragt nach einem Code. (npmjs.com schickt einen per E-Mail.)',
  'login, profile and token ask for a code; publish and other changes do not.':
    'login, profile und token fragen nach einem Code; publish und andere Änderungen nicht.',
  'login, profile, token, publish, unpublish, deprecate, dist-tag, owner, access, team, org, trust and stage approve ask for a code.':
    'login, profile, token, publish, unpublish, deprecate, dist-tag, owner, access, team, org, trust und stage approve fragen nach einem Code.',
  'Which commands ask for a code is not known.': 'Welche Befehle nach einem Code fragen, ist nicht bekannt.',
  'The registry does not say whether it asks for codes.': 'Die Registry sagt nicht, ob sie nach Codes fragt.',
  'npm asks in the terminal.': 'npm fragt im Terminal.',
  'npm asks in the browser where the registry offers a page, in the terminal otherwise; `countersign run` has it ask in the terminal.':
    'npm fragt im Browser, wo die Registry eine Seite anbietet, sonst im Terminal; mit `countersign run` fragt es im Terminal.',

  // What a token does, and when it ends
  'skips the second factor; loses direct publishing in January 2027':
    'umgeht den zweiten Faktor; kann ab Januar 2027 nicht mehr direkt veröffentlichen',
  'reads alone': 'liest nur',
  'stages, and does not publish': 'stellt bereit und veröffentlicht nicht',
  publishes: 'veröffentlicht',
  'It has ended.': 'Es ist abgelaufen.',
  'It ends within a day.': 'Es läuft innerhalb eines Tages ab.',
  'It ends in {0} days. Granular tokens last 7 days unless you ask for more, and 90 at most.':
    'Es läuft in {0} Tagen ab. Granulare Token gelten 7 Tage, wenn du nicht mehr verlangst, und höchstens 90.',
};
