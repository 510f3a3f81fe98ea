# laocai init
expected-empty-folder = a folder that does not exist yet, or an empty one
found-files = a folder with files
project-site = Coverage
project-next = Done. Make the first page: cd { $folder } && { $command }
project-settings =
    # The settings of the project. The command looks for this file from the working folder upward.
    province = "{ $province }"
    year = { $year }
    # Where there are no districts: former_district, former_province, none, or a csv file (code, group).
    groups = "former_district"
project-readme =
    # { $province }, { $year }

    This project makes cited, mapped reports of communes. Without data every unit is unknown.

    1. The first page: `{ $command }`. Pages are in `reports/`.
    2. The form to send out: `laocai template --year { $year } -o forms/form.xlsx --groups none`.
    3. Import forms that were filled in: `laocai returns import FILE --year { $year }`; what is not plain is asked about.
    4. Check them: `laocai returns check --year { $year }`; progress: `laocai returns status --year { $year }`.
    5. Many pages at once: `laocai batch`, as `sites.yml` says.

    | File | Content |
    | --- | --- |
    | `laocai.toml` | province, year, groups |
    | `data/indicators.csv` | the indicators, and which of them communes are asked for |
    | `data/evidence/figures.csv` | published figures, a row for each, with quotation and source; see the row in `example.txt` |
    | `data/sources.json` | the sources of these figures |
    | `data/returns/` | imported returns |

    Lists of units and the population of 2019 come from the package; a file of the same name in `data/` takes its place. Boundaries are built on this machine and may not be passed on.
