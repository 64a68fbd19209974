# The command line: help
about = Sixia: what people raise is settled, and everyone can check that it was.
more = To try it out: sixia demo, then open http://127.0.0.1:8311
    To use it: sixia serve, and choose the administrator's password at the link that it prints
    Exit codes: 0 done; 1 the machine failed; 2 the command line makes no sense; 3 what was given has faults, nothing was changed; 4 a check found something wrong
about-serve = Starts the server. The first start in an empty folder makes the database and prints the administrator's one-time link
more-serve = Examples:
      sixia serve
      sixia serve --data /var/lib/sixia --listen 127.0.0.1:8311
      sixia serve --database postgres://sixia:password@localhost/sixia
    To stop it: Ctrl-C. What is under way is finished first.
about-demo = Starts the demonstration city: real places; invented units, people and matters. The sign-in page shows accounts to try
more-demo = Examples:
      sixia demo
      sixia demo --listen 127.0.0.1:9000 --matters 500
    Its data is in the folder demo-data; delete the folder to begin anew.
about-pack = Shows packs: each says how one kind of matter is dealt with
about-pack-check = Checks packs: dead ends, missing clocks, ways by which the accused could see an accusation
more-pack-check = Examples:
      sixia pack check packs/tree
      sixia pack check petition packs/tree
about-pack-explain = Tells a pack in plain words
more-pack-explain = Examples:
      sixia pack explain petition
      sixia pack explain petition hotline --lang zh
about-pack-list = Lists packs
about-import = Takes in past matters, places, units, the duty list, categories, a year of the calendar
more-import = Examples:
      sixia import places places.csv
      sixia import matters matters.csv.gz --mapping mapping.toml --dry-run
      sixia import matters matters.csv.gz --mapping mapping.toml
    Try --dry-run first: if one row is wrong, no row is imported. After an interruption run it again: it goes on, and imports nothing twice.
about-export = Writes a table to the output; without personal data
more-export = Examples:
      sixia export published > published.csv
      sixia export units > units.toml
      sixia export matters --bom > matters.csv
    Sealed matters are not in the table of matters, by design: not even that there is one in such a place. How many were left out is said beside it.
    For Excel add --bom, or Chinese opens garbled. A cell that looks like a formula gets an apostrophe, so that nothing runs.
about-user = Looks after accounts
about-user-add = Makes an account and prints a one-time link, at which its owner chooses a password
more-user-add = Example:
      sixia user add wang.tao --name "Wang Tao" --unit sn-housing --role caseworker
about-user-reset = Password forgotten: prints a new one-time link
about-backup = Writes a backup into one file; the server may go on
more-backup = Example:
      sixia backup /media/usb/sixia-2026-11-24.backup
    The keys are not in it. Keep vault.key elsewhere: without it personal data cannot be read.
about-restore = Brings a backup back into an empty place; --drill only tries it
more-restore = Examples:
      sixia restore sixia.backup --drill
      sixia restore sixia.backup --data /var/lib/sixia
about-verify = Replays every matter and checks the chain of its history: was anything changed?
about-doctor = Looks whether all is well: database, keys, disk, clock, backup, mail and text messages
more-doctor = Examples:
      sixia doctor
      sixia doctor --json
    If anything is ill the exit code is 4; what is only to be noted is not ill.
help-usage = Usage:{ " " }
help-commands = Commands
help-options = Options
help-arguments = Arguments
arg-help = Shows this help
arg-version = Shows the version
arg-data = The data folder, with database, keys and the settings file sixia.toml
arg-database = The database: sqlite:path or postgres://user:password@host:port/name
arg-config = The settings file; without it sixia.toml in the data folder
arg-lang = The language of the command line; without it what LANG says
arg-listen = Address and port; without it 127.0.0.1:8311
arg-matters = How many matters are invented
arg-seed = The seed: the same seed and day give the same city
arg-today = The day on which the demonstration ends; without it today
arg-load-only = Loads the data and ends
arg-packs = The name of a built-in pack, the folder of a pack, or a folder that holds several; without any, all that are built in
arg-import-kind = What is imported
arg-import-file = The file; .gz is unpacked
arg-mapping = The mapping: which column means what
arg-datum = Datum: wgs84 (satellites, browsers) or gcj02 (public maps of mainland China); for boundaries only
arg-code = Property that holds the division code; for boundaries only
arg-dry-run = Checks and imports nothing
arg-export-kind = What is exported
arg-bom = Begins with a byte order mark, for Excel
arg-account = The name with which one signs in: letters, digits, dots, hyphens
arg-name = The officer's name
arg-unit = The unit's identifier
arg-roles = A role; may be given several times
arg-backup-file = The backup; must not exist yet
arg-restore-file = The backup
arg-doctor-json = As JSON, for a monitor
arg-drill = Restores into a temporary place, checks every history, and clears it away

# Mistakes on the command line
usage-unknown = There is no { $what }.
usage-value = { $what } cannot be “{ $value }”.
usage-one-of = { $what } cannot be “{ $value }”; it can be: { $valid }
usage-missing = Still missing: { $what }
usage-no-command = Nothing was said to be done; for example: sixia serve
usage-twice = { $what } stands there twice; once is enough.
usage-not-understood = { $what } cannot be understood.
usage-help = Add --help to see how it is used.
settings-wrong = The settings are wrong; nothing was started.
    { $why }
settings-file = The settings file { $file } cannot be read: { $why }
settings-toml = { $file }, line { $line }: this is not TOML ({ $why })
settings-unknown = { $from }: there is no setting { $name }. Those that there are stand in docs/reference/settings.md
settings-meant = { $from }: there is no setting { $name }. Is { $meant } meant?
settings-value = { $from }: { $name } cannot be “{ $value }”; { $why }
settings-missing = { $name } is not set: { $why }
settings-from-file = { $file }, line { $line }
settings-from-nowhere = the default
settings-why-address = write ADDRESS:PORT, for example 127.0.0.1:8311
settings-why-number = write a whole number, 0 or more
settings-why-length = it has 1 to 32 characters
settings-why-database = write sqlite:path or postgres://user:password@host:port/name
settings-why-addresses = write IP addresses with commas between them, for example 127.0.0.1,10.0.0.2
settings-why-log = write error, warn, info, debug or trace, or a list such as info,store=debug
settings-why-site = it begins with https://, for example https://sixia.example.cn
settings-why-mail-server = write smtp://name:password@host:587 or smtps://name:password@host:465
settings-why-mail-from = write office@example.cn, or Haizhou Hotline <office@example.cn>
settings-why-gateway = write https://host/path
settings-why-unsafe = http without TLS is for this machine only; use https
settings-why-short-key = a key has at least 16 characters
failed = It failed: { $why }

# Progress
progress = { $what }: { $done } of { $all } ({ $percent } %){ $left }
progress-left = , about { $seconds } s left
progress-done = { $what }: { $all } in { $seconds } s

# The server
serve-first = The administrator chooses a password here (works once, within seven days):
    { $link }
serve-ready = Ready: { $url }
serve-stopping = Stopping; what is under way is finished first …
demo-loading = Loading the demonstration city
demo-ready = The demonstration city is loaded. The accounts on the sign-in page have the password { $password }

# Exports
export-sealed = { $count } sealed matters are left out of the table.

# Accounts
user-no-unit = There is no unit { $unit }. See sixia export units.
user-link = { $account } chooses a password here (works once):
    { $link }
user-refused = Account { $account } was refused: { $why }

# Checks
verify-running = Checking histories
verify-well = { $cases } matters with { $events } events were checked; all is well.
verify-faults = { $cases } matters with { $events } events were checked; { $faults } faults, see above.
flaw-chain = the chain is broken at event { $event }: something was changed
flaw-event-missing = event { $event } is missing
flaw-event-elsewhere = event { $event } calls itself event { $says }
flaw-event-unreadable = event { $event } cannot be read: { $why }
flaw-event-column = { $table } ({ $name }), event { $event }: column { $column } is not what the event says
flaw-other-end = the history does not end where the matter says
flaw-case-unreadable = the matter cannot be read: { $why }
flaw-other-text = a text ({ $digest }) has other words than its digest says
flaw-text-missing = a text ({ $digest }) is missing
flaw-other-case = the matter is not what its history adds up to
flaw-column = { $table } ({ $name }): column { $column } is not what the history adds up to
flaw-row-missing = { $table } ({ $name }): a row is missing
flaw-row-surplus = { $table } ({ $name }): a row too many
flaw-counter = { $table } ({ $name }): { $about } { $month } { $kind } { $category }: { $measure } is { $stored } and should be { $counted }
table-cases = matters
table-events = histories
table-clocks = clocks
table-case-units = which units see a matter
table-inbox = what units must do
table-schedules = times of activities
table-case-leaders = leaders
table-place-tallies = counters of places
table-unit-tallies = counters of units
verify-counters-moved = Somebody worked meanwhile: the counters were not compared this time.
doctor-line = { $mark }  { $name }: { $said }
doctor-mark-well = well
doctor-mark-note = NOTE
doctor-mark-ill = ILL
doctor-well = Nothing is ill.
doctor-ill = { $count } things are not well, see above.
doctor-database = Database
doctor-database-answers = it answers; { $cases } matters
doctor-database-silent = it does not open: { $why }
doctor-database-clock = Clock of the database
doctor-database-clock-agrees = it agrees with this machine
doctor-database-clock-apart = { $seconds } s apart from this machine. Let both be set by a time server
doctor-database-clock-silent = it does not answer: { $why }
doctor-reference = Reference data
doctor-reference-there = { $programs } programs, { $places } places, { $units } units, { $duties } duties
doctor-reference-missing = { $programs } programs, { $places } places, { $units } units, { $duties } duties. Bring in places, units and the duty list with sixia import
doctor-calendar = Calendar
doctor-calendar-announced = announced and imported up to { $year }
doctor-calendar-next-not-yet = { $year } is not imported yet; its days off are estimated. Once it is announced: sixia import calendar
doctor-calendar-next-missing = { $year } should be announced by now and is not imported: terms over New Year are estimated. Import it: sixia import calendar
doctor-calendar-estimated = { $year } is not imported: all terms are estimated. Import it: sixia import calendar
doctor-vault-key = Key of personal data
doctor-vault-key-unused = key { $key }; nobody is in the vault yet
doctor-vault-key-opens = key { $key }; the oldest personal data opens
doctor-vault-key-another = this key does not open the personal data in the database. Put the right vault.key back
doctor-key-file = Key file
doctor-key-file-private = { $file }, for its owner only
doctor-key-file-open = others can read { $file }. Run: chmod 600 { $file }
doctor-key-file-missing = there is no { $file }. Put it back from where it is kept: without it personal data cannot be read
doctor-session-key = Key of sign-ins
doctor-session-key-private = { $file }, for its owner only
doctor-session-key-open = others can read { $file }. Run: chmod 600 { $file }
doctor-session-key-missing = there is no { $file }. The next start makes one, and everybody signs in anew
doctor-settings-file = Settings file
doctor-settings-file-private = { $file } shows no password to others
doctor-settings-file-open = { $file } holds a password and others can read it. Run: chmod 600 { $file }
doctor-assets = Style sheets
doctor-assets-there = { $folder }
doctor-assets-missing = there is no { $folder }: pages will look bare. Set assets
doctor-disk = Disk
doctor-disk-room = { $gib } GiB are free at { $folder }
doctor-disk-low = only { $gib } GiB are free at { $folder }; plan for more
doctor-disk-out = only { $gib } GiB are free at { $folder }; soon nothing can be written. Make room now
doctor-disk-unknown = nobody knows how much is free at { $folder }
doctor-mail = Mail server
doctor-mail-answers = it answers and lets us in
doctor-mail-unreachable = it does not answer. Is mail_server right, and the network up?
doctor-mail-no-tls = there is no safe line to it ({ $why }). Look at its certificate
doctor-mail-not-let-in = it does not take the name and password in mail_server
doctor-mail-busy = it takes nothing now ({ $why }); try later
doctor-mail-refused = it refuses ({ $why })
doctor-mail-no-address = mail_from is no mail address
doctor-sms = Gateway for text messages
doctor-sms-answers = somebody listens there
doctor-sms-unreachable = it does not answer. Is sms_gateway right, and the network up?
doctor-public-url = Public address
doctor-public-url-missing = public_url is not set: links in notices say { $url }, which others cannot open
doctor-notices = Notices
doctor-notices-none = neither mail nor text messages are set up: people must look up their matter themselves. To tell them, set mail_server or sms_gateway
doctor-notices-go-out = they go out; { $waiting } wait
doctor-notices-in-vain = { $tried } were tried in vain so far; { $waiting } wait
doctor-notices-given-up = { $failed } were given up. The page Notices says why and sends them again; { $waiting } wait
doctor-notices-stuck = { $waiting } wait and nobody sends them. Does the server run?
doctor-clock = Clock
doctor-clock-right = it is { $now }
doctor-clock-behind = it is { $now }, and the latest matter is of { $latest }. Check the time of this machine
doctor-jobs = Jobs
doctor-jobs-run = no clock waits to be recorded
doctor-jobs-stuck = clocks ran out and nobody records it. Does the server run?
doctor-backup = Backup
doctor-backup-fresh = { $at } ({ $days } days ago)
doctor-backup-old = the latest is of { $at }, { $days } days ago. Make one: sixia backup
doctor-backup-never = there is none yet. Make one with sixia backup, and make it a habit
doctor-backup-silent = it does not answer: { $why }

# Backups
backup-exists = { $file } exists already. Choose another name, so that no earlier backup is lost.
backup-done = Backed up to { $file }: { $cases } matters, { $rows } rows, { $bytes } bytes.
backup-keys = The keys are not in it: keep { $key } elsewhere.
restore-not-empty = { $database } holds data already and is not overwritten. Restore into an empty place.
restore-no-key = The key file { $key } is missing: without it personal data cannot be read. Put it back first.
restore-damaged = { $file } cannot be used: { $why }
restore-indexing = Making the search index
restore-done = Restored into { $database }: { $cases } matters.
drill-well = The drill went well: { $file } can be restored, and the histories of { $cases } matters are whole.
drill-ill = The drill FAILED: among { $cases } matters from { $file } are broken histories, see above.

# Packs
pack-unknown = There is no pack { $what }: neither a folder with a pack.toml nor one of those built in: { $known }
pack-good = { $file }: all is well
pack-bad = { $file }: { $errors } errors, { $warnings } warnings
pack-line = { $id } version { $version }  { $name }: { $states } states, { $acts } acts, { $clocks } clocks

# Imports
import-no-mapping = An import of matters needs --mapping FILE.
import-no-column = The mapping names a column “{ $column }” that the table has not. It has: { $columns }
import-checking = Checking rows
import-running = Importing
import-adds = What the reference data lacks will be added: { $places } places, { $units } units, { $categories } categories.
import-would = All { $rows } rows are good and can be imported.
import-done = Imported: { $rows } rows, of them { $new } new matters.
import-fault = Line { $line }, { $column }: { $said }
import-fault-row = Line { $line }: { $said }
import-faults = { $count } faults; nothing was imported.
import-twice = this number stands already on line { $line }
import-no-id = there is no number
import-time = “{ $value }” is no time; write 2026-11-24T09:30:00
import-unknown = there is no “{ $value }”
import-unreadable = { $file } cannot be used: { $why }
import-reference = { $topic } is now version { $version } ({ $rows } entries in the file).
import-reference-same = { $topic } is as before, version { $version }.
import-tie = Note: two units at one level answer for { $category } in { $place }: { $first } and { $later }. Nothing tells their lines apart, so { $first }, which stands first, gets it. Please check.
import-converted = The boundaries were given in GCJ-02, the shifted datum of public maps in mainland China, and have been converted to WGS-84.

# Measurements
bench-debug = Note: this is a debug build; what it measures does not count. Use make bench.
bench-write = Writing, { $database }, { $clients } clients
bench-line = { $what }: { $rate } a second, { $ratio } of the limit, p50 { $p50 } ms, p99 { $p99 } ms
bench-group = { "    " }{ $orders } matters in one transaction
bench-part = { "    " }processor time for each, { $part }: { $micros } µs
bench-append = Disk: append 4 KiB and wait until it is there
bench-limit = Limit: the same rows, one process, batches of 1000
bench-batches = The office in batches of 1000
bench-single = One transaction for each matter
bench-http = { $clients } clients through HTTP, answered when on disk
bench-read = Reading, { $database }, { $matters } matters
bench-read-line = { $what }: { $rows } rows, p50 { $p50 } ms, p99 { $p99 } ms, { $steps } steps of the machine inside SQLite
bench-steps-unknown = not told
bench-filling = Writing samples
bench-by-place = Figures by place, twelve months
bench-by-category = Figures by category, twelve months
bench-by-month = Figures by month, twelve months
bench-public-list = Public list, first page
bench-public-search = Public search for 积水, first page
bench-desk-list = Desk list, first page
bench-desk-search = Desk search for 积水, first page
about-bench = Measures writing and reading
about-bench-write = Measures writing: the disk, the limit, one transaction for each matter, many clients through HTTP
about-bench-read = Measures reading: figures and lists
arg-clients = How many clients
arg-bench-write-matters = How many matters are written
arg-bench-read-matters = At how many matters; several, with commas between them
