/** What requests say, by the sentence that the agent says it with; `{0}` and so on stand for names and numbers. */
export const asked: Record<string, string> = {
  // What is asked
  'One code for {0}': 'Ein Code für {0}',
  'The names of all accounts, without codes': 'Die Namen aller Konten, ohne Codes',
  'Add an account': 'Ein Konto hinzufügen',
  'Add {0} accounts': '{0} Konten hinzufügen',
  'Keep the account that is being enrolled': 'Das Konto behalten, das gerade eingerichtet wird',
  'Import {0} account from {1}': '{0} Konto aus {1} importieren',
  'Import {0} accounts from {1}': '{0} Konten aus {1} importieren',
  'Export all accounts as {0}': 'Alle Konten exportieren als {0}',
  'Once more: export all accounts as {0}, not locked':
    'Noch einmal: alle Konten exportieren als {0}, ohne Schutz',
  'One recovery code of {0}': 'Ein Wiederherstellungscode von {0}',
  'All recovery codes of {0}, in a file to be printed':
    'Alle Wiederherstellungscodes von {0}, in einer Datei zum Drucken',
  'Keep 1 recovery code of {0}': '1 Wiederherstellungscode von {0} behalten',
  'Keep {0} recovery codes of {1}': '{0} Wiederherstellungscodes von {1} behalten',
  '{0}, in the browser': '{0}, im Browser',

  // What is to be known of it
  'A lifecycle script asks ({0}).': 'Ein Lebenszyklus-Skript fragt ({0}).',
  'A lifecycle script asks ({0}). Scripts of packages have no need of codes.':
    'Ein Lebenszyklus-Skript fragt ({0}). Skripte von Paketen brauchen keine Codes.',
  "The package's name has letters from outside ASCII, which can pass for others.":
    'Der Name des Pakets hat Buchstaben außerhalb von ASCII, die für andere gehalten werden können.',
  'The request does not say which registry it is for.':
    'Die Anfrage sagt nicht, für welche Registry sie ist.',
  "The registry's name has letters from outside ASCII, which can pass for others.":
    'Der Name der Registry hat Buchstaben außerhalb von ASCII, die für andere gehalten werden können.',
  'The registry is reached without encryption: the code can be read on its way.':
    'Die Registry wird ohne Verschlüsselung erreicht: Der Code kann unterwegs gelesen werden.',
  'The registry is reached without encryption: the secret could be read on its way.':
    'Die Registry wird ohne Verschlüsselung erreicht: Das Geheimnis konnte unterwegs gelesen werden.',
  'The page is reached without encryption: what you enter there can be read.':
    'Die Seite wird ohne Verschlüsselung erreicht: Was du dort eingibst, kann gelesen werden.',
  'The page is at {0}, and the registry at {1}. Open it only if you know that they belong together.':
    'Die Seite liegt bei {0} und die Registry bei {1}. Öffne sie nur, wenn du weißt, dass beide zusammengehören.',
  "Nothing says that the page at {0} is the registry's. Open it only if you know it.":
    'Nichts sagt, dass die Seite bei {0} die der Registry ist. Öffne sie nur, wenn du sie kennst.',
  'No account may answer {0}. Bind one to it in the main window first.':
    'Kein Konto darf {0} antworten. Binde zuerst im Hauptfenster eines daran.',
  'No account has answered {0} before. Check that it is the registry you mean.':
    'Noch kein Konto hat {0} geantwortet. Prüfe, ob es die Registry ist, die du meinst.',
  'An account of this name is kept already. It stays as it is; the new one stands beside it.':
    'Ein Konto dieses Namens gibt es schon. Es bleibt, wie es ist; das neue steht daneben.',
  'The file will not be locked: whoever has it has every one of your accounts. You will be asked once more.':
    'Die Datei wird nicht geschützt: Wer sie hat, hat jedes deiner Konten. Du wirst noch einmal gefragt.',
  'Whoever has this file can make your codes, for as long as the accounts exist. Nothing protects it.':
    'Wer diese Datei hat, kann deine Codes erzeugen, solange es die Konten gibt. Nichts schützt sie.',
  'If the file exists, it is replaced.': 'Gibt es die Datei schon, wird sie ersetzt.',
  'It is the last one that is left.': 'Es ist der letzte, der übrig ist.',
  '{0} are left. It counts as used from now on.': '{0} sind übrig. Dieser gilt von nun an als benutzt.',
  'Whoever reads the file can use the codes. Print it, then delete it.':
    'Wer die Datei liest, kann die Codes benutzen. Drucke sie, dann lösche sie.',
  '{0} recovery codes are kept already, and stay. If new ones were made, discard the old ones in the main window.':
    '{0} Wiederherstellungscodes gibt es schon, und sie bleiben. Wurden neue gemacht, verwirf die alten im Hauptfenster.',
};
