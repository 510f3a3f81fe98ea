# The frame of a Word file
word-above = …… (higher agency) ……
word-office = …… (AGENCY) ……
word-number = No.: ……/BC-……
word-nation = SOCIALIST REPUBLIC OF VIET NAM
word-motto = Independence – Freedom – Happiness
word-date = ………………, …… / …… / ………
word-kind = REPORT
word-receivers = Recipients:
word-receiver = - ……… (agency);
word-file = - Kept: VT.
word-head = HEAD OF THE AGENCY
word-signature = (Signature, stamp, full name)
word-annexed = (Attached to report No. ……/BC-…… of …… / …… / ………)
