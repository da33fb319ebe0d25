# Die Wörter von Countersigns Fenstern. <b>, <kbd> und <code> heben etwas hervor; sonst ist nichts Auszeichnung.

## Namen und Zahlen

unnamed = Konto ohne Namen
no-issuer = Kein Aussteller
duration-seconds = { $seconds } s
duration-minutes = { $minutes }:{ $seconds } min
accounts-count = { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
}
codes-count = { $count ->
    [one] { $count } Code
   *[other] { $count } Codes
}
series = { $others } und { $last }
recipe-by-counter = nach Zähler
recipe-digits = { $digits } Stellen
recipe-period = alle { $period } s
place-top = oben
place-bottom = unten
place-left = links
place-right = rechts
place-middle = in der Mitte

## Das Hauptfenster

add = Hinzufügen
accounts = Konten
search-accounts = Konten durchsuchen
search = Suchen
menu = Menü
lock = Sperren
settings = Einstellungen…
quit = Countersign beenden
import-open = Importieren…
export-open = Exportieren…
backups-open = Sicherungen…
take-back = { $count } Konten zurücknehmen
npm-waiting = npm, { $count ->
    [one] { $count } Version wartet
   *[other] { $count } Versionen warten
}
drop-here = Lege das Bild hier ab, dann wird sein QR-Code gelesen
drop-import = Dateien hier ablegen, um sie zu importieren

## Die Liste

nothing-called = Kein Konto heißt „{ $query }“. <kbd>Esc</kbd> zeigt wieder alle.
copy-code = Code kopieren für { $name }
details-of = Einzelheiten zu { $name }
trouble-of = { $trouble }: { $name }
copied = Kopiert
copy-makes-next = Kopieren erzeugt den nächsten
seconds-left = { $seconds } s
seconds-then = { $seconds } s, dann { $next }
recently-deleted = Kürzlich gelöscht
recently-deleted-count = Kürzlich gelöscht ({ $count })
restorable = Sie können 30 Tage lang wiederhergestellt werden.
restore = Wiederherstellen
restore-name = { $name } wiederherstellen

## Was mit einem Konto ist

trouble-missing = Fehlt im Schlüsselbund
    .explanation = Der Schlüsselbund antwortet, enthält dieses Konto aber nicht mehr. Countersign hat nichts gelöscht und hält ihm den Platz frei. War vorher ein anderer Schlüsselbund in Gebrauch, dann starte diesen und sieh noch einmal nach; sonst füge das Konto aus einer Sicherung neu hinzu.
trouble-adoptable = Im Schlüsselbund gefunden
    .explanation = Der Schlüsselbund enthält dieses Konto, doch es steht nicht in deiner Liste. Behalte es oder lösche es.
trouble-conflict = Doppelt gespeichert
    .explanation = Der Schlüsselbund enthält zwei Einträge für dieses Konto, und sie können verschieden sein. Es gibt keinen Code, bis einer davon im Programm deines Schlüsselbunds entfernt wurde.
trouble-changed = Von einem anderen Programm geändert
    .explanation = Sein Eintrag im Schlüsselbund ist nicht der, den Countersign geschrieben hat. Es gibt keinen Code, bevor du sagst, dass die Änderung von dir ist.
trouble-unreadable = Nicht lesbar
    .explanation = Sein Eintrag ist da, aber beschädigt oder von einem neueren Countersign geschrieben. Er bleibt, wie er ist. Aktualisiere Countersign oder füge das Konto aus einer Sicherung neu hinzu.
trouble-no-pin = PIN fehlt
    .explanation = Seine Codes entstehen aus seinem Geheimnis und einer PIN. Es gibt keine, bevor du unten die PIN eingibst.
look-again = Noch einmal nachsehen
keep-it = Behalten
use-as-is = So verwenden, wie es ist

## Im Vorbeigehen gesagt

code-copied = Code für { $name } kopiert
next-code-copied = Nächster Code für { $name } kopiert
ends-soon = Er endet in { $seconds } s. Umschalt und Eingabe kopieren den nächsten.
clipboard-cleared = Die Zwischenablage wird in { $seconds } s geleert.
recovery-copied = Ein Wiederherstellungscode von { $name } kopiert
sheet-discarded = Wiederherstellungscodes verworfen
sheet-restored = Wiederherstellungscodes wiederhergestellt
note-copied = Notiz von { $name } kopiert
pin-set = { $name } erzeugt jetzt Codes
counter-set = Der nächste Code von { $name } ist der zum Zähler { $counter }
undo = Rückgängig
taken-back = { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
} zurückgenommen
added = { $name } hinzugefügt
added-count = { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
} hinzugefügt
deleted = { $name } gelöscht
restorable-one = Es kann 30 Tage lang wiederhergestellt werden.
restored = { $name } wiederhergestellt
confirmed = { $name } gehört wieder dir
stopped = Angehalten
    .hint = Für den nächsten Code braucht es wieder deine Freigabe.

## Läufe

approved-runs = Freigegebene Läufe
run-given = { $count ->
    [one] { $count } Code
   *[other] { $count } Codes
} gegeben, endet in { $duration }
run-more = { $names } und { $count } weitere
stop = Anhalten
stop-run = { $sentence } anhalten

## Ein Konto

made-so = Seine Codes: { $recipe }.
noted = Es hat eine Notiz, die so geheim sein kann wie seine Codes und hier nicht gezeigt wird.
copy-note = Notiz kopieren
issuer = Aussteller
account = Konto
registry = Registry, der es antwortet
    .placeholder = wird beim nächsten Gebrauch gefragt
    .note = Nur Anfragen dieser Registry bekommen seine Codes. Ändere sie nur, wenn du zu einer anderen umgezogen bist.
save = Speichern
pin = PIN
new-pin = Neue PIN
keep-pin = PIN behalten
counter-refused = Werden seine Codes abgelehnt?
    .explanation = Kopiere ein- oder zweimal den nächsten: Dienste sehen voraus. Hilft das nicht, dann gib den Zähler an, bei dem der Dienst steht.
counter-next = Zähler des nächsten Codes
move-on = Vorrücken
delete-open = Dieses Konto löschen…
delete-npm = <b>npm lässt dich es nicht wieder hinzufügen.</b> npmjs.com nimmt seit Oktober 2025 keine neuen Authenticator-Anmeldungen mehr an. Ist dieses Konto weg, können Codes für { $account } nie wieder erzeugt werden. Halte vorher einen Sicherheitsschlüssel oder Wiederherstellungscodes bereit.
delete-other = <b>Codes für { $name } können dann nicht mehr erzeugt werden.</b> Schalte zuerst beim Aussteller den zweiten Faktor ab, sonst sperrst du dich womöglich aus.
delete-kept = Countersign hebt es 30 Tage lang auf, falls du es zurückhaben willst.
delete-name = { $name } löschen
this-account = dieses Konto

## Wiederherstellungscodes

recovery = Wiederherstellungscodes
recovery-none = Keine sind hinterlegt. <code>countersign npm recovery NAME --add FILE</code> bringt sie herein.
recovery-left = { $count ->
    [0] Keiner ist übrig.
    [one] { $count } Code ist übrig.
   *[other] { $count } Codes sind übrig.
} Jeder gilt einmal, anstelle eines Codes.
recovery-print = Um alle zu drucken: <code>countersign npm recovery --sheet FILE</code>
sheet-name = die Codes von { $name }
sheet-kept = Hinterlegt am { $date }:{" "}
sheet-left = { $left } von { $total } übrig
discard = Verwerfen
discard-name = { $name } verwerfen
copy-one = Einen kopieren…
recovery-counts = Er gilt von jetzt an als verbraucht.
recovery-freezes = Auf npmjs.com werden damit auch Konten viel genutzter Pakete eingefroren: 72 Stunden lang kann man sie lesen, aber nicht ändern.
copy-recovery = Einen Wiederherstellungscode kopieren

## Hinzufügen

add-title = Konten hinzufügen
scan-screen = Bildschirm scannen
paste = Einfügen
choose-pictures = Bilder wählen
pictures-of-codes = Bilder von QR-Codes
looking-nth = { $what } ({ $nth } von { $of })
cancel-search = Suche abbrechen
adding-ways = Alle Bildschirme werden abgesucht, dieses Fenster tritt beiseite. Oder lege Bilder hier ab, oder füge mit <kbd>Strg</kbd> <kbd>V</kbd> ein: Bilder, Links, Geheimnisse, den Text eines Terminals.
link-or-text = Link oder Text
read = Lesen
by-hand = Von Hand eintippen
secret = Geheimnis
    .placeholder = der Schlüssel, der neben dem QR-Code steht
your-user-name = dein Benutzername
advanced = Erweitert
algorithm = Algorithmus
digits = Stellen
period = Zeitschritt in Sekunden
continue = Weiter
looking-at-monitors = Alle Bildschirme werden angesehen…
looking-at = { $name } wird angesehen…
looking-at-copied = Was du kopiert hast, wird angesehen…
looking-at-dropped = Was abgelegt wurde, wird angesehen…
reading-text = Der Text wird gelesen…
keeping = Wird aufbewahrt…
found-on = Auf { $name }
found-in = In { $name }
found-accounts = { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
} gefunden.
found-nothing-new = Nichts Neues gefunden.
found-no-account = Kein Konto gefunden.
found = Gefunden
cancel = Abbrechen
keep = Behalten
keep-count = { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
} behalten
keep-name = { $name } behalten
parts-missing = { $count ->
    [one] <b>Teil { $missing } von { $parts } fehlt.</b>
   *[other] <b>Die Teile { $missing } von { $parts } fehlen.</b>
} Der Export wurde in { $parts } Codes zerlegt. Zeige den nächsten und scanne ihn oder füge ihn hier hinzu; was gefunden wurde, bleibt.
standing-new = Neu
standing-duplicate = Hast du schon
standing-conflict = Gleicher Name, anderes Geheimnis
keeping-second = Behältst du es, steht danach ein zweites Konto neben dem ersten.
nameless = <b>Ein Geheimnis ohne Namen wurde gefunden.</b> Sag, wofür es ist.
its-issuer = Sein Aussteller
its-account = Sein Konto
name-it = Benennen
found-page = Ein Link zu einer Seite
found-other = Ein anderer Code
nothing-to-keep = Nichts zu behalten
found-page-note = Er meldet im Browser an oder öffnet dort etwas. Ein Geheimnis für Codes enthält er nicht.
found-hidden-note = Was darin steht, wird nicht gezeigt, denn es kann geheim sein.
found-other-note = Er richtet keinen Authenticator ein.

## Dateien anderer Programme

import = Importieren
import-what = Wähle den Export oder die Sicherung eines anderen Authenticators, den Export eines Passwortmanagers oder Bilder seiner QR-Codes, oder ziehe sie hierher. Verschlüsselte Dateien sind recht; du wirst nach ihrem Passwort gefragt. Nichts wird aufbewahrt, bevor du es sagst.
choose-files = Dateien wählen
choose-more-files = Weitere Dateien wählen
files = Dateien
reading = Wird gelesen…
locked-with-password = Mit einem Passwort verschlossen
format-holds = { $format }: { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
}
format-holds-less = { $format }: { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
}, { $refused } nicht gelesen
password-of = Passwort von { $name }
open = Öffnen
not-read = Nicht gelesen
not-read-count = { $count ->
    [one] { $count } Eintrag konnte
   *[other] { $count } Einträge konnten
} nicht gelesen werden
and-more = und { $count } weitere
entries = Einträge
chosen-of = { $chosen } von { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
} gewählt
show-more = Mehr zeigen ({ $count } nicht gezeigt)
import-count = { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
} importieren
import-name = { $name } importieren
entry-groups = In { $groups }.
entry-quarantine = Es wird aufbewahrt, erzeugt aber noch keine Codes: { $reason }.
entry-conflict = Importierst du es, steht danach ein zweites Konto neben dem ersten.
importing = Import läuft
stored-of = { $done } von { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
} gespeichert.
accounts-stored = Gespeicherte Konten
imported = { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
} importiert
    .left = { $left ->
    [one] { $left } Eintrag konnte
   *[other] { $left } Einträge konnten
} nicht gelesen werden.

## Konten herausnehmen

export = Exportieren
export-what = Alle Konten kommen mit ihren Geheimnissen in eine Datei: Wer sie öffnen kann, hat deine Codes.
format = Format
export-loses = Dieses Format fasst nicht alles:
not-held = Fehlt darin
lock-the-file = Die Datei mit einem Passwort verschließen
export-plain = <b>Nichts schützt diese Datei.</b> Wer sie hat, kann deine Codes erzeugen, solange es die Konten gibt.
export-plain-sure = Exportiere nur so, wenn du genau das willst, und lösche die Datei nach Gebrauch.
writing = Wird geschrieben…
export-without-lock = Unverschlossen exportieren
exported = Konten exportiert
    .hint = Sie stehen in { $name }.
password = Passwort
password-again = Passwort noch einmal
passphrase = Passphrase
passphrase-again = Passphrase noch einmal
differ = Die beiden sind noch nicht gleich.

## Sicherungen

backups = Sicherungen
backups-what = An jedem Tag, an dem sich deine Konten geändert haben, wird eine verschlüsselte Datei mit allen in einen Ordner deiner Wahl geschrieben, am besten auf einem anderen Datenträger. Die zehn neuesten bleiben. Sie öffnen sich mit einer Passphrase, die nur du kennst: <b>Ohne sie kann niemand sie öffnen, auch Countersign nicht.</b>
choose-folder = Ordner wählen
none-chosen = Noch keiner gewählt
shortest = Mindestens { $count } Zeichen. Vier zufällige Wörter sind stark und leicht zu tippen.
writing-first = Die erste wird geschrieben…
begin-backups = Sicherungen beginnen
none-yet = noch keine
folder = Ordner
last-written = Zuletzt geschrieben
passphrase-of-backups = Passphrase der Sicherungen
check-newest = Neueste prüfen
backup-opens = { $file } öffnet sich, mit { $count ->
    [one] { $count } Konto
   *[other] { $count } Konten
} darin.
end-backups = Sicherungen beenden
back-up-now = Jetzt sichern

## Der Speicher

opening = Deine Konten werden geöffnet…
waiting = Dein Schlüsselbund wartet auf dich
    .what = { $provider } bittet dich in einem eigenen Fenster, ihn zu entsperren. Antworte dort; gleich danach erscheinen hier deine Codes. Siehst du es nicht, dann sieh hinter diesem Fenster nach.
the-system = Das System
the-keychain = dem Schlüsselbund
first-account = Füge dein erstes Konto hinzu
    .what = Hole den QR-Code auf deinen Bildschirm und scanne ihn, lege ein Bild davon irgendwo in diesem Fenster ab, füge eines mit <kbd>Strg</kbd> <kbd>V</kbd> ein oder wähle einen anderen Weg.
    .terminal = In einem Terminal tut <code>countersign add --screen</code> dasselbe.
add-an-account = Konto hinzufügen
import-from-another = Aus einer anderen App importieren
locked = Gesperrt
    .what = Deine Geheimnisse sind nicht im Speicher. Beim Entsperren werden sie wieder aus { $provider } gelesen.
unlock = Entsperren
no-keychain = Kein Schlüsselbund antwortet
    .what = Countersign bewahrt deine Geheimnisse im Schlüsselbund des Systems auf (GNOME Keyring, KWallet, KeePassXC), und hier läuft keiner. <b>Nichts wurde gespeichert, und nichts ging verloren.</b>
use-keychain = Einen Schlüsselbund verwenden
    .what = Starte oder installiere einen und lass Countersign dann noch einmal nachsehen. Damit lebt es sich leichter.
try-again = Noch einmal versuchen
use-sealed-file = Eine versiegelte Datei verwenden
    .what = Eine verschlüsselte Datei auf diesem Rechner, die eine Passphrase öffnet, die du bei jedem Start von Countersign eintippst. Niemand kann sie wiederbeschaffen: <b>Ohne die Passphrase sind die Konten verloren.</b>
sealing = Wird versiegelt…
create-sealed-file = Versiegelte Datei anlegen
strength-hint = Vier oder mehr zufällige Wörter sind stark und leicht zu tippen.
strength-short = Zu kurz: mindestens { $count } Zeichen.
strength-fair = Mäßig. Eine längere hält länger stand.
strength-good = Gut.
strength-strong = Stark.
close = Schließen

## Das Fenster für Freigaben

approval-request = Bitte um Freigabe
nothing-waits = Nichts wartet auf dich.
to-answer = { $duration } zum Antworten
gives-names = Es bekommt die Namen aller deiner Konten. Keinen Code, kein Geheimnis.
gives-recovery = Es bekommt einen Wiederherstellungscode; er gilt einmal und anstelle deines Authenticators.
gives-sheet = Die Datei bekommt alle Wiederherstellungscodes dieses Kontos im Klartext.
gives-page = Das Programm bekommt nichts. Fragt die Seite nach einem Code, dann kopiere einen: Er geht allein in die Zwischenablage.
gives-keep = Sie werden neben dem Konto aufbewahrt, im selben Speicher. Nichts geht hinaus.
same-words = Wo du gefragt hast, stehen dieselben zwei Wörter. Wenn nicht, lehne ab.
same-words-page = Wo du gefragt hast, stehen dieselben zwei Wörter. Wenn nicht, verwirf sie.
page-in-browser = Seite im Browser
verified = Vom System geprüft
claimed = Von der Anfrage behauptet
further-more = ← { $count } weitere
asked-new = neu
asked-duplicate = schon da
asked-conflict = gleicher Name da
accounts-to-add = Konten zum Hinzufügen
choose-account = Wähle das Konto, das antwortet
binds = Von nun an antwortet dieses Konto nur noch <b>{ $registry }</b> und keiner anderen.
asking-registry = der Registry, die fragt
approved-next = Freigegeben. Der Code geht in { $duration } hinaus, wenn der nächste beginnt.
approved-working = Freigegeben. Unterwegs…
deny = Ablehnen
dismiss = Verwerfen
approve-run = Für diesen Lauf freigeben
approve = Freigeben
copy-code-here = Code kopieren
open-in-browser = Im Browser öffnen

## npm

asking-npm = npm wird gefragt…
ask-again = Noch einmal fragen
waiting-versions = Wartet auf Veröffentlichung
waiting-versions-count = Wartet auf Veröffentlichung ({ $count })
no-versions = Nichts wartet. Was du mit <code>npm stage publish</code> veröffentlichst, erscheint zuerst hier.
staged-versions = Wartende Versionen
staged-by = Tag { $tag }, bereitgestellt am { $date } von { $user }
fold = Zuklappen
fold-name = { $name } zuklappen
look-inside = Hineinsehen
look-into-name = In { $name } hineinsehen
fetching-both = Beide Versionen werden geholt…
files-count = { $count ->
    [one] { $count } Datei
   *[other] { $count } Dateien
}
what-to-know = Was du wissen solltest
like-secrets = sieht nach Geheimnissen aus
file-new = neu
file-changed = geändert
file-removed = entfernt
npm-busy = npm ist beschäftigt.
reject = Zurückweisen…
reject-name = { $name } endgültig zurückweisen
publish = Veröffentlichen
publish-name = { $name } veröffentlichen
published = { $name } veröffentlicht
rejected = { $name } zurückgewiesen
compare-words = npm fragt nach einem Code. Vergleiche „{ $words }“ und antworte im Fenster für Freigaben.
you = Du
second-factor = Zweiter Faktor
where-it-asks = Wo gefragt wird
clock = Uhr
you-with = { $user }, mit { $login }
not-recognised = Nicht erkannt, mit { $login }
not-logged-in = Nicht angemeldet
no-time = Die Registry nennt keine Zeit.
not-reached = Die Registry war nicht erreichbar.
clock-agrees = Stimmt überein.
clock-ahead = Dieser Rechner geht { $seconds } s vor; das vertragen die Codes.
clock-behind = Dieser Rechner geht { $seconds } s nach; das vertragen die Codes.
clock-too-far-ahead = Dieser Rechner geht { $seconds } s vor: Codes werden abgelehnt. Lass seine Uhr vom Netz stellen.
clock-too-far-behind = Dieser Rechner geht { $seconds } s nach: Codes werden abgelehnt. Lass seine Uhr vom Netz stellen.
tokens = Tokens
in-use = in Gebrauch
certain-addresses = nur von bestimmten Adressen
end-untold = sein Ende wird nicht genannt
ended = abgelaufen
ends-in-days = endet in { $count ->
    [one] { $count } Tag
   *[other] { $count } Tagen
}
went-wrong = Was ging schief?
    .paste = Füge den Fehler von npm, pnpm, Yarn oder bun ein
explain = Erklären

## Was der Seite selbst nicht gelang

failed = Das ging nicht. Nichts wurde geändert.
    .hint = Versuche es noch einmal; hilft das nicht, dann beende Countersign und öffne es neu.
picture-too-large = Es ist größer als 64 MB und wurde nicht gelesen.
    .hint = Schneide das Bild auf den Teil mit dem QR-Code zu.
unreadable-file = Es lässt sich nicht lesen.
    .hint = Ist es ein Ordner, dann lege stattdessen die Bilder darin ab.

## Wie die Liste gezeigt wird

sort = Ordnung
sort-manual = Von Hand
sort-name = Nach Namen
sort-use = Nach Gebrauch
view = Ansicht
view-grouped = In Gruppen
view-compact = Kompakt
view-hide = Codes nur unter Zeiger oder Fokus zeigen
pinned = Angeheftet
in-no-group = In keiner Gruppe
not-movable = Zeilen lassen sich nur dort verschieben, wo die Liste von Hand geordnet ist
    .hint = Wähle das im Menü, ohne Gruppen, und leere die Suche.
moved = { $name } ist jetzt { $place } von { $of }
pinned-now = { $name } steht jetzt vorne
unpinned = { $name } ist nicht mehr angeheftet
groups = Gruppen
    .placeholder = Arbeit, Registries
    .note = Trenne mehrere mit Kommas. In der Liste steht das Konto in der ersten.
pin-it = An den Anfang der Liste heften
copy-next-code = Den nächsten Code kopieren

## Doppeltes

duplicates-open = Doppelte…
duplicates = Doppelte Konten
duplicates-none = Kein Konto ist doppelt da.
duplicates-what = Diese sind vielleicht doppelt da. Sieh dir jedes an, bevor du eines löschst; hier wird nichts gelöscht.
duplicates-codes = Sie erzeugen dieselben Codes.
duplicates-name = Sie heißen gleich und erzeugen verschiedene Codes.

## Die Übersicht der Tastenkürzel

keys = Tastenkürzel
keys-find = Suchen
keys-copy = Code kopieren
keys-copy-next = Nächsten Code kopieren
keys-move = Durch die Konten gehen
keys-page = Mehrere Konten auf einmal
keys-first-last = Erstes und letztes Konto
keys-order = Das Konto selbst verschieben
keys-pin = Konto anheften oder lösen
keys-add = Konten hinzufügen
keys-paste = Lesen, was du kopiert hast
keys-close = Schließen oder die Suche leeren
keys-palette = Die Palette, von überall
keys-this = Diese Übersicht
key-Ctrl = Strg
key-Shift = Umschalt
key-Enter = Eingabe
key-Home = Pos1
key-End = Ende
key-PageUp = Bild ↑
key-PageDown = Bild ↓

## Die Angaben zu einer Anfrage

fact-page = Seite
fact-registry = Registry
fact-package = Paket
fact-scope = Scope
fact-version = Version
fact-packages-of-the-run = Pakete des Laufs
fact-command = Befehl
fact-script = Skript
fact-folder = Ordner
fact-git = Git
fact-client = Client
fact-warning = Warnung
fact-contents = Inhalt
fact-file = Datei
fact-left-out = Ausgelassen
fact-user = Benutzer
fact-process = Prozess
fact-program = Programm
fact-started-by = Gestartet von
fact-terminal = Terminal
fact-process-names = Prozessnamen

## Settings

settings-title = Einstellungen
looks = Aussehen
theme = Farben
language = Sprache
density = Dichte
locking = Sperren
lock-idle = Wenn niemand Countersign benutzt hat seit
never = Nie
lock-screen = Wenn der Bildschirm gesperrt wird
lock-suspend = Wenn der Rechner in Bereitschaft geht
lock-now = Jetzt sperren
clipboard = Zwischenablage
clipboard-after = Einen kopierten Code aus der Zwischenablage nehmen nach
clipboard-unlisted = Verläufe der Zwischenablage bitten, Codes auszulassen
tray = Systemleiste
tray-shown = Ein Symbol in der Systemleiste zeigen
tray-codes = Codes in dessen Menü zeigen
tray-warning = Jedes Programm deiner Sitzung kann das Menü lesen, und die Codes darin.
tray-missing = Nichts auf diesem Desktop zeigt eine Systemleiste. Countersign ist in seinem Fenster, der Palette und im Terminal.
tray-absent = Keine Systemleiste zeigt Countersign hier. Es arbeitet weiter, wenn sein Fenster geschlossen ist: Öffne es wieder aus deinen Anwendungen, mit seinen Tasten oder mit <code>countersign open</code>.
tray-absent-known = Verstanden
shortcut = Tastenkürzel
shortcut-keys = Tasten, die die Palette von überall öffnen
shortcut-none = Keine
shortcut-change = Ändern
shortcut-press = Drücke die Tasten…
shortcut-off = Ausschalten
shortcut-wayland = Ein Wayland-Desktop hält vielleicht keine Tasten für Programme. Lass ihn dies für Tasten deiner Wahl ausführen:
start = Start
autostart = Mit der Sitzung starten, ohne Fenster
leaves-after = Den Speicher geschlossener Fenster freigeben nach
store = Wo meine Geheimnisse sind
store-sealed = In einer Datei, die mit deiner Passphrase versiegelt ist. Ohne sie kann niemand die Datei öffnen.
store-readers = Wer sie lesen kann
store-keychain-who = Unter Linux und Windows jedes Programm, das du startest, solange der Schlüsselbund offen ist; macOS fragt dich vorher. Wer den Datenträger mitnimmt, braucht das Passwort des Schlüsselbunds; einer ohne Passwort schützt davor nicht. Andere Benutzer dieses Computers können es nicht, seine Verwalter schon.
store-sealed-who = Wer die Datei und ihre Passphrase hat, und sonst niemand.
store-memory-who = Solange Countersign entsperrt ist, sind sie auch im Speicher seines Agenten, in den unter Linux kein anderes deiner Programme sehen darf; beim Sperren verschwinden sie daraus. Dieses Fenster bekommt Codes, keine Geheimnisse: Was du scannst oder tippst, geht einmal durch es hindurch.
store-nowhere = Noch nirgends: Kein Speicher ist offen.
store-seal = In eine versiegelte Datei verschieben…
store-seal-what = Alles wird mit einer Passphrase in einer eigenen Datei versiegelt, zurückgelesen und dann aus dem Schlüsselbund entfernt. Ohne die Passphrase kann niemand die Datei öffnen, auch du nicht.
store-unseal = In den Schlüsselbund verschieben…
store-unseal-what = Alles wird in den Schlüsselbund des Systems geschrieben und zurückgelesen. Dann werden die versiegelte Datei und ihre Kopien entfernt.
store-move = Alles verschieben
store-moving = Es geht voran…
store-moved = Alles wurde verschoben.
passphrase-change = Passphrase ändern…
passphrase-change-what = Kopien der Datei aus früheren Tagen öffnen sich weiter mit der bisherigen Passphrase.
passphrase-before = Bisherige Passphrase
passphrase-change-now = Ändern
passphrase-changed = Die Passphrase wurde geändert.
backups-none = Es gibt noch keine.
registries = Registrys
registries-bound = Ein Konto antwortet der Registry, an die es gebunden ist, und keiner anderen. Das wird in seinen Details geändert.
registries-unbound = Noch ist kein Konto an eine Registry gebunden. Du wählst beim ersten Gebrauch.
decisions-use = Worum Programme baten und was daraus wurde: die letzten 500 Anfragen.
decisions-show = Entscheidungen zeigen
shell = Shell
shell-use = Diese Zeile in der Datei deiner Shell führt npm, pnpm, Yarn und bun durch Countersign:
clock-right = Codes entstehen nach der Uhr dieses Rechners.
clock-not-asked = Die npm-Seite fragt die Registrys nach der Zeit, wenn du sie öffnest.
clock-reset = Die Uhr nehmen, wie sie ist
theme-system = Wie das System
theme-light = Hell
theme-dark = Dunkel
theme-high-contrast = Hoher Kontrast
language-system = Wie das System
density-comfortable = Bequem
density-compact = Eng
store-keychain = Im Schlüsselbund des Systems ({ $provider }): Jedes Konto ist ein Eintrag für sich, den das System verschlüsselt und bei deiner Anmeldung öffnet.
backups-in = Sie werden nach { $folder } geschrieben.
clock-offset = Codes entstehen { $seconds } s neben der Uhr.
clock-agrees-with = Sie stimmt mit { $url } überein.
clock-ahead-of = Sie geht { $seconds } s vor gegenüber { $url }.
clock-behind-of = Sie geht { $seconds } s nach gegenüber { $url }.
clock-follow = Codes nach der Uhr von { $url } machen
minutes = { $count ->
    [one] 1 Minute
    [60] 1 Stunde
    [240] 4 Stunden
   *[other] { $count } Minuten
}
seconds = { $count ->
    [one] 1 Sekunde
   *[other] { $count } Sekunden
}

## Die Palette

palette-title = Einen Code kopieren
palette-box = Konto, dessen Code kopiert wird
palette-type = Tippe, wie es heißt
palette-none = Nichts heißt so.
palette-empty = Es gibt noch keine Konten. Die Eingabetaste öffnet Countersign.
palette-closed = Countersign ist gesperrt. Die Eingabetaste öffnet es.
palette-keys = Eingabe kopiert · Umschalt und Eingabe kopieren den nächsten Code · Esc schließt

## Entscheidungen

about = Über Countersign
about-version = Version
about-commit = Commit
about-system = System
about-licence = Countersign ist freie Software: Nutze es nach Wahl unter der MIT-Lizenz oder unter der Apache-Lizenz 2.0.
about-marks = Die Zeichen der Aussteller stammen von Simple Icons (CC0 1.0). Sie gehören ihren Inhabern, die mit Countersign nichts zu tun haben.
licences = Lizenzen
licences-show = Lizenzen dessen, was eingebaut ist
licences-what = { $count ->
    [one] { $count } Paket anderer ist Teil von Countersign.
   *[other] { $count } Pakete anderer sind Teil von Countersign.
}
decisions = Entscheidungen
decisions-search = Entscheidungen durchsuchen
decisions-list = Entscheidungen, die neueste zuerst
decisions-none = Noch wurde nichts gefragt.
decisions-not-found = Keine Entscheidung ist so.
decisions-export = Entscheidungen exportieren…
decisions-written = Nach { $name } geschrieben.
outcome-approved = Genehmigt
outcome-approved-for-run = Für den Lauf genehmigt
outcome-refused = Abgelehnt
outcome-expired = Nicht beantwortet
outcome-withdrawn = Zurückgezogen
done = Fertig
