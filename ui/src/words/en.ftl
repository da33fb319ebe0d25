# The words of Countersign's windows. <b>, <kbd> and <code> mark what stands out; nothing else is markup.

## Names and numbers

unnamed = Unnamed account
no-issuer = No issuer
duration-seconds = { $seconds } s
duration-minutes = { $minutes }:{ $seconds } min
accounts-count = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}
codes-count = { $count ->
    [one] { $count } code
   *[other] { $count } codes
}
series = { $others } and { $last }
recipe-by-counter = by counter
recipe-digits = { $digits } digits
recipe-period = every { $period } s
place-top = top
place-bottom = bottom
place-left = left
place-right = right
place-middle = in the middle

## The main window

add = Add
accounts = Accounts
search-accounts = Search accounts
search = Search
menu = Menu
lock = Lock
settings = Settings…
quit = Quit Countersign
import-open = Import…
export-open = Export…
backups-open = Backups…
take-back = Take { $count } accounts back
npm-waiting = npm, { $count ->
    [one] { $count } version
   *[other] { $count } versions
} waiting
drop-here = Drop the picture to read its QR code
drop-import = Drop files to import them

## The list

nothing-called = No account is called “{ $query }”. <kbd>Esc</kbd> shows them all.
copy-code = Copy code for { $name }
details-of = Details of { $name }
trouble-of = { $trouble }: { $name }
copied = Copied
copy-makes-next = Copy makes the next
seconds-left = { $seconds } s
seconds-then = { $seconds } s, then { $next }
recently-deleted = Recently deleted
recently-deleted-count = Recently deleted ({ $count })
restorable = They can be restored for 30 days.
restore = Restore
restore-name = Restore { $name }

## What is the matter with an account

trouble-missing = Missing from the keychain
    .explanation = The keychain answers but no longer holds this account. Countersign deleted nothing and keeps its place. If another keychain was in use before, start that one and look again; otherwise add the account again from a backup.
trouble-adoptable = Found in the keychain
    .explanation = The keychain holds this account, but it is not on your list. Keep it, or delete it.
trouble-conflict = Stored twice
    .explanation = The keychain holds two entries for this account, and they may differ. No code is made until one of them is removed in your keychain program.
trouble-changed = Changed by another program
    .explanation = Its entry in the keychain is not the one Countersign wrote. No code is made before you say that the change was yours.
trouble-unreadable = Cannot be read
    .explanation = Its entry is there, but damaged or written by a newer Countersign. It is left as it is. Update Countersign, or add the account again from a backup.
trouble-no-pin = PIN missing
    .explanation = Its codes are made of its secret and a PIN. It makes none before you type the PIN below.
look-again = Look again
keep-it = Keep it
use-as-is = Use it as it is

## Said in passing

code-copied = Code for { $name } copied
next-code-copied = Next code for { $name } copied
ends-soon = It ends in { $seconds } s. Shift and Enter copy the next one.
clipboard-cleared = The clipboard is cleared in { $seconds } s.
recovery-copied = A recovery code of { $name } copied
sheet-discarded = Recovery codes discarded
sheet-restored = Recovery codes restored
note-copied = Note of { $name } copied
pin-set = { $name } makes codes now
counter-set = The next code of { $name } is that of counter { $counter }
undo = Undo
taken-back = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
} taken back
added = { $name } added
added-count = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
} added
deleted = { $name } deleted
restorable-one = It can be restored for 30 days.
restored = { $name } restored
confirmed = { $name } is yours again
stopped = Stopped
    .hint = Its next code needs your approval again.

## Runs

approved-runs = Approved runs
run-given = { $count ->
    [one] { $count } code
   *[other] { $count } codes
} given, ends in { $duration }
run-more = { $names }, and { $count } more
stop = Stop
stop-run = Stop { $sentence }

## One account

made-so = Its codes: { $recipe }.
noted = It has a note, which may be as secret as its codes and is not shown here.
copy-note = Copy note
issuer = Issuer
account = Account
registry = Registry it answers
    .placeholder = asked at the next use
    .note = Only requests from this registry get its codes. Change it only if you moved to another one.
save = Save
pin = PIN
new-pin = New PIN
keep-pin = Keep PIN
counter-refused = Its codes are refused?
    .explanation = Copy the next one once or twice: services look ahead. If that does not help, give the counter that the service is at.
counter-next = Counter of the next code
move-on = Move on
delete-open = Delete this account…
delete-npm = <b>npm will not let you add it again.</b> npmjs.com takes no new authenticator enrolments since October 2025. Once this is gone, codes for { $account } can never be made again. Have a security key or recovery codes at hand first.
delete-other = <b>Codes for { $name } can no longer be made.</b> Turn off its second factor at the issuer first, or you may lock yourself out.
delete-kept = Countersign keeps it for 30 days, in case you want it back.
delete-name = Delete { $name }
this-account = this account

## Recovery codes

recovery = Recovery codes
recovery-none = None are kept. <code>countersign npm recovery NAME --add FILE</code> brings them in.
recovery-left = { $count ->
    [0] None is left.
    [one] { $count } code left.
   *[other] { $count } codes left.
} Each works once, in place of a code.
recovery-print = To print them all: <code>countersign npm recovery --sheet FILE</code>
sheet-name = the codes of { $name }
sheet-kept = Kept on { $date }:{" "}
sheet-left = { $left } of { $total } left
discard = Discard
discard-name = Discard { $name }
copy-one = Copy one…
recovery-counts = It counts as used from now on.
recovery-freezes = On npmjs.com it also freezes accounts of much-used packages: they can be read and not changed for 72 hours.
copy-recovery = Copy a recovery code

## Adding

add-title = Add accounts
scan-screen = Scan screen
paste = Paste
choose-pictures = Choose pictures
pictures-of-codes = Pictures of QR codes
looking-nth = { $what } ({ $nth } of { $of })
cancel-search = Cancel the search
adding-ways = Every monitor is searched, this window steps aside. Or drop pictures here, or paste with <kbd>Ctrl</kbd> <kbd>V</kbd>: pictures, links, secrets, a terminal’s text.
link-or-text = Link or text
read = Read
by-hand = Type it in by hand
secret = Secret
    .placeholder = the key shown beside the QR code
your-user-name = your user name
advanced = Advanced
algorithm = Algorithm
digits = Digits
period = Period in seconds
continue = Continue
looking-at-monitors = Looking at all monitors…
looking-at = Looking at { $name }…
looking-at-copied = Looking at what you copied…
looking-at-dropped = Looking at what was dropped…
reading-text = Reading the text…
keeping = Keeping…
found-on = On { $name }
found-in = In { $name }
found-accounts = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
} found.
found-nothing-new = Nothing new was found.
found-no-account = No account was found.
found = Found
cancel = Cancel
keep = Keep
keep-count = Keep { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}
keep-name = Keep { $name }
parts-missing = { $count ->
    [one] <b>Part { $missing } of { $parts } is missing.</b>
   *[other] <b>Parts { $missing } of { $parts } are missing.</b>
} The export was cut into { $parts } codes. Show the next one, and scan or add it here; what was found stays.
standing-new = New
standing-duplicate = You have it already
standing-conflict = Same name, other secret
keeping-second = Keeping it adds a second account beside the first.
nameless = <b>A secret without a name was found.</b> Say what it is for.
its-issuer = Its issuer
its-account = Its account
name-it = Name it
found-page = A link to a page
found-other = Another code
nothing-to-keep = Nothing to keep
found-page-note = It logs in with the browser, or opens something there. It holds no secret for codes.
found-hidden-note = What it says is not shown, because it may be a secret.
found-other-note = It sets up no authenticator.

## Files of other programs

import = Import
import-what = Choose the export or backup of another authenticator, a password manager’s export, or pictures of its QR codes, or drop them here. Encrypted files are fine; you are asked for their password. Nothing is kept before you say so.
choose-files = Choose files
choose-more-files = Choose more files
files = Files
reading = Reading…
locked-with-password = Locked with a password
format-holds = { $format }: { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}
format-holds-less = { $format }: { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}, { $refused } not read
password-of = Password of { $name }
open = Open
not-read = Not read
not-read-count = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
} could not be read
and-more = and { $count } more
entries = Entries
chosen-of = { $chosen } of { $count ->
    [one] { $count } account
   *[other] { $count } accounts
} chosen
show-more = Show more ({ $count } not shown)
import-count = Import { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}
import-name = Import { $name }
entry-groups = In { $groups }.
entry-quarantine = It is kept, but makes no codes yet: { $reason }.
entry-conflict = Importing it adds a second account beside the first.
importing = Importing
stored-of = { $done } of { $count ->
    [one] { $count } account
   *[other] { $count } accounts
} stored.
accounts-stored = Accounts stored
imported = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
} imported
    .left = { $left ->
    [one] { $left } entry
   *[other] { $left } entries
} could not be read.

## Taking accounts out

export = Export
export-what = All accounts go into one file, with their secrets: whoever can open it has your codes.
format = Format
export-loses = This format does not hold everything:
not-held = Not held
lock-the-file = Lock the file with a password
export-plain = <b>Nothing protects this file.</b> Whoever has it can make your codes, for as long as the accounts exist.
export-plain-sure = Export it so only if that is what you want, and delete the file after use.
writing = Writing…
export-without-lock = Export without a lock
exported = Accounts exported
    .hint = They are in { $name }.
password = Password
password-again = Password again
passphrase = Passphrase
passphrase-again = Passphrase again
differ = The two are not the same yet.

## Backups

backups = Backups
backups-what = On every day on which your accounts changed, an encrypted file with all of them is written to a folder of your choice, best one on another disk. The ten newest are kept. They open with a passphrase that only you know: <b>without it nobody can open them, not even Countersign.</b>
choose-folder = Choose a folder
none-chosen = None chosen yet
shortest = At least { $count } characters. Four random words are strong and easy to type.
writing-first = Writing the first one…
begin-backups = Begin backups
none-yet = none yet
folder = Folder
last-written = Last written
passphrase-of-backups = Passphrase of the backups
check-newest = Check the newest
backup-opens = { $file } opens, with { $count ->
    [one] { $count } account
   *[other] { $count } accounts
} in it.
end-backups = End backups
back-up-now = Back up now

## The store

opening = Opening your accounts…
waiting = Your keychain is waiting for you
    .what = { $provider } asks you to unlock it in a window of its own. Answer there; your codes appear here right after. If you cannot see it, look behind this window.
the-system = The system
the-keychain = the keychain
first-account = Add your first account
    .what = Have the QR code on your screen and scan it, drop a picture of it anywhere in this window, paste one with <kbd>Ctrl</kbd> <kbd>V</kbd>, or choose another way.
    .terminal = In a terminal: <code>countersign add --screen</code> does the same.
add-an-account = Add an account
import-from-another = Import from another app
locked = Locked
    .what = Your secrets are out of memory. Unlocking reads them from { $provider } again.
unlock = Unlock
no-keychain = No keychain answers
    .what = Countersign keeps your secrets in the system’s keychain (GNOME Keyring, KWallet, KeePassXC), and none is running here. <b>Nothing was stored, and nothing was lost.</b>
use-keychain = Use a keychain
    .what = Start or install one, then let Countersign look again. This is the easier way to live with.
try-again = Try again
use-sealed-file = Use a sealed file
    .what = One encrypted file on this computer, opened with a passphrase that you type each time Countersign starts. Nobody can recover it: <b>without the passphrase the accounts are gone.</b>
sealing = Sealing…
create-sealed-file = Create the sealed file
strength-hint = Four or more random words are strong and easy to type.
strength-short = Too short: at least { $count } characters.
strength-fair = Fair. A longer one holds out longer.
strength-good = Good.
strength-strong = Strong.
close = Close

## The approval window

approval-request = Approval request
nothing-waits = Nothing waits for you.
to-answer = { $duration } to answer
gives-names = It gets the names of all your accounts. No code, no secret.
gives-recovery = It gets one recovery code, which works once and in place of your authenticator.
gives-sheet = The file gets all recovery codes of this account, in clear.
gives-page = The program gets nothing. If the page asks for a code, copy one: it goes to the clipboard alone.
gives-keep = They are kept beside the account, in the same store. Nothing leaves.
same-words = Where you asked, the same two words are shown. If not, deny.
same-words-page = Where you asked, the same two words are shown. If not, dismiss.
page-in-browser = Page in the browser
verified = Verified by the system
claimed = Claimed by the request
further-more = ← { $count } more
asked-new = new
asked-duplicate = kept already
asked-conflict = same name kept
accounts-to-add = Accounts to add
choose-account = Choose the account that answers
binds = From now on this account answers <b>{ $registry }</b> and no other.
asking-registry = the registry that asks
approved-next = Approved. The code goes out in { $duration }, when the next one starts.
approved-working = Approved. On its way…
deny = Deny
dismiss = Dismiss
approve-run = Approve for this run
approve = Approve
copy-code-here = Copy code
open-in-browser = Open in browser

## npm

asking-npm = Asking npm…
ask-again = Ask again
waiting-versions = Waiting to be published
waiting-versions-count = Waiting to be published ({ $count })
no-versions = Nothing waits. What you publish with <code>npm stage publish</code> appears here first.
staged-versions = Staged versions
staged-by = tag { $tag }, staged on { $date } by { $user }
fold = Fold
fold-name = Fold { $name }
look-inside = Look into
look-into-name = Look into { $name }
fetching-both = Fetching both versions…
files-count = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
what-to-know = What to know
like-secrets = looks like secrets
file-new = new
file-changed = changed
file-removed = removed
npm-busy = npm is busy.
reject = Reject…
reject-name = Reject { $name } for good
publish = Publish
publish-name = Publish { $name }
published = { $name } published
rejected = { $name } rejected
compare-words = npm asks for a code. Compare “{ $words }”, and answer in the approval window.
you = You
second-factor = Second factor
where-it-asks = Where it asks
clock = Clock
you-with = { $user }, with { $login }
not-recognised = Not recognised, with { $login }
not-logged-in = Not logged in
no-time = The registry tells no time.
not-reached = The registry was not reached.
clock-agrees = Agrees.
clock-ahead = This computer is { $seconds } s ahead, which codes bear.
clock-behind = This computer is { $seconds } s behind, which codes bear.
clock-too-far-ahead = This computer is { $seconds } s ahead: codes will be refused. Have its clock set by the network.
clock-too-far-behind = This computer is { $seconds } s behind: codes will be refused. Have its clock set by the network.
tokens = Tokens
in-use = in use
certain-addresses = from certain addresses alone
end-untold = its end is not told
ended = ended
ends-in-days = ends in { $count ->
    [one] { $count } day
   *[other] { $count } days
}
went-wrong = What went wrong?
    .paste = Paste the error of npm, pnpm, Yarn or bun
explain = Explain

## What the page itself could not do

failed = That did not work. Nothing was changed.
    .hint = Try again; if it keeps failing, quit and open Countersign once more.
picture-too-large = It is larger than 64 MB, and was not read.
    .hint = Cut the picture to the part with the QR code.
unreadable-file = It cannot be read.
    .hint = If it is a folder, drop the pictures in it instead.

## How the list is shown

sort = Sort
sort-manual = By hand
sort-name = By name
sort-use = By use
view = View
view-grouped = In groups
view-compact = Compact
view-hide = Hide codes until hovered or focused
pinned = Pinned
in-no-group = In no group
not-movable = Rows are moved by hand only where the list is sorted by hand
    .hint = Choose it in the menu, without groups, and empty the search.
moved = { $name } is { $place } of { $of } now
pinned-now = { $name } stands first now
unpinned = { $name } is no longer pinned
groups = Groups
    .placeholder = Work, Registries
    .note = Separate several by commas. In the list the account stands in the first.
pin-it = Pin it to the beginning of the list
copy-next-code = Copy the next code

## Duplicates

duplicates-open = Duplicates…
duplicates = Duplicates
duplicates-none = No account is there twice.
duplicates-what = These may be there twice. Look at each before you delete one; nothing is deleted here.
duplicates-codes = They make the same codes.
duplicates-name = They have the same name and make different codes.

## The sheet of shortcuts

keys = Keyboard shortcuts
keys-find = Search
keys-copy = Copy the code
keys-copy-next = Copy the next code
keys-move = Move along the accounts
keys-page = Several accounts at once
keys-first-last = First and last account
keys-order = Move the account itself
keys-pin = Pin or unpin the account
keys-add = Add accounts
keys-paste = Read what you copied
keys-close = Close, or empty the search
keys-palette = The palette, from anywhere
keys-this = This sheet
key-Ctrl = Ctrl
key-Shift = Shift
key-Enter = Enter
key-Home = Home
key-End = End
key-PageUp = Page Up
key-PageDown = Page Down

## The facts of a request

fact-page = Page
fact-registry = Registry
fact-package = Package
fact-scope = Scope
fact-version = Version
fact-packages-of-the-run = Packages of the run
fact-command = Command
fact-script = Script
fact-folder = Folder
fact-git = Git
fact-client = Client
fact-warning = Warning
fact-contents = Contents
fact-file = File
fact-left-out = Left out
fact-user = User
fact-process = Process
fact-program = Program
fact-started-by = Started by
fact-terminal = Terminal
fact-process-names = Process names

## Settings

settings-title = Settings
looks = Looks
theme = Theme
language = Language
density = Density
locking = Lock
lock-idle = When nobody has used Countersign for
never = Never
lock-screen = When the screen is locked
lock-suspend = When the computer is suspended
lock-now = Lock now
clipboard = Clipboard
clipboard-after = Take a copied code from the clipboard after
clipboard-unlisted = Ask clipboard histories to leave codes out
tray = Tray
tray-shown = Show an icon in the tray
tray-codes = Show codes in its menu
tray-warning = Every program of your session can read the menu, and the codes in it.
tray-missing = Nothing on this desktop shows a tray. Countersign is in its window, the palette and the terminal.
tray-absent = No tray shows Countersign here. It stays at work when its window is closed: open it from your applications again, by its keys, or with <code>countersign open</code>.
tray-absent-known = Understood
shortcut = Shortcut
shortcut-keys = Keys that open the palette from anywhere
shortcut-none = None
shortcut-change = Change
shortcut-press = Press the keys…
shortcut-off = Switch off
shortcut-wayland = A Wayland desktop may hold no keys for programs. Have it run this for keys of your choice:
start = Start
autostart = Start with the session, without a window
leaves-after = Free the memory of closed windows after
store = Where my secrets are
store-sealed = In a file that is sealed with your passphrase. Without the passphrase nobody can open it.
store-readers = Who can read them
store-keychain-who = On Linux and Windows every program that you run can, while the keychain is open; macOS asks you first. Whoever takes the disk needs the password of the keychain; one without a password protects nothing from them. Other users of this computer cannot, its administrators can.
store-sealed-who = Whoever has the file and its passphrase, and nobody else.
store-memory-who = While Countersign is unlocked, they are in the memory of its agent too, where on Linux no other program of yours may look; locking removes them from it. This window is given codes, not secrets: what you scan or type passes through it once.
store-nowhere = Nowhere yet: no store is open.
store-seal = Move them into a sealed file…
store-seal-what = Everything is sealed with a passphrase in a file of its own, read back, and then removed from the keychain. Without the passphrase nobody can open the file, you included.
store-unseal = Move them into the keychain…
store-unseal-what = Everything is written into the system’s keychain and read back. Then the sealed file and its copies are removed.
store-move = Move everything
store-moving = Under way…
store-moved = Everything was moved.
passphrase-change = Change the passphrase…
passphrase-change-what = Copies of the file from earlier days still open with the passphrase from before.
passphrase-before = Passphrase until now
passphrase-change-now = Change it
passphrase-changed = The passphrase was changed.
backups-none = There are none yet.
registries = Registries
registries-bound = An account answers the registry that it is bound to and no other. It is changed in its details.
registries-unbound = No account is bound to a registry yet. You choose at its first use.
decisions-use = What programs asked for and what became of it: the last 500 requests.
decisions-show = Show decisions
shell = Shell
shell-use = This line in your shell’s own file leads npm, pnpm, Yarn and bun through Countersign:
clock-right = Codes are made by this computer’s clock.
clock-not-asked = The npm page asks the registries for the time when you open it.
clock-reset = Use the clock as it is
theme-system = As the system
theme-light = Light
theme-dark = Dark
theme-high-contrast = High contrast
language-system = As the system
density-comfortable = Comfortable
density-compact = Compact
store-keychain = In the system’s keychain ({ $provider }): each account is an item of its own, which the system encrypts and opens when you sign in.
backups-in = They are written to { $folder }.
clock-offset = Codes are made { $seconds } s beside the clock.
clock-agrees-with = It agrees with { $url }.
clock-ahead-of = It is { $seconds } s ahead of { $url }.
clock-behind-of = It is { $seconds } s behind { $url }.
clock-follow = Make codes by the clock of { $url }
minutes = { $count ->
    [one] 1 minute
    [60] 1 hour
    [240] 4 hours
   *[other] { $count } minutes
}
seconds = { $count ->
    [one] 1 second
   *[other] { $count } seconds
}

## The palette

palette-title = Copy a code
palette-box = Account whose code is copied
palette-type = Type what it is called
palette-none = Nothing is called so.
palette-empty = There are no accounts yet. Enter opens Countersign.
palette-closed = Countersign is locked. Enter opens it.
palette-keys = Enter copies · Shift and Enter copy the next code · Esc closes

## Decisions

about = About Countersign
about-version = Version
about-commit = Commit
about-system = System
about-licence = Countersign is free software: use it under the MIT licence or under the Apache licence 2.0, as you choose.
about-marks = The marks of issuers are those of Simple Icons (CC0 1.0). They belong to their owners, who have nothing to do with Countersign.
licences = Licences
licences-show = Licences of what is built in
licences-what = { $count ->
    [one] { $count } package of others is part of Countersign.
   *[other] { $count } packages of others are part of Countersign.
}
decisions = Decisions
decisions-search = Search decisions
decisions-list = Decisions, the newest first
decisions-none = Nothing was asked yet.
decisions-not-found = No decision is like that.
decisions-export = Export decisions…
decisions-written = Written to { $name }.
outcome-approved = Approved
outcome-approved-for-run = Approved for the run
outcome-refused = Denied
outcome-expired = Not answered
outcome-withdrawn = Withdrawn
done = Done
