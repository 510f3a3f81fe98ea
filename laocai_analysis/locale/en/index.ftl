# The index of reports
index-title = Reports
index-as-of = Made at
index-search = Find by name
index-none = No report
index-good = good
index-stale = stale
index-failed = failed
index-basis-illustrative = holds illustrative figures
index-basis-estimated = holds estimates
index-basis-observed = observed figures
index-basis-computed = computed figures
index-basis-published = published figures
