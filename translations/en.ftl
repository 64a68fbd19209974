# Every word of the pages. Each key must stand in zh.ftl too and be used somewhere: a test checks both.
# Write as a kind clerk would speak.

# What stands on every page
skip = Skip to the content
brand-mark = 四下
brand-line = Say what is wrong. Every matter gets an answer
other-language = 中文
other-language-code = zh-CN
size-large = Large text
size-usual = Usual text
sign-in = Staff sign in
sign-out = Sign out
desk = Desk
account = My account
nav-label = Main pages
nav-phone-label = Main pages, short
nav-home = Home
nav-raise = Raise a matter
nav-track = Follow a matter
nav-matters = Published matters
nav-figures = How we did
nav-programs = The rules
tab-home = Home
tab-raise = Raise
tab-track = Follow
tab-matters = Matters
tab-figures = Figures
foot-host = Run by { $office }
foot-demo = Demonstration: units, people and matters are invented
foot-accessibility = Accessibility
foot-privacy = Privacy
foot-data = Open data
back = Back
save = Save
change = Change
look = Show
csv = Download as CSV
print = Print or save as PDF
filter-off = { " " }(remove this filter)
pager-label = Pages
pager-previous = Previous
pager-next = Next
form-optional = (optional)
form-error-prefix = Error:{ " " }
form-summary-title = Please look at these again
form-files-choose = Choose files
form-files-none = Nothing chosen yet
form-files-chosen = { $n } chosen: { $names }
form-count-left = { $n } characters left
form-count-over = { $n } characters too many
form-count-most = At most { $n } characters
error-reference = Reference: { $reference }. Tell us this number when you call and we can look it up.

# Times and numbers
time-at = { $weekday } { $day }, { $time }
time-left = { $span } left
time-late = { $span } late
time-ago = { $span } ago
time-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
time-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
time-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
term-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
term-working-hours = { $n ->
    [one] 1 working hour
   *[other] { $n } working hours
}
term-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
term-working-days = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
clock-due = Due { $due }
clock-unfold = How this date was counted
clock-day = Day
clock-count = Count
clock-why = Why
clock-stands = Paused
clock-in-time = Done in time
clock-was-late = Done late
clock-over = Over
clock-estimated = The holidays of that year are not announced yet, so this date is an estimate. It is counted again, and you are told, once they are.
clock-paused-note = Paused since { $since }: { $reason }
clock-extended-note = Extended on { $at } by { $by }: { $ground }
step-start-day-not-counted = The first day is not counted (Civil Code, article 201)
step-counts = Counts
step-not-a-working-day = { $reason }: not counted
step-outside-hours = After office hours: not counted
step-paused = The clock stood still
step-end-moved-on = { $reason }: the end moves to the next working day (Civil Code, article 203)
step-ends = The time is up
day-weekday = Working day
day-weekend = Weekend
day-in-lieu = Day off in lieu of { $name }
day-make-up = Working day making up for { $name }

# Why the rules say no
refusal-not-found = We could not find this matter. Please check the number.
refusal-no-such-program = There is no such kind of matter.
refusal-not-offered = This cannot be done now: somebody may have done it already, or it is not yours to do. Please look at how the matter stands.
refusal-stale = Something has happened since you opened this. Please look at it and send again; what you typed is still here.
refusal-fields = Some answers do not fit. Please see below.
refusal-rule = The rules do not allow this now.
refusal-same-hands = You did the step before; somebody else must do this one.
refusal-recused = You stand aside in this matter and cannot act in it.
refusal-accused = This matter is about that unit, so it cannot be given to it.
refusal-not-for-sealed = That unit may not handle confidential matters.
refusal-not-at-level = Units at that level do not handle this kind of case. You can ask it to help.
refusal-nobody-answers = Nobody is named yet as responsible for this kind of matter in this place. Please choose a similar kind, or call 12345.
refusal-clock-stopped = This deadline is over and cannot be changed.
refusal-clock-overdue = It is late already, so it cannot be extended or paused.
refusal-clock-already-paused = It is paused already.
refusal-clock-not-paused = It is not paused.
refusal-clock-out-of-order = That is earlier than the last change.
refusal-no-such-category = Please choose what it is about.
refusal-no-such-place = Please choose where it is.
refusal-no-such-channel = It cannot be raised in this way.
refusal-text-length = Please write something, at most { $max } characters.
refusal-not-for-public = The person did not agree, or the matter is confidential: it cannot be published.
refusal-no-free-place = That time has just been taken. Please choose another.
refusal-nothing = There is nothing to do.
field-missing = Please fill in: { $field }
field-too-long = { $field }: at most { $max } characters
field-no-such-option = Please choose one of the options: { $field }
field-not-in-range = { $field }: a whole number from { $min } to { $max }
field-not-a-day = { $field }: please write the day like 2026-11-24
field-no-such-unit = There is no such unit: { $field }
field-too-many = { $field }: at most { $max } entries
case-number-shape = A number looks like SX-2026-031842-08. Please type it again from the receipt
case-number-check = One letter or digit of the number is wrong. Please compare it with the receipt
receipt-secret-shape = The code has 12 letters and digits, like 7Q4M-9XKD-2HVT
id-number-shape = An identity number has 18 characters; the last may be X
id-number-content = The area or birthday in this identity number is not right. Please look again
id-number-check = One digit of this identity number is wrong. Please look again
phone-characters = A telephone number has digits only, for example 13800138000
phone-area-code = Please add the area code, for example 0532-85911111
phone-shape = This does not look like a telephone number. Please look again
email-shape = This does not look like a mail address. Please look again; for example name@example.cn
photo-empty = This file is empty. Please choose the photo again
photo-too-many-bytes = This photo is too large: at most 15 MB each
photo-too-many-pixels = This photo has too many pixels. Please send a smaller one
photo-heic = This is a HEIC photo, which we cannot read. On the phone choose "Most Compatible" under Settings, Camera, Formats, or send a screenshot
photo-format = Only JPEG, PNG and WebP photos can be taken
photo-damaged = This photo cannot be read; it may be damaged. Please send another
photos-too-many = At most { $max } photos
why-not-higher-level = A lower level can do it and goes first
why-not-wider-place = Another unit answers for a narrower place
why-not-wider-category = Another unit answers for a narrower kind of matter
why-not-accused = The matter is about it or a unit above it
why-not-not-for-sealed = It may not handle confidential matters
why-not-not-at-level = Units at its level do not handle this kind of case
why-not-later-line = Its line in the duty list says the same; the earlier line goes first

# What went wrong with a request
problem-not-found-title = There is no such page
problem-not-found = The address may be wrong, or the matter is not published. With the number and code of your receipt you can follow your own.
problem-conflict-title = Something has changed
problem-conflict = Something happened after you opened this page, so nothing was saved. Please look at it first.
problem-fault-title = Something failed on our side
problem-fault = Nothing was saved. Please try again in a while; if it is urgent call 12345.
problem-csrf-title = This page was open for too long
problem-csrf = To be safe, please go back and send it again. Your browser must allow cookies from this site.
problem-too-many-title = Too many tries
problem-too-many = There were too many tries from your network in a short time.
problem-too-many-retry = Please try again in { $n } seconds. If it is urgent call 12345.
problem-too-large-title = Too large
problem-too-large = There is too much in one form. Please send fewer photos.
problem-malformed-title = This could not be read
problem-malformed = What was sent is not complete. Please go back and fill it in again.
problem-method-title = This cannot be done here
problem-method = This address does not take that kind of request.
problem-sign-in-title = Please sign in first
problem-sign-in = Only staff who have signed in can see this page.
problem-refused-title = This was not done
problem-busy-title = Very busy right now
problem-busy = Many people are using the service and nothing was saved. Please try again in a few seconds.

# The first page
home-title = Sixia: say what is wrong
home-hero = What needs to be put right near you?
home-search-label = See whether somebody has raised it
home-search-hint = For example: street light, flooding, noise
home-search-button = Look
home-raise-now = Raise a matter now
home-track-now = Follow my matter
home-call = Call 12345
home-tiles-label = What you can do here
home-raise-text = No account, a few minutes
home-track-text = With your number and code
home-nearby = Look nearby
home-nearby-text = Raised already? Say "me too"
home-matters-text = What others raised and what was answered
home-figures-text = In time? Solved? Unit by unit
home-programs-text = Who does what, and by when
home-recent = Recently published
home-all = All
home-soon = When you get an answer
home-soon-note = Counted from acceptance. Working days follow the published holidays.
home-month = Last month and this

# Raise a matter
raise-title = Raise a matter
raise-lead = No account needed. Say what it is and where; we find who must deal with it.
raise-what = What it is
raise-where = Where it is
raise-told = What happened
raise-person = How we reach you
raise-next-level = Show the next level
raise-here = Use where I am now
raise-pin = Move the pin to the exact spot
raise-map-label = Mark the place on the map
raise-kept = Photos we have already; no need to send them again:
raise-extra-more = More that you may know (not required)
raise-check = Next: check your answers
raise-check-note = Nothing is sent before you have checked it
raise-step-write = Write
raise-step-check = Check
raise-step-done = Receipt
raise-kind = Which way it goes
raise-category = What kind of matter
raise-category-pick = Please choose
raise-place-1 = Province
raise-place-2 = City
raise-place-3 = County or district
raise-place-4 = Street or town
raise-place-5 = Community or village
raise-place-any = Not sure
raise-spot = The exact spot
raise-spot-hint = Road, house number, building, or a shop close by
raise-place-search = Or type the name of the place
raise-place-search-hint = For example "Badaxia", then "Show the next level"
raise-headline = In one line
raise-headline-hint = For example: street light at our gate out for three days
raise-text = In detail
raise-text-hint = Since when, who is affected, what you hope for. Leave out identity and bank card numbers.
raise-photos = Photos
raise-photos-hint = At most { $max }: JPEG, PNG or WebP. We remove the location hidden in photos.
raise-name = Your name
raise-name-hint = You may leave this out
raise-phone = Your telephone number
raise-phone-hint = Only for those who deal with it. Kept encrypted; every look at it is recorded
raise-phone-hint-sms = For those who deal with it, and for text messages when there is news. Kept encrypted; every look at it is recorded
raise-email = Your mail address
raise-email-hint = We write to you when there is news; the letter does not say what the matter is about. Kept encrypted; every look at it is recorded
raise-publish = May it be published?
raise-publish-yes = Yes, without my name and number
raise-publish-yes-hint = Only after staff have removed personal details; neighbours can say "me too"
raise-publish-no = No
raise-publish-no-hint = Only you and those who deal with it can see it
raise-accused = Which unit is it about
raise-accused-hint = A unit that is complained about never handles it
raise-accused-none = None, or not sure
check-title = Check before you send
check-send = Send it
check-who-public = Once published, everybody can read the title, the text and the answer, never your name or number.
check-who-private = Only you and the staff who deal with it can see it.
check-goes-to = It goes to { $unit }.
check-goes-to-within = It goes to { $unit }; { $clock } within { $term }.
check-not-given = Not given
check-photo-count = { $n ->
    [one] 1 photo
   *[other] { $n } photos
}
nearby-title = Has somebody raised it already?
nearby-question = Is it one of these?
nearby-why = If it is the same, just say "me too": no need to raise it again, and you can follow it all the same.
nearby-none = Nothing like it was found.
nearby-no = None of these: raise a matter
nearby-where = Place
nearby-anywhere = Everywhere
me-too = Me too
me-too-title = You have this too?
me-too-text = One press tells the unit how many people are affected. No name is taken.
me-too-named = Me too: { $title }
refusal-already-counted = You are counted already: there is no need to press again. The unit sees how many are affected.
me-too-done = Noted. Thank you.
done-title = We have it
done-number = Number
done-secret = Code (shown only this once)
done-qr = Scan to follow it
done-keep-title = Please take a picture of this or print it
done-keep = You need the number and the code to follow it. We keep only a fingerprint of the code, so nobody can look it up; if you lose it, call 12345 to prove who you are and get a new one.
done-next = What happens next
done-holder = With { $unit } since { $at }.
done-track = Follow it

# Follow a matter
track-title = Follow a matter
track-lead = Type the number and the code from your receipt.
track-number = Number
track-number-hint = For example SX-2026-031842-08
track-secret = Code
track-secret-hint = 12 letters and digits, capital or small
track-show = Show
track-wrong = The number and the code do not belong together. Please compare them with the receipt
track-lost = Lost your receipt?
track-lost-text = Call 12345 from the telephone number you gave; once we have checked we tell you a new code. If you left no number, look under "Published matters".
case-rate = Please tell us how it went
case-late = Why it is late
case-late-text = { $clock } was due by { $due }. It is recorded as late and counted in the published figures of { $unit }; the unit above has been told.
case-paused = The clock stands still
case-letters = The answer in writing
case-events = What happened so far
case-add = Add something
case-add-text = What you want to add
case-add-button = Add
case-added = Added.
case-aside = More about it
case-holder = Who has it
case-holder-unit = Unit
case-holder-phone = Telephone
case-clocks = Deadlines
case-told = What you raised
case-said = What you said
case-ask = Not content with the result?
case-withdraw = Withdraw
case-next-by = Next: { $clock }, by { $due }
case-next-none = No deadline is running now.
case-next-you = It is your turn: { $clock }, until { $due }
case-fact-kind = Kind
case-fact-category = About
case-fact-place = Place
case-fact-spot = Spot
case-fact-raised = Raised
case-fact-affected = Also affected
case-fact-channel = Came by
case-done = Done.
affected = { $n ->
    [one] 1 other is affected too
   *[other] { $n } others are affected too
}
phase-received = Received
phase-handling = In hand
phase-answered = Answered
phase-closed = Closed
ending-settled = Settled
ending-not-accepted = Not accepted
ending-withdrawn = Withdrawn
ending-routed = Goes on under its own law
ending-final = Final
ending-void = Void
answer-yes = Yes
answer-no = No
letter-title = Answer
letter-basis = Basis:
letter-remedy = If you do not agree:

# What happened, as the timeline says it
event-internal = Not seen by the person
event-opened = Raised
event-assigned-holder = Given to { $unit }
event-assigned-co = { $unit } asked to help
event-assigned-receiver = Registered by { $unit }
event-inherited = { $unit } goes on with what { $from }, which is gone, had to do here
event-co-done = { $unit } did its part
event-clock-started = Clock started: { $clock }, due { $due }
event-clock-paused = Clock paused: { $clock }
event-clock-resumed = Clock resumed: { $clock }, due { $due }
event-clock-extended = Extended: { $clock }, now due { $due }
event-clock-stopped-in-time = Done in time: { $clock }
event-clock-stopped-late = Done late: { $clock }
event-clock-warned = Reminder: { $clock } is due soon
event-clock-breached = Late: { $clock }
event-clock-recounted = Counted again with the announced holidays: { $clock }, { $due }
event-window-over = The time for it is over: { $clock }
chip-clock-started = { $clock } by { $due }
chip-clock-paused = Paused: { $clock }
chip-clock-resumed = Runs again: { $clock } by { $due }
chip-clock-extended = Extended: { $clock } to { $due }
chip-clock-in-time = In time: { $clock }
chip-clock-late = Done late: { $clock }
chip-clock-warned = Due soon: { $clock }
chip-clock-breached = Late: { $clock }
chip-clock-recounted = Counted again: { $clock } by { $due }
event-told = The person was told
field-line = { $label }: { $value }
event-clocks = Clocks
event-noted = Internal note
event-added = The person added
event-supported = Somebody else has this too
event-linked = Tied to another matter
event-revealed = Looked at personal data: { $reason }
event-recused = Stood aside
event-published = Published
event-unpublished = Taken back from the public
event-sealed = Found to be an accusation and sealed; what was written before is for those who handle it too
event-withheld = Not published
event-moved = Place put right: { $place }
event-recategorised = Kind put right: { $category }
actor-person = The person
actor-timer = The clock
actor-import = Brought in from { $source }
link-same = Same matter
link-repeats = Raised again
link-related = Related
link-split-from = Split from

# Published matters
matters-title = Published matters
matters-none = No matters fit.
matters-search = Search
matters-place = Place
matters-category = Kind
matters-state = Progress
matters-all = All
matters-total = { $n ->
    [one] 1 matter
   *[other] { $n } matters
}
matters-more = There are more
matter-told = What was raised
matter-facts = About it
matter-rated = What the person said
matter-published-note = Staff removed personal details before this was published.

# Figures
map-title = Map
map-as-list = As a list
map-newest = The newest { $n } that are published.
map-count = { $n ->
    [one] One is published.
   *[other] { $n } are published.
}
map-how = The darker a place, the more there are; press a place to see only that. Dots are matters with a pin, shown to about a hundred metres. The list below says the same.
map-text = A map: how many are published in each place, and matters with a pin. Press a place to see only that; the list below says the same.
map-none = No boundaries are known yet, so no map can be drawn. Please use the list below.
map-schematic = A schematic drawing: the shapes were made by hand for the demonstration and are no survey.
map-open = still open
map-ended = closed

figures-title = How we did
figures-data = Open data
figures-as-table = As a table
figures-all-units = Show all units
figures-how = Every share says out of how many. Groups below { $n } are not shown, so that nobody can be guessed. In time: done within the deadline, of those done. Solved and satisfied: the person said yes, of those who answered. Call-back: asked, of those answered.
figures-received = Received
figures-closed = Closed
figures-in-time = In time
figures-solved = Say "solved"
figures-satisfied = Say "satisfied"
figures-callback = Call-back
figures-reopened = Taken up again
figures-unit = Unit
figures-place = Place
figures-category = Kind
figures-month = Month
figures-all-places = All places
figures-all-categories = All kinds
figures-all-months = The last twelve months
figures-by-place = By place
figures-by-unit = By unit
figures-by-category = By kind
figures-by-month = Received and closed by month
figures-chart-months = Line chart of matters received and closed each month. The numbers are in the table below.
figures-chart-categories = Bar chart of matters received by kind.
figures-hidden = Too few to show
figures-show = The map shows
figures-map-text = A map: the figure of each place, the darker the larger. Press a place to see those within it; the same numbers stand in the table beside it.
figures-map-none = none, or too few to show
figures-bars-text = Bars: the figure of each place; the same numbers stand in the table beside them.
figures-of = { $part } of { $of }

# Rules
programs-title = The rules
programs-lead = What happens to each kind of matter, who does it and by when. The system follows exactly this, and nobody can change it quietly.
program-drawing-hint = The chart is wider than the screen: drag it left and right.
program-drawing = The way through
program-facts = About it
program-basis = Basis
program-version = Version
program-cases = Numbers begin with

# Orders that cannot be taken
order-not-allowed = This is not yours to do.
order-key-reused = This form was sent already. Look at the result, or open it anew.
order-key-length = This could not be read. Please go back and fill it in again.
order-too-many-people = Too many people. Please name the representatives only.
order-photos = Too many photos, or one did not arrive. Please choose them again.
order-reference = This does not hold together: { $problem }

# Why a unit got a matter
photo-of-matter = Photo of the matter
because-duty = Duty list, version { $version }: it answers for “{ $category }” in { $place } ({ $basis }).
because-chosen = Chosen by an officer.
because-superior = It stands above.
because-sender = It had sent it.
because-receiver = It had registered it.
because-handler = It had to answer before.
because-kind = It is the nearest unit of its kind for this place.
because-own = It is the officer's own unit.
because-imported = So it was in the system it came from.
because-succession = It took over from a unit that no longer exists.
raise-place-found = Which of these? Choose one, then "Show the next level"
raise-place-not-found = No place of that name was found. Please choose from the lists
program-some-unit = the unit in charge

# Signing in and accounts
sign-in-title = Staff sign in
sign-in-lead = Residents need no account to raise or follow a matter.
sign-in-name = Account
sign-in-password-label = Password
sign-in-lost = Forgotten your password? Ask your administrator for a new one-time link.
sign-in-wrong = The account or the password is not right.
sign-in-locked = Too many wrong tries: the account is locked for { $span }.
sign-in-demo = Demonstration accounts
sign-in-demo-text = One press signs you in, to see what each job sees.
sign-in-as = Sign in as { $person }
welcome-title = Set your password
welcome-lead = This link works once.
welcome-password = New password
welcome-password-hint = At least { $min } characters; a sentence is fine
welcome-again = Once more
welcome-button = Set it and sign in
welcome-differs = The two are not the same.




account-title = My account
account-who = Who I am
account-name = Name
account-unit = Unit
account-roles = Roles
account-password = Change password
account-password-now = Present password
account-password-button = Change
account-password-done = Your password was changed and your other sessions were ended.
account-settings = Settings
account-sessions = Where you are signed in
account-sessions-text = If you do not know one, end it and change your password.
account-session-began = Signed in { $at }
account-session-seen = used { $ago }
account-session-until = ends { $at } unless used
account-session-this = here
account-session-end = End
account-sessions-end = End all others
account-sessions-ended = { $n ->
    [one] One session was ended.
   *[other] { $n } sessions were ended.
}
account-reveals = Personal data that I looked at
account-reveals-none = You have looked at nobody yet.
account-keys = Single-key shortcuts (j, k, /, ?)
account-keys-on = On
account-keys-off = Off
account-saved = Saved.
signed-out = You are signed out.
role-moderator = Moderator
role-auditor = Auditor
role-administrator = Administrator

# The desk
desk-nav-label = My work
desk-rooms = More
desk-search-label = Search number, title, text
desk-search-hint = Search matters (press /)
desk-figures = Figures
load-title = Open and late
load-lead = Matters that are open now with a running clock, by unit, place and kind. Confidential ones are left out; nothing is counted for a person.
load-open = Open
load-past = See how closed ones went
load-bars-text = Bars: how many are open; the same numbers stand in the table beside them.
desk-more = More
desk-events = What happened so far
desk-told = What was raised
desk-acts = What can be done
desk-older = Earlier
desk-facts = About it
desk-people = People
desk-person-speaker = Raised it
desk-person-other = Raised it together
desk-person-nobody = No name was left
desk-reveal = Show
desk-reveal-named = Show { $person }
desk-units = Units
desk-unit-holder = Holds it
desk-unit-co = Helps
desk-unit-receiver = Registered it
desk-unit-sender = Sent it
desk-routing = Why this unit
desk-routing-version = Duty list, version { $version }
desk-links = Tied to
desk-note = Internal note
desk-note-hint = Only staff can see it
desk-note-button = Write down
desk-note-done = Noted.
desk-done = Done: { $act }
desk-link = Tie to another matter
desk-link-text = The same, raised again, or related: see them together
desk-link-number = Number of the other
desk-link-how = How they belong together
desk-link-done = Tied.
desk-recuse = Stand aside
desk-recuse-text = Whoever has an interest in the matter stands aside
desk-recuse-reason = Why
desk-recuse-done = Noted: you can no longer act in this matter.
desk-publish = Publish
desk-publish-text = Let everybody read it, without personal details
desk-publish-title = Title for the public
desk-publish-body = Text for the public
desk-publish-check = Look once more: are names, numbers, house and car numbers gone?
desk-publish-done = Published.
desk-unpublish = Take back from the public
desk-unpublish-text = Nobody else can read it any more; the reason stays in the history
desk-unpublish-reason = Why
desk-unpublish-done = Taken back.
desk-withhold = Keep from the public
desk-withhold-text = The public does not read this matter; it is handled all the same
desk-withhold-reason = Why (the person reads it)
desk-withhold-done = It stays unpublished.
desk-move = Put the place right
desk-move-text = When the place is wrong
desk-move-reason = How it is known
desk-move-done = The place was put right.
desk-recategorise = Put the kind right
desk-recategorise-text = When it is about something else
desk-recategorise-done = The kind was put right.
mark-sealed = Confidential
mark-joint = { $n ->
    [one] 1 person
   *[other] { $n } people together
}
mark-reopened = { $n ->
    [one] Taken up again
   *[other] Taken up again { $n } times
}
desk-split = Split off another matter
mark-repeats = Raised again
mark-published = Published
act-after = What follows
act-after-state = It goes to
act-after-state-same = It stays where it is
act-after-holder = Who has it then
act-after-sight = Who can see it
act-after-sealed = Sealed from now on, for those who handle it alone; after this step you may not see it either
act-after-clock = Deadline
act-after-clock-start = { $clock }: starts
act-after-clock-stop = { $clock }: stops
act-after-clock-pause = { $clock }: pauses
act-after-clock-resume = { $clock }: goes on
act-after-clock-extend = { $clock }: { $by } longer
act-assign-route = The lowest able unit of the duty list
act-assign-chosen = The unit that you choose
act-assign-superior = The unit above
act-assign-sender = Back to the unit that sent it
act-assign-receiver = Back to the unit that registered it
act-assign-handler = The unit that had to answer
act-assign-kind = The nearest unit of the right kind
act-assign-own = Your own unit
act-assign-co = You keep it; the units you choose help
act-assign-co-done = Your part is done
act-told = Who sees it
act-told-person = The person: { $notice }
act-told-answer = The person reads what you write under: { $fields }
act-told-nobody = Only staff see it
act-rule = Rule
act-preview = The letter that goes out
act-aside = What it does
act-changed = Something happened since you opened this
act-changed-text = { $at }: { $what }. Please look at it and send again.
act-yes = Yes
act-no = No
act-choose = Please choose
act-lines-hint = One a line, at most { $max }
act-number-hint = { $min } to { $max }
inbox-todo = Stage and next step
inbox-matter = Matter
inbox-deadline = Deadline
inbox-owner = Who has it
inbox-last = Latest
inbox-nobody = Nobody yet
inbox-none = Nothing to do here. Take a breath.
inbox-search = Search here
queue-todo = Mine to do
queue-todo-text = What your unit must do now and you may do, the most urgent first
queue-late = Late
queue-late-text = What is late at your unit
queue-soon = Due soon
queue-soon-text = Due within three days
queue-all = All
queue-all-text = Every matter that you may see
moderation-title = To be published
moderation-lead = Matters whose person agreed. See whether anything tells who somebody is, put it right and publish; where it should stay unpublished, say why.
moderation-none = Nothing waits.
moderation-publish = Look and publish
moderation-all = All
reveals-title = Looks at people
reveals-lead = Who looked at the data of a person, when, and what for. A matter that you may not see is called confidential.
reveals-table = Looks at personal data
reveals-none = Nobody has looked yet.
reveals-who-label = Account
reveals-when = When
reveals-who = Account
reveals-matter = Matter
reveals-why = Why
reveals-unseen = confidential
queue-search = Found
queue-search-text = For "{ $q }"
todo-act = Next: { $act }
register-new = Register a matter
register-title = Register a matter
register-caller = Caller or visitor
register-channel = Came by
register-look = Look up this number
register-known = Earlier matters of this number
register-send = Register and pass on
register-suggest = Suggested
register-suggest-unit = Goes to
register-done = Registered as { $number }. Tell the caller the code { $secret }.
reveal-title = Look at personal data
reveal-logged-title = Every look is recorded
reveal-logged = Give a reason first. Who looked, when and why goes into the history of the matter, where auditors can read it.
reveal-reason = Why you need to see it
reveal-button = Show
reveal-until = Shown on this page only ({ $until })
reveal-name = Name
reveal-phone = Telephone
reveal-address = Address
moderate-found = This may be personal:
found-phone = telephone number
found-id-number = identity number
found-plate = car number
found-email = e-mail address
keys-title = Keys
keys-search = Search
keys-move = Next, previous
keys-open = Open
keys-help = Show this list

# Administration
admin-units-title = Units and duty lists
admin-units-lead = Which unit answers for what, where. Each change makes a new version, and decisions cite the version they used.
admin-units-change = Change its duties
admin-units-search = Find a unit
admin-units-level = Level
admin-units-table = Units
admin-units-name = Name
admin-units-place = Place
admin-units-parent = Unit above
admin-units-phone = Telephone
admin-units-kind = What it is
admin-units-duties = Duties
admin-units-since = Since
admin-units-until = Until
admin-units-basis = Basis
admin-units-open-end = Still
admin-units-add = Add a duty
admin-units-tie = Same duty twice
admin-units-tie-text = { $category } ({ $place }): { $first } and { $later } stand at one level and nothing tells their lines apart; { $first }, which stands first, gets it. Please check.
admin-units-correct = Correct or end
admin-units-save = Save
admin-units-until-hint = The last day, if it ends; empty while it lasts
admin-units-until-wrong = The last day must not be before the first.
admin-units-saved = Saved as version { $version } of the duty list.
level-grid = Grid
level-community = Community
level-street = Street
level-county = County
level-city = City
level-province = Province
level-company = Public service company
admin-calendars-title = Calendar
admin-calendars-lead = Import a year once its holidays are announced. All open deadlines are counted again, and each change is recorded.
admin-calendars-upload = Import a year
admin-calendars-file = Holidays of the year (TOML)
admin-calendars-file-hint = The format stands in the guide, under "Calendar"
admin-calendars-button = See first which clocks would move
admin-calendars-moves = Clocks that would move
admin-calendars-moved = { $n ->
    [one] One open clock would be due at another time.
   *[other] { $n } open clocks would be due at another time.
}
admin-calendars-take = Import and count anew
admin-calendars-years = Years
admin-calendars-year = Year
admin-calendars-status = Status
admin-calendars-announced = Announced
admin-calendars-estimated = Estimated
admin-calendars-source = Notice
admin-calendars-holiday = Day off
admin-calendars-makeup = Worked to make up
admin-calendars-weekend = Weekend
admin-calendars-version = Calendar, version { $version }
admin-calendars-bad = This could not be read: { $error }
admin-packs-title = Programs
admin-packs-lead = The rules of each kind of matter are a pack. It must pass the check before it runs.
admin-packs-upload = Check a pack
admin-packs-file = pack.toml
admin-packs-button = Check
admin-packs-proven = Passed
admin-packs-refused = Did not pass
admin-accounts-title = Accounts
admin-accounts-lead = Who may do what. New accounts set their own password by a one-time link.
admin-accounts-table = Accounts
admin-accounts-search = Find an account
admin-accounts-invite = New account
admin-accounts-login = Sign-in name
admin-accounts-login-hint = Letters, digits and . - _
admin-accounts-name = Name
admin-accounts-unit = Unit
admin-accounts-roles = Roles
admin-accounts-state = State
admin-accounts-active = Active
admin-accounts-closed = Closed
admin-accounts-invited = Not yet set a password
admin-accounts-button = Make it and show the link
admin-accounts-link = One-time link (shown only now; hand it over in person or by an internal channel)
admin-accounts-link-until = Works until { $until }
admin-accounts-bad-name = Use 2 to 40 letters, digits and . - _ for the sign-in name.
admin-accounts-renew = New link
admin-notices-title = Notices
admin-notices-lead = When there is news, people are told by mail or text message: that there is news and where to read it, never what the matter is about.
admin-notices-none = Neither mail nor text messages are set up
admin-notices-none-text = People must look up their matter themselves. To tell them, set mail_server or sms_gateway; the guide says how under "Telling people".
admin-notices-state = How it stands
admin-notices-ways = Ways
admin-notices-no-way = none
admin-notices-by-mail = Mail
admin-notices-by-sms = Text message
admin-notices-waiting = Waiting
admin-notices-oldest = The oldest
admin-notices-tried = Tried in vain so far
admin-notices-failed = Given up
admin-notices-all-well = No notice was given up.
admin-notices-table = Notices that were given up, after eight tries or because they were refused
admin-notices-case = Matter
admin-notices-unseen = sealed
admin-notices-why = Reason
admin-notices-tries = Tries
admin-notices-at = Written
admin-notices-failed-at = Given up
admin-notices-reason = { $way }: { $why }
admin-notices-unreachable = no answer
admin-notices-no-tls = no safe line
admin-notices-not-let-in = wrong name or password
admin-notices-busy = busy ({ $code })
admin-notices-refused = refused ({ $code })
admin-notices-no-address = no address
admin-notices-again = { $n ->
    [one] Send it again
   *[other] Send all { $n } again
}
admin-notices-again-done = { $n ->
    [one] It is sent again now.
   *[other] All { $n } are sent again now.
}
admin-rehearsal-title = Rehearse a change
admin-rehearsal-lead = Before places or units merge, split or change names: see who would hold each open matter, and by when. Nothing is changed.
admin-rehearsal-what = What changes
admin-rehearsal-none = Nothing was rehearsed yet.
admin-rehearsal-unit-from = Unit now
admin-rehearsal-unit-to = Taken over by
admin-rehearsal-button = Rehearse
admin-rehearsal-moves = Change hands
admin-rehearsal-stays = Stay
admin-rehearsal-lost = Nobody answers
admin-rehearsal-matters = Open matters
admin-rehearsal-inherited = other work of { $from } → { $unit }
admin-rehearsal-matter = Matter
admin-rehearsal-now = Now
admin-rehearsal-then = Then
admin-rehearsal-clock = Deadline
admin-rehearsal-merge = A unit is merged into another
admin-rehearsal-split = A unit is split: it ends, and two take over
admin-rehearsal-rename = A unit gets another name
admin-rehearsal-place = A place is merged into another or gets another code
admin-rehearsal-place-split = A place is split
admin-rehearsal-second = When split: the other unit that takes over
admin-rehearsal-category = When split: the kind that goes to the other unit
admin-rehearsal-name = The new name
admin-rehearsal-name-hint = When a unit gets another name
admin-rehearsal-place-from = The place as it was
admin-rehearsal-place-hint = When places change: its whole name or its code of 12 digits
admin-rehearsal-place-to = What comes after it
admin-rehearsal-places-hint = When split: several, with spaces between them
admin-rehearsal-nothing = No matter is touched: unit, place and clock stay as they are.

# Pages of text
privacy-title = Privacy
privacy-what-title = What we keep
privacy-what = What you write, the place, your photos, and your name, telephone number and mail address if you choose to give them. You can raise a matter without any of them.
privacy-how-title = How we keep it
privacy-how = Name, telephone, mail address and home address are kept apart and encrypted, with one key for each person; pages show only a part. Staff must give a reason to see the whole, and each look goes into the history of the matter. Hidden data in photos is removed on arrival.
privacy-told-title = How we tell you
privacy-told = If you left a mobile number or a mail address, we write when there is news: that there is news and where to read it, not what the matter is about. For accusations and other sealed matters we only say that there is news.
privacy-who-title = Who can see it
privacy-who = Only the units that deal with it. A unit that is complained about never handles it and never sees an accusation. If you agree to publication, staff first take out what is personal.
privacy-not-title = What we never do
privacy-not = We do not label, rank or profile people who raise matters, track where they go, recognise faces or pass data on, and these pages call no other site.
privacy-erase-title = Erasing
privacy-erase = Call 12345 to have your personal data erased. Once your key is gone nobody can read it; the record of the work stays but no longer leads to you.
accessibility-title = Accessibility
accessibility-do-title = What we do
accessibility-do = Every page works by keyboard alone and without JavaScript, in large text and in English; colours are always joined by words; screen readers work. Made to WCAG 2.2 AA and GB/T 37668.
accessibility-not-title = What is not there yet
accessibility-not = The map needs a mouse or a finger; the place can always be chosen from lists instead. Photos that people send have no automatic description.
accessibility-help-title = If something does not work
accessibility-help = Call 12345; staff will write it down for you.
statement-changed = Last changed { $at }

# Every part in every state
design-title = Every part of the pages
design-lead = Each part in each state, to check how it looks and works.
design-actions = Buttons and notices
design-notice = Notice
design-notice-text = This is a sentence of explanation.
design-more = Open to read
design-fields = Fields
design-faulty = Fields refused
design-sample = Sample
design-sample-text = The street light at our gate has been out for three days, and old people cannot see at night.

# More about signing in
sign-in-link = This link has been used or is too old. Please ask your administrator for a new one.
sign-in-password = A password has { $min } to { $max } characters and is not one that everybody tries first.
sign-in-failed = The system is busy. Please try again in a moment.

# Smaller words of the desk
found-bank-card = bank card number
desk-person-erased = Erased at the person's wish
reveal-id-number = Identity number
reveal-contact = Another way to reach them
reveal-email = Mail address
account-password-wrong = The present password is not right.
register-look-reason = Looking up earlier matters of this number while taking a call

# Smaller words of administration
admin-calendars-done = Imported; this is version { $version } of the calendar. Open deadlines are being counted again.
admin-packs-then = When it passes
admin-packs-check-only = Only show the result
admin-packs-take = Take it into use
admin-accounts-change = Existing accounts
admin-accounts-what = What to do
admin-accounts-close = Close the account

# activities
nav-activities = Activities
activities-title = Officials where people are
activities-text = When and where officials hold on-site offices and receive people.
agenda-title = Agenda
agenda-new = Plan an activity
agenda-when = When
agenda-ahead = The next three months
agenda-past = The last three months
agenda-kind = Activity
agenda-leader = Leader
agenda-none = Nothing takes place in this time.
held-title = What was done where people are
held-text = How often, what came out of it, and whether that was done. In the order of names and posts: nobody is ranked.
held-held = Held
held-missed = Due, not held
held-ahead = Still ahead
held-outcomes = Came out of it
held-kept = Closed
held-late = Late
held-bare = Without outcome
held-bare-note = Not the same as useless: it is just said
held-bars = How often
held-bars-text = Bars: how often each was held; the same numbers stand in the table above.
held-numbers = What each activity counts
held-number = What
held-sum = All together
held-batches = Visits received
held-persons = Persons received
held-csv = This table as CSV
held-period = Time
held-year = { $year }
held-quarter = { $year }, quarter { $quarter }
held-by = By
held-by-leader = By leader
held-by-unit = By unit
held-by-place = By place
held-by-kind = By activity
place-text = What takes place here, what was promised, who is linked, and what is in hand.
place-ahead = Ahead
place-past = In the past half year
place-open = Matters in hand
place-none = Nothing yet.
place-all = See all
place-within = Places in it
rota-title = Rota
rota-text = Who held or planned it in which month, and who has not yet in this period.
rota-rule-is = How often follows “{ $rule }”.
rota-none = No leader is in office.
rota-open = Due in this period, neither held nor planned
rota-every = How often
rota-every-free = As they arrange it
rota-every-month = Each month
rota-every-quarter = Each quarter
rota-every-half-year = Each half year
rota-every-year = Each year
rota-now = This period
rota-held = Held
rota-ahead = Planned
rota-neither = Not yet
rota-month = { $n }
rota-sign-held = ✓
rota-sign-ahead = ○
rota-sign-missed = –
rota-legend = ✓ held, ○ planned and still ahead, – its time is over and nobody recorded it. A number after it says how often. In the order of posts: nobody is ranked.
rota-choose = Follow this
rota-preset = How often, by which rule
rota-chosen = Changed. The rota follows it.
rota-plan = Plan a term
rota-plan-text = Choose leaders and a rule, look at all days, then confirm once. Leaders take turns; a day of the month moves to the next working day, a day of the week is dropped where offices rest.
rota-leaders = Who takes turns
rota-rule = On which days
rota-rule-month = A day of each month
rota-weekday-1 = Every Monday
rota-weekday-2 = Every Tuesday
rota-weekday-3 = Every Wednesday
rota-weekday-4 = Every Thursday
rota-weekday-5 = Every Friday
rota-day-number = Which day
rota-day-hint = For a day of each month only.
rota-from = From
rota-until = Until
rota-begins = Begins at
rota-ends = Ends at
rota-publish = Publish them as well
rota-look = Show all days
rota-days = These days
rota-day = Day
rota-confirm-note = If that is right, confirm all of it; to change it, go on below.
rota-confirm = { $n ->
    [one] Plan this day
   *[other] Plan these { $n } days
}
rota-planned = { $n ->
    [one] One day is planned.
   *[other] { $n } days are planned.
}
rota-wrong-day = Say from which day on.
rota-wrong-until = Say until which day, not before the first.
rota-wrong-leader = Choose at least one leader.
rota-wrong-text = Write something here.
rota-wrong-choice = Choose one.
rota-wrong-number = A day of the month is 1 to 31.
rota-wrong-ends = It must end after it begins.
rota-wrong-none = There is no such day in that time.
leader-named = { $name }, { $post }
leader-answers = { $leader } ({ $portfolio })
time-from-until = { $from } to { $until }
link-source = Came out of
desk-outcomes = What came out of it
desk-outcomes-none = Nothing so far.
field-not-a-moment = { $field }: please write day and time like 2026-11-24 09:30
field-ends-too-early = { $field }: it must end after it begins
field-no-such-leader = There is no such leader: { $field }
register-from = Where it comes from
register-keep = Enter it
admin-rehearsal-apply = Carry it out
admin-rehearsal-reason = On what ground
admin-rehearsal-reason-hint = Name the document and its number; every matter keeps it.
admin-rehearsal-done = It is done. { $n ->
    [one] One matter has
   *[other] { $n } matters have
} gone to the units that take over.

# Calendars and feeds
agenda-calendar = Calendar
agenda-add = Add to my calendar (.ics)
agenda-subscribe = Have this agenda in my calendar
activity-called-off = Called off
news-feed = Subscribe (Atom)
subscribe-title = Subscribe with a calendar
subscribe-text = Once subscribed, new activities appear in your calendar by themselves, and what is moved or called off follows. No sign-in, and nothing about you is kept. The address:
subscribe-phone = iPhone: Settings → Calendar → Accounts → Add Account → Other → Add Subscribed Calendar, then paste the address. On Android use any calendar app that subscribes to iCalendar.
subscribe-outlook = Outlook: Calendar → Add calendar → Subscribe from web, then paste the address.
subscribe-google = Other calendars: look for "Add by URL" or "Subscribe to calendar" and paste the address. Opening the address only imports what is there now.
subscribe-filters = For one place, one leader or one kind of activity, choose above first, then copy the address from here.
subscribe-news = Follow announcements with a feed reader (Atom)
account-calendar = The agenda in a calendar
account-calendar-text = Calendars cannot sign in, so they fetch the agenda from an address that only you know. Whoever has it sees the activities that you may see: pass it to nobody. If it may have leaked, change it; the old one stops at once.
account-calendar-made = Here is the address. It is shown this once: paste it now where your calendar subscribes by URL.
account-calendar-since = An address made on { $at } is in use. If you have lost it, make a new one.
account-calendar-make = Make an address
account-calendar-again = Make a new address
account-calendar-remove = Take the address away
account-calendar-removed = The address was taken away; calendars that used it get nothing any more.

# Booking, calling and receiving
visit-held = Kept for you
visit-lapsed = Not kept any more
visit-listed = On the waiting list
visit-booked = Booked
visit-no-show = Did not come
visit-cancelled = Cancelled
visit-waiting = Waiting
visit-called = Please come to the table
visit-missed = Missed
visit-done = Received
visit-kind-booked = Booked
visit-kind-invited = Invited
visit-kind-walk-in = Came unbooked
visit-number = Number
visit-name = Your name
visit-name-missing = Please say what to call you.
visit-phone = Telephone
visit-phone-hint = So that we can reach you if the time changes.
visit-about = What you want to speak of
visit-about-hint = A few words will do. Only those who receive you can see it, and each look is on record.
visit-people = How many come
visit-people-hint = At most { $max } for one matter.
visit-needs = Do you need anything
visit-needs-hint = You are called a little sooner, by rules that are published.
visit-end = How it ends
visit-due = Done by
visit-due-hint = Only where a day is promised.
visit-due-within = { $n ->
    [one] Within { $n } day
   *[other] Within { $n } days
}
visit-words = What was said and answered
visit-words-hint = Kept sealed; whoever looks gives a reason.
visit-finish = Finish this visit
visit-miss = Nobody came: next
visit-finished = It is on record. Read it to the person before you call the next.
visit-read-back = Read back and agreed
visit-read-back-text = Read what is on record to the person; press when the person agrees.
visit-acknowledge = Read back, the person agrees
visit-arrived-at = Came
visit-called-at = Called
visit-done-at = Finished
visit-who = See who it is and what it is about
visit-words-kept = See what was written down
visit-open = Where it goes on
visit-open-text = What cannot be settled here is registered before the person leaves, with its number and receipt.
visit-find = Find earlier matters of this person
book-title = Book a visit
book-fact = Speak in person
book-slot = Choose a time
book-slot-missing = Please choose a time.
book-free = { $n ->
    [one] { $n } place free
   *[other] { $n } places free
}
book-hold = Your time is kept for { $minutes } minutes while you fill in the rest. No text message is sent: the number on the page counts.
book-button = Take this time
book-full-list = All times are taken. You can wait for one: whoever asked first gets the next that becomes free.
book-full = All times are taken. You can also come on the day and take a number.
book-closed = No times can be booked now.
book-come-now = People are being received: come and take a number.
book-list-button = Wait for a place
book-have-ticket = I have booked: show my number
ticket-title = My number
ticket-time = Your time
ticket-secret = Ticket code
ticket-keep = Please note the code, print it or take a picture. It opens your number on any phone.
ticket-qr = Scan to see your number
ticket-ask = Type the code on your ticket.
ticket-wrong = This code opens no number of this day. Please check it.
ticket-note = Fill these in and it is booked.
ticket-book = Book
ticket-cancel = I am not coming
ticket-arrive = I am here
ticket-booked = Booked.
ticket-cancelled = Cancelled; somebody else gets your place.
ticket-arrived = We know that you are here. Please wait to be called.
ticket-now-held = This time is kept for you until { $until }. Please fill in the form below.
ticket-now-lapsed = The time was not kept any longer. Please choose another.
ticket-now-listed = You are on the waiting list. If a time becomes free it is yours; please look here now and then.
ticket-now-booked = Please be on time. If you have not come by { $until }, your place is given up.
ticket-now-invited = You are expected at the published time.
ticket-now-no-show = Your time has passed. You can still come today; press “I am here” when you do.
ticket-now-cancelled = It is cancelled.
ticket-now-waiting = Please wait to be called.
ticket-now-wait = { $ahead } before you: about { $low } to { $high } minutes more. If somebody comes who needs to go first, this changes.
ticket-now-called = Please come to table { $window }.
ticket-now-missed = Your number was called. Tell the staff and you are put back in the queue.
ticket-now-done = You have been received. What was registered has a number of its own.
screen-title = Hall screen
screen-window = Table { $window }
screen-number = No. { $number }
screen-waiting = { $n ->
    [one] { $n } is waiting
   *[other] { $n } are waiting
}
screen-none = Nobody has been called
queue-title = Queue
queue-fact = Visits
queue-done = Done.
queue-made = Number { $number }, code { $secret }: write both on the slip for the person.
queue-people = Visitors
queue-visits = Matters
queue-last-due = by { $day } at the latest
queue-tables = Tables
queue-call = Call the next
queue-waiting = Waiting
queue-order = Who has most points is called first; among equals, who came first. What counts stands in the rules.
queue-nobody = Nobody is waiting
queue-others = Booked and missed
queue-kind = How they came
queue-since = Came
queue-points = Points
queue-arrive = Is here
queue-recall = Back to the queue
queue-cancel = Cancel
queue-form = Walk-in, booking for somebody, invitation
queue-when = When
queue-now = Is here now
queue-any-time = Invited, at no fixed time
queue-make = Give a number
reveal-words = Topic and notes

# The library
nav-policies = Policies
policies-title = Policies
policies-text = Laws, rules and local policies. First in plain words, then the text itself; search for a word and get the very article.
policies-search = What is it about
policies-kind = Kind of text
policies-topic = Topic
policies-place = Holds in
policies-standing = Standing
policies-total = { $n ->
    [one] { $n } text
   *[other] { $n } texts
}
policies-none = Nothing was found. Try other words, or fewer filters.
policies-more-hits = { $n ->
    [one] { $n } more article mentions it
   *[other] { $n } more articles mention it
}
policies-version = Version { $n }
policies-from = in force from { $from }
policies-until = in force until { $until }
policies-from-until = in force { $from } to { $until }
standing-ahead = Not yet in force
standing-in-force = In force
standing-over = No longer in force
policy-summary = In plain words
policy-summary-note = These are plain words; the text itself decides.
policy-text = The text
policy-contents = Contents
policy-keeper = Kept by
policy-versions = Versions
policy-versions-note = Older versions stay, each under its own address.
policy-shown = shown here
policy-older = This is version { $shown }; the present one is version { $present }.
policy-to-present = See the present version
document-value = on a page of its own
field-not-understood = Line { $line } cannot be read: “{ $said }”. Please write it as the help shows; the last line begins with “answer:”.
letter-cited = Read the articles:
matter-source = About
policy-ask = Ask about it
policy-ask-text = Not clear? Ask here and the answer comes back to you; if you agree, others can read it too.
policy-ask-more = Is your case different? Ask
policy-ask-title = A question about: { $title }
policy-questions = What people ask
policy-not-answered = Not answered yet.
policy-sessions = Briefings
policy-compare = Compare with the version before
can-i-title = Can I?
can-i-count = { $n ->
    [one] { $n } question tells. No account; nothing is kept.
   *[other] { $n } questions tell. No account; nothing is kept.
}
can-i-start = Find out
can-i-text = Please answer these. No account is needed, and what you fill in is not kept.
can-i-button = Show the result
can-i-answer = The result
can-i-articles = It rests on
can-i-note = For your guidance; the office that handles it decides.
can-i-open = Please answer: { $question }
changes-title = What was changed
changes-lead = From version { $old } to version { $new }:
changes-count = { $n ->
    [one] { $n } place changed.
   *[other] { $n } places changed.
}
changes-with = Compare with version { $n }
changes-same = Unchanged
changes-renumbered = Only the number changed
changes-changed = Changed
changes-added = New
changes-removed = Taken out
changes-put = { "(" }added:
changes-taken = { "(" }taken out:
changes-end = { ")" }
changes-legend-put = words put in
changes-legend-taken = words taken out
desk-text-title = The draft
desk-text-first = It is as published, or nothing is published yet.
desk-text-changes = Compared with the version that is published
