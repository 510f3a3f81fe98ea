# Status of the figures, date of release, revisions
release-line = { $status }. Released on { $date }. Contact: { $contact }.
release-preliminary = Preliminary figures
release-final = Final figures
release-no-contact = not stated
release-revisions = Changes since the edition before
release-first = First edition.
release-replaces = Replaces the edition of { $date }.
release-figure = { $id }: { $before } → { $after }
release-more = and { $count } more figures
release-no-figure = No figure has changed.
release-step-import = Reason: step { $step } of { $date }, figures imported from { $files }
release-step-decide = Reason: step { $step } of { $date }, decisions of a review applied
release-step-undo = Reason: step { $step } of { $date }, an earlier step taken back
release-files = Data files that changed: { $files }
release-code = The data are the same; only how the page is made has changed.
