# The quality statement
quality-heading = Quality of the figures
quality-disclosure-office = Statistical confidentiality: this edition is for the office and hides nothing. An edition for the public is made with audience=public.
quality-disclosure-public = Statistical confidentiality: this edition is for the public; it states no number of subscriptions of a commune from 1 to { $most }, no figure that would give one back, and none of a single operator. It is marked “hidden”, which is not “unknown”; totals contain it where they do not give it back.
quality-disclosure-left-out = Indicators left out, as they are those of a single operator or would give them back: { $names }.
quality-show = Show the statement
quality-response = Response: asked of { $asked }; { $answered } answered, { $blank } left it blank, { $silent } did not report, { $in_doubt } wait for a decision. Of those that answered, { $corrected } were corrected and { $flagged } are to be corrected or confirmed by the check.
quality-response-no-log = Response: asked of { $asked }; { $answered } answered, { $blank } left it blank, { $silent } did not report. The table comes without the log of a round, so which answers were corrected or wait for a decision is not known.
quality-observed = Every answer was observed; none is an estimate.
quality-share-estimated = Estimates: { $share } of the answers.
quality-share-illustrative = Illustrative: { $share } of the answers; they are no statistical results.
quality-moves = Effect: the share is { $now }; with every answer that was not observed taken as unknown it is { $firm }.
quality-list = Coverage of the list: { $listed } in force on { $date }; a unit without a row counts as unknown.
quality-break = Comparability, { $name }: { $what }
quality-no-break = Comparability: no change of definition, scope or reference date is on record.
quality-sources-agree = Sources: no published figures of the year disagree.
quality-sources-differ = The sources disagree: { $figures }.
quality-denominator = Effect of the denominator: { $asked } over the units asked, { $every } over all commune-level units; they differ by { $apart }.
quality-units = Response: { $reported } reported of { $listed } in the list.
quality-cells = Of { $asked } asked for, { $known } are known, { $blank } left blank, { $silent } not reported, { $in_doubt } waiting for a decision; { $corrected } were corrected, { $flagged } are to be corrected or confirmed by the check.
quality-cells-no-log = Of { $asked } asked for, { $known } are known, { $blank } left blank, { $silent } not reported; { $flagged } are to be corrected or confirmed by the check.
quality-published = The page states { $figures } figures of { $sources } sources: { $quoted } with their quotation, { $vague } not exact (nearly, more than, estimated), { $silent } without what the denominator counts. It holds no estimated or illustrative figures of its own.
quality-rows-observed = { $count } observed
quality-rows-estimated = { $count } estimated
quality-rows-illustrative = { $count } illustrative
quality-banner = Of { $rows } answers: { $parts }.
